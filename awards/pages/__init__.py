"""What the pages of prizes show, composed of queries."""
