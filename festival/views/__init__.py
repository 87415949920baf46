"""Pages of the base app by audience."""
