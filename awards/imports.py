"""The part of prizes in an import: [contest.prizes] and [[contest.prize]] of festival.toml."""

from __future__ import annotations

from awards.forms.tables import PrizeSection, PrizesSection
from awards.messages import fault_message
from awards.models import Prize, PrizeScheme
from awards.queries.scheme import rule_of
from awards.rules import scheme_faults
from contests.imports import Pairs, frozen_reason
from festival.forms.section import Section
from festival.imports import ImportContext
from festival.upsert import Lookup, Upsert


def import_prizes(context: ImportContext, pairs: Pairs) -> None:
    """How prizes are given; a contest that says nothing of them keeps what it has."""
    schemes: Lookup[PrizeScheme] = Lookup(key="contest_id")
    schemes.load(PrizeScheme.objects.filter(contest__festival=context.festival))
    settings = Upsert(context.counts, "prizes", PrizeScheme, schemes, plain=list(PrizesSection.base_fields))
    spoken = [pair for pair in pairs if pair[0].children["prizes"] or pair[0].children["prize"]]
    for section, contest in spoken:
        absent = Section(section.report, section.where, {}, PrizesSection)
        part, known = next(iter(section.children["prizes"]), absent), schemes.get(contest.pk)
        settings.put(part, known, {"contest": contest}, frozen=frozen_reason(contest))
    settings.write()
    tiers: Lookup[Prize] = Lookup(key="code", scope="scheme_id")
    tiers.load(Prize.objects.filter(scheme__contest__festival=context.festival))
    upsert = Upsert(context.counts, "prizes", Prize, tiers, plain=list(PrizeSection.base_fields))
    for section, contest in spoken:
        if scheme := schemes.get(contest.pk):
            upsert.put_list(
                section.children["prize"], scheme.pk, {"scheme": scheme}, frozen=frozen_reason(contest)
            )
    upsert.write()
    for section, contest in spoken:
        parts, scheme = (*section.children["prizes"], *section.children["prize"]), schemes.get(contest.pk)
        if scheme and all(part.is_sound for part in parts):
            rows = sorted(tiers.of(scheme.pk).values(), key=lambda row: (row.position, row.pk))
            for fault in scheme_faults(rule_of(scheme, rows)):
                section.fault("", fault_message(fault))
