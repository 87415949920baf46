"""Is what judges and the office typed well-formed?"""
