"""A festival as files: what every app's part shares, and the ground floor's own tables."""
