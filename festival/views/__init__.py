"""Pages of the ground floor by audience."""
