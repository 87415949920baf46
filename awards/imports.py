"""The part of prizes in an import: [contest.prizes] and [[contest.prize]] of festival.toml."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from awards.forms.tables import PrizesSection
from awards.messages import fault_message
from awards.models import Prize, PrizeScheme
from awards.queries.scheme import rule_of
from awards.rules import scheme_faults
from contests.imports import frozen_reason
from contests.models import Contest
from festival.forms.section import Section
from festival.imports import ImportContext
from festival.upsert import Upsert


def import_prizes(context: ImportContext, pairs: Sequence[tuple[Section, Contest]]) -> None:
    """How prizes are given; a contest that says nothing of them keeps what it has."""
    known = {row.contest_id: row for row in PrizeScheme.objects.filter(contest__festival=context.festival)}
    schemes = Upsert(context.counts, "prizes", PrizeScheme)
    message = []
    for section, contest in pairs:
        parts = section.children["prizes"]
        if parts or section.children["prize"]:
            part = parts[0] if parts else Section(section.report, section.where, {}, PrizesSection)
            new, frozen = {"contest": contest}, frozen_reason(contest)
            message.append((section, contest, part))
            schemes.put(part, known.get(contest.pk), part.values, new=new, frozen=frozen)
    for change in schemes.write():
        known[change.item.contest_id] = change.item
    tiers: dict[int, dict[str, Prize]] = defaultdict(dict)
    for prize in Prize.objects.filter(scheme__contest__festival=context.festival):
        tiers[prize.scheme_id][prize.code] = prize
    upsert = Upsert(context.counts, "prizes", Prize)
    for section, contest, part in message:
        scheme = known.get(contest.pk)
        if scheme is not None:
            _put_tiers(upsert, section, contest, scheme, tiers[scheme.pk])
        parts = [part, *section.children["prize"]]
        if scheme is not None and all(each.is_sound for each in parts):
            rows = sorted(tiers[scheme.pk].values(), key=lambda row: (row.position, row.pk or 0))
            for fault in scheme_faults(rule_of(scheme, rows)):
                section.fault("", fault_message(fault))
    upsert.write()


def _put_tiers(
    upsert: Upsert[Prize], section: Section, contest: Contest, scheme: PrizeScheme, known: dict[str, Prize]
) -> None:
    """The tiers in their order, those that the file does not name behind them; `known` gets the new ones."""
    frozen, parts = frozen_reason(contest), section.children["prize"]
    named = {part["code"] for part in parts}
    others = [row for code, row in known.items() if code not in named]
    for position, part in enumerate(parts):
        if part["code"] and upsert.is_twice(part, (scheme.pk, part["code"]), "code"):
            continue
        values, item = part.values | {"position": position}, known.get(part["code"])
        change = upsert.put(part, item, values, new={"scheme": scheme}, frozen=frozen)
        known[part["code"]] = change.item
    if parts and not frozen:
        upsert.keep_behind(others, named=len(parts))
