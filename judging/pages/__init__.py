"""Data of the pages of judging, composed of queries."""
