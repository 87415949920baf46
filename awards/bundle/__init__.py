"""Prize schemes as part of a bundle."""
