"""What the pages of contests show, composed of queries."""
