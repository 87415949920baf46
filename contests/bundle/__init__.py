"""Contests, entries, their people and files as files of a bundle."""
