"""Actions of the office on prizes and certificates, one module per noun."""
