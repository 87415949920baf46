"""Pages of judging by audience."""
