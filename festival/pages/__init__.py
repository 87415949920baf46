"""Contents of the pages of the base app, composed of queries."""
