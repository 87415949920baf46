"""Actions that concern several apps."""
