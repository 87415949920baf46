"""Reads composed of several apps, one module per noun."""
