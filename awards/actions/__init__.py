"""What the office does with prizes and papers, one module per noun."""
