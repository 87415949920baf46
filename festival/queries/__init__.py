"""Named reads of the ground floor. One module per noun."""
