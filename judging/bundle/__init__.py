"""Rubrics, judges, assignments and scores as files of a bundle."""
