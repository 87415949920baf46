"""Named reads of booths, one module per noun."""
