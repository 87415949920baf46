"""Pages of contests by audience."""
