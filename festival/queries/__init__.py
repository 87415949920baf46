"""Named reads of the base app. One module per noun."""
