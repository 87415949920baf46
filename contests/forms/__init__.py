"""Forms of contests, by audience."""
