"""What the pages of the base app show, composed of queries."""
