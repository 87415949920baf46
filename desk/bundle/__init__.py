"""A festival as files: every app's tables together, read all or nothing and written the same every time."""
