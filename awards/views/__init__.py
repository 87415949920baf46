"""Pages of prizes, one module per audience."""
