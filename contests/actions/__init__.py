"""Actions of schools and the office on contests and entries."""
