"""What people do with booths; `decisions` decides about entries as well."""
