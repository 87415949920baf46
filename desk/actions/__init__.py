"""What people do across several apps."""
