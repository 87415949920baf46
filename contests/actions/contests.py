"""Create, change, remove and copy contests with their categories and rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from contests.actions.locks import lock_contest
from contests.actions.numbers import give_codes
from contests.models import Category, Contest, Round
from festival.audit import log_event
from festival.locks import lock
from festival.models import Festival, User
from festival.refusals import RuleBroken
from festival.text import free_code
from festival.text import slug as slug_of


@dataclass(frozen=True, slots=True)
class Copied:
    """The rows of copied contests, for the apps above: old primary key → new row."""

    contests: dict[int, Contest] = field(default_factory=dict)
    rounds: dict[int, Round] = field(default_factory=dict)


@transaction.atomic
def make_contest(
    *, festival: Festival, by: User, name: str, kind: str, categories: Sequence[str] = (), **facts: Any
) -> Contest:
    """Create a contest with one round; its slug is made from its name."""
    lock(festival)
    last = festival.contests.aggregate(last=Max("position"))["last"]
    contest = Contest.objects.create(
        festival=festival,
        slug=free_slug(festival, name),
        name=name,
        kind=kind,
        position=0 if last is None else last + 1,
        **facts,
    )
    Round.objects.create(contest=contest)
    _set_categories(contest, categories)
    log_event(by, "contest-made", contest, festival=festival, body={"name": name, "kind": kind})
    return contest


def free_slug(festival: Festival, name: str) -> str:
    """A slug from the name that no other contest of the festival has; never `new`."""
    taken = {*festival.contests.values_list("slug", flat=True), "new"}
    return free_code(slug_of(name, limit=50) or "hoi-thi", taken)


@transaction.atomic
def change_contest(*, contest: Contest, by: User, categories: Sequence[str], **facts: Any) -> None:
    """Save the given fields. RuleBroken for another kind once there are entries, or after judging."""
    row = lock_contest(contest)
    changed = sorted(name for name, value in facts.items() if getattr(row, name) != value)
    if "kind" in changed and contest.entries.exists():
        raise RuleBroken("kind-in-use", _("There are entries already; the kind can no longer change."))
    Contest.objects.filter(pk=contest.pk).update(**{name: facts[name] for name in changed})
    if list(contest.categories.values_list("name", flat=True)) != list(categories):
        _set_categories(contest, categories)
        changed.append("categories")
    if "anonymous" in changed and facts["anonymous"]:
        give_codes(contest)
    if changed:
        body = {"name": contest.name, "fields": changed}
        log_event(by, "contest-changed", contest, festival=contest.festival, body=body)
    contest.refresh_from_db()


def _set_categories(contest: Contest, names: Sequence[str]) -> None:
    """Keep categories of the same name, rename the others in their order, then add or remove."""
    if len(set(names)) < len(names):
        raise RuleBroken("category-twice", _("A category appears twice."))
    standing = list(contest.categories.all())
    kept = {row.name: row for row in standing if row.name in names}
    spare = [row for row in standing if row.name not in names]
    for position, name in enumerate(names):
        row = kept.get(name) or (spare.pop(0) if spare else Category(contest=contest))
        row.name, row.position = name, position
        row.save()
    for row in spare:
        _remove_category(row)


def _remove_category(row: Category) -> None:
    try:
        row.delete()
    except ProtectedError:
        raise RuleBroken(
            "category-in-use",
            _("There are entries in “%(name)s”; it cannot be removed.") % {"name": row.name},
        ) from None


@transaction.atomic
def remove_contest(*, contest: Contest, by: User) -> None:
    """Delete a contest. RuleBroken when it has entries or was frozen."""
    lock_contest(contest)
    if contest.entries.exists():
        raise RuleBroken("contest-in-use", _("There are entries; the contest cannot be removed."))
    log_event(by, "contest-removed", contest, festival=contest.festival, body={"name": contest.name})
    try:
        contest.delete()
    except ProtectedError:
        raise RuleBroken(
            "contest-frozen-once",
            _("The results of this contest have been frozen before; it cannot be removed."),
        ) from None


@transaction.atomic
def copy_contests(*, source: Festival, to: Festival) -> Copied:
    """Copy contests with categories and rounds, open and without dates. The caller logs the event."""
    copied = Copied()
    for contest in source.contests.prefetch_related("categories", "rounds"):
        fresh = Contest.objects.create(
            festival=to,
            slug=contest.slug,
            name=contest.name,
            kind=contest.kind,
            quota_per_school=contest.quota_per_school,
            anonymous=contest.anonymous,
            position=contest.position,
        )
        copied.contests[contest.pk] = fresh
        Category.objects.bulk_create(
            Category(contest=fresh, name=row.name, position=row.position) for row in contest.categories.all()
        )
        for row in contest.rounds.all():
            copied.rounds[row.pk] = Round.objects.create(
                contest=fresh,
                code=row.code,
                name=row.name,
                weight=row.weight,
                marking=row.marking,
                position=row.position,
            )
    return copied
