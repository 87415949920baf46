"""What people do with booths; `decisions` also speaks for entries, so that the office has one door."""
