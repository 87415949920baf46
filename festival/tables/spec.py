"""How headings are compared."""

from __future__ import annotations

import re

from festival.text import search_key


def heading_key(words: str) -> str:
    """One spelling of a heading: without marks, capitals and punctuation (`school_code`, "School code")."""
    return " ".join(re.findall(r"[a-z0-9]+", search_key(words)))
