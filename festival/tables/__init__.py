"""Files that people keep in a spreadsheet: reading them to plain rows, and writing lists for people."""
