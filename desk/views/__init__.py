"""Pages that concern several apps."""
