"""Registrations of both kinds in one list: booths, and entries that are not a booth's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Case, CharField, Count, F, QuerySet, Value, When
from django.db.models.functions import Coalesce

from booths.models import AnyRegistration, Booth
from contests.models import Entry, Member, RegistrationState, number_and_code
from festival.models import Festival
from festival.text import is_key, search_key

ONLY_BOOTHS = "booths"
COLUMNS = (
    "kind",
    "pk",
    "title",
    "state",
    "submitted_at",
    "at_school",
    "school_key",
    "in_contest",
    "nr",
    "anonymous",
)


def registrations_of(festival: Festival, *, chosen: Mapping[str, str]) -> QuerySet[Any, dict[str, Any]]:
    """Rows with COLUMNS by school, narrowed by `chosen`: q, state, contest (slug or `booths`), school."""
    booths, entries = _booths(festival, chosen), _entries(festival, chosen)
    return (
        _columns(booths, "booth", at="entry__")
        .union(_columns(entries, "entry", at=""), all=True)
        .order_by("school_key", "in_contest", "title", "pk")
    )


def state_counts(festival: Festival, *, chosen: Mapping[str, str]) -> list[tuple[str, str, int]]:
    """(state, label, number of registrations that match the other filters); one query."""
    others = {name: value for name, value in chosen.items() if name != "state"}
    found: Counter[str] = Counter()
    booths, entries = _booths(festival, others), _entries(festival, others)
    for row in _by_state(booths).union(_by_state(entries), all=True):
        found[row["state"]] += row["n"]
    return [(state.value, str(state.label), found[state.value]) for state in RegistrationState]


def registrations_named(festival: Festival, keys: Sequence[str]) -> list[AnyRegistration]:
    """The rows with keys such as `booth-12` and `entry-5`, of this festival alone; two queries."""
    wanted: dict[str, list[int]] = {"booth": [], "entry": []}
    for key in keys:
        kind, _, number = key.partition("-")
        if kind in wanted and is_key(number):
            wanted[kind].append(int(number))
    booths = Booth.objects.filter(festival=festival, pk__in=wanted["booth"])
    entries = Entry.objects.filter(contest__festival=festival, booth__isnull=True, pk__in=wanted["entry"])
    return [
        *booths.select_related("festival", "school", "entry__contest__festival", "stand"),
        *entries.select_related("contest__festival", "school"),
    ]


def with_labels(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows with the label of their state, both numbers in one text, and their people; two queries."""
    listed = list(rows)
    people = _people_of(listed)
    return [_labelled(row, people.get((row["kind"], row["pk"]), [])) for row in listed]


def _labelled(row: Mapping[str, Any], people: Sequence[tuple[str, str]]) -> dict[str, Any]:
    return {
        **row,
        "label": RegistrationState(row["state"]).label,
        "numbers": number_and_code(row["nr"], row["anonymous"]),
        "people": people,
        "name": row["title"] or ", ".join(name for name, _phone in people),
    }


def _people_of(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, int], list[tuple[str, str]]]:
    """By kind and key of a registration: name and phone of its people, or of the booth's person in charge."""
    keys: dict[str, list[int]] = {"booth": [], "entry": []}
    for row in rows:
        keys[row["kind"]].append(row["pk"])
    found: dict[tuple[str, int], list[tuple[str, str]]] = {}
    members = Member.objects.filter(entry__in=keys["entry"]).order_by("order", "pk")
    for entry, name, phone in members.values_list("entry_id", "full_name", "phone"):
        found.setdefault(("entry", entry), []).append((name, phone))
    booths = Booth.objects.filter(pk__in=keys["booth"]).exclude(person="", phone="")
    for booth, name, phone in booths.values_list("pk", "person", "phone"):
        found["booth", booth] = [(name, phone)]
    return found


def _booths(festival: Festival, chosen: Mapping[str, str]) -> QuerySet[Booth]:
    rows = Booth.objects.filter(festival=festival)
    if contest := chosen.get("contest"):
        is_free = contest == ONLY_BOOTHS
        rows = rows.filter(entry__isnull=True) if is_free else rows.filter(entry__contest__slug=contest)
    return _narrowed(rows, chosen)


def _entries(festival: Festival, chosen: Mapping[str, str]) -> QuerySet[Entry]:
    rows = Entry.objects.filter(contest__festival=festival, booth__isnull=True)
    if contest := chosen.get("contest"):
        rows = rows.none() if contest == ONLY_BOOTHS else rows.filter(contest__slug=contest)
    return _narrowed(rows, chosen)


def _narrowed(rows: QuerySet[Any], chosen: Mapping[str, str]) -> QuerySet[Any]:
    if state := chosen.get("state"):
        rows = rows.filter(state=state)
    if school := chosen.get("school"):
        rows = rows.filter(school__code=school)
    for word in search_key(chosen.get("q", "")).split():
        rows = rows.filter(search_key__contains=word)
    return rows


def _columns(rows: QuerySet[Any], kind: str, *, at: str) -> QuerySet[Any, dict[str, Any]]:
    """The columns of rows of one kind; `at` leads from a row to its entry."""
    named = rows.order_by().annotate(
        kind=Value(kind, output_field=CharField()),
        at_school=F("school__name"),
        school_key=F("school__sort_key"),
        in_contest=Coalesce(F(f"{at}contest__name"), Value("")),
        nr=Coalesce(F(f"{at}number"), Value("")),
        anonymous=Case(When(**{f"{at}contest__anonymous": True}, then=F(f"{at}code")), default=Value("")),
    )
    columns: QuerySet[Any, dict[str, Any]] = named.values(*COLUMNS)
    return columns


def _by_state(rows: QuerySet[Any]) -> QuerySet[Any, dict[str, Any]]:
    counted: QuerySet[Any, dict[str, Any]] = rows.order_by().values("state").annotate(n=Count("pk"))
    return counted
