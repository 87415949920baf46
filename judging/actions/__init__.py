"""What judges and the office do, one module per noun."""
