"""Views of the base app by audience."""
