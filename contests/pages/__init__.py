"""Contents of the pages of contests, composed of queries."""
