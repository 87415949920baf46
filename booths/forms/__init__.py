"""Forms of booths, by audience."""
