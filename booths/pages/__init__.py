"""What the pages of booths show, composed of queries."""
