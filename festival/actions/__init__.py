"""What people do in the office of a festival. One module per noun."""
