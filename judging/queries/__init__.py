"""Named reads of judging, one module per noun."""
