"""Actions on booths; `decisions` decides about contest entries as well."""
