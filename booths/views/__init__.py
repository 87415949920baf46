"""Pages of booths by audience."""
