"""Named reads of prizes and certificates."""
