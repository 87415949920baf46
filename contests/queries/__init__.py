"""Named reads of contests, by audience."""
