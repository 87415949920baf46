"""Views of contests by audience."""
