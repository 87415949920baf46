"""Contents of the pages of booths, composed of queries."""
