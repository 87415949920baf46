"""Candidate numbers and anonymous codes, assigned when an entry is approved."""

from __future__ import annotations

import secrets

from contests.actions.keys import set_entry_keys
from contests.models import Contest, Entry
from contests.rules import next_number

CODE_LETTERS = "ABCDEFGHKLMNPQRSTUVXY"
CODE_DIGITS = "23456789"


def give_number(entry: Entry) -> None:
    """Assign the contest's next number, and a code when it is anonymous; existing ones are kept.

    The caller has locked the contest, so that numbers are unique.
    """
    if not entry.number:
        numbered = Entry.objects.filter(contest_id=entry.contest_id).exclude(number="")
        last = numbered.order_by("-number_key", "-number").values_list("number", flat=True).first()
        entry.number = next_number(last or "")
    if entry.contest.anonymous and not entry.code:
        entry.code = _free_code(entry)
    set_entry_keys(entry)
    entry.save(update_fields=["number", "number_key", "code", "search_key"])


def give_codes(contest: Contest) -> None:
    """Assign a code to each approved entry without one, when the contest becomes anonymous.

    The caller has locked the contest.
    """
    for entry in Entry.objects.approved().filter(contest=contest, code="").select_related("school"):
        entry.code = _free_code(entry)
        set_entry_keys(entry)
        entry.save(update_fields=["code", "search_key"])


def _free_code(entry: Entry) -> str:
    """An unused code of the contest: a letter and three digits, none easily confused."""
    taken = set(Entry.objects.filter(contest_id=entry.contest_id).values_list("code", flat=True))
    while True:
        code = secrets.choice(CODE_LETTERS) + "".join(secrets.choice(CODE_DIGITS) for _ in range(3))
        if code not in taken:
            return code
