"""What the pages of judging show, composed of queries."""
