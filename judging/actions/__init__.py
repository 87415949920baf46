"""Actions of judges and the office, one module per noun."""
