"""What people do that touches several apps at once."""
