"""Forms of prizes and certificates."""
