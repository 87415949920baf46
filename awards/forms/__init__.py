"""Forms of prizes and papers."""
