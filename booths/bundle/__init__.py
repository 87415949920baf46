"""Booths, their products and pictures as files of a bundle."""
