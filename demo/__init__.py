"""The two demo festivals, written as bundles by small deterministic scripts."""
