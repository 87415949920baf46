"""Data of pages that concern several apps, composed of queries."""
