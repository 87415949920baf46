"""Named reads of prizes and papers."""
