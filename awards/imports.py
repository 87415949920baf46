"""The part of prizes in an import: [contest.prizes] and [[contest.prize]] of festival.toml."""

from __future__ import annotations

from awards.forms.tables import PrizeSection, PrizesSection
from awards.messages import fault_message
from awards.models import Prize, PrizeScheme
from awards.queries.scheme import rule_of
from awards.rules import scheme_faults
from contests.imports import ContestUpsert, Pairs
from festival.forms.section import Section
from festival.imports import ImportContext


class Schemes(ContestUpsert[PrizeScheme]):
    """[contest.prizes]."""

    table, model, key, plain = "prizes", PrizeScheme, "contest_id", tuple(PrizesSection.base_fields)


class Tiers(ContestUpsert[Prize]):
    """[[contest.prize]] by code."""

    table, model, key, scope, contest = "prizes", Prize, "code", "scheme_id", "scheme.contest"
    plain = tuple(PrizeSection.base_fields)


def import_prizes(context: ImportContext, pairs: Pairs) -> None:
    """How prizes are given; a contest that says nothing of them keeps what it has."""
    schemes, tiers = Schemes(), Tiers()
    schemes.load(PrizeScheme.objects.filter(contest__festival=context.festival))
    spoken = [pair for pair in pairs if pair[0].children["prizes"] or pair[0].children["prize"]]
    for section, contest in spoken:
        absent = Section(section.report, section.where, {}, PrizesSection)
        part = next(iter(section.children["prizes"]), absent)
        schemes.put(part, schemes.get(contest.pk), {"contest": contest})
    schemes.write()
    tiers.load(Prize.objects.filter(scheme__contest__festival=context.festival))
    for section, contest in spoken:
        if scheme := schemes.get(contest.pk):
            tiers.put_list(section.children["prize"], scheme.pk, {"scheme": scheme})
    tiers.write()
    for section, contest in spoken:
        parts, scheme = (*section.children["prizes"], *section.children["prize"]), schemes.get(contest.pk)
        if scheme and all(part.is_sound for part in parts):
            rows = sorted(tiers.of(scheme.pk).values(), key=lambda row: (row.position, row.pk))
            for fault in scheme_faults(rule_of(scheme, rows)):
                section.fault("", fault_message(fault))
