"""Data of the pages of prizes, composed of queries."""
