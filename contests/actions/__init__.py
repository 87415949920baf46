"""What schools and the office do with contests and entries."""
