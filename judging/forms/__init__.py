"""Forms of judges and of the office."""
