"""Pages of prizes by audience."""
