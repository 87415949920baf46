"""Views of booths by audience."""
