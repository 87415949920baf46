"""What the pages of several apps show, composed of queries."""
