"""Importing a festival: files are read first, then everything or nothing is written in one transaction."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.forms.tables import PrizeSection, PrizesSection
from awards.imports import import_prizes
from booths.forms.tables import BOOTHS, PHOTOS, PRODUCTS, StandSection
from booths.imports import (
    BoothContext,
    finish_booths,
    import_booths,
    import_photos,
    import_products,
    import_stands,
    read_photos,
)
from contests.forms.tables import ATTACHMENTS, ENTRIES, MEMBERS, ContestSection, RoundSection
from contests.imports import (
    finish_entries,
    import_attachments,
    import_contests,
    import_entries,
    read_attachments,
)
from contests.member_imports import import_members
from contests.models import Contest
from festival.audit import log_event
from festival.forms.section import FILE, Section, parsed
from festival.forms.table import Row, Rows, Table, rows_of
from festival.forms.tables import GUESTS, SCHOOL_LIST, SCHOOLS, FestivalSection
from festival.imports import SentFile, import_festival, import_guests, import_schools
from festival.locks import lock_or_none
from festival.models import Festival, Membership, User
from festival.tables.files import BundleFiles
from festival.tables.report import CHANGED, CREATED, UNCHANGED, Counts, Fault, Report
from judging.forms.tables import (
    ASSIGNMENTS,
    JUDGES,
    SCORES,
    CriterionSection,
    RoundScoringSection,
    ScoringSection,
)
from judging.imports import JudgingContext, import_assignments, import_judges, import_scoring
from judging.score_imports import ScoreImport

TABLES: Final[tuple[Table, ...]] = (
    SCHOOLS,
    GUESTS,
    BOOTHS,
    PRODUCTS,
    PHOTOS,
    ATTACHMENTS,
    ENTRIES,
    MEMBERS,
    JUDGES,
    ASSIGNMENTS,
    SCORES,
)


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of an import; with faults nothing was written."""

    fault_list: Sequence[Fault]
    warning_list: Sequence[Fault] = ()
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    festival: Festival | None = None
    digest: str = ""
    counts: Counts = field(default_factory=Counts)
    is_one_table: bool = False

    @property
    def faults(self) -> list[str]:
        """What stops the import, as the shell prints it."""
        return [str(fault) for fault in self.fault_list]

    @property
    def warnings(self) -> list[str]:
        """What was guessed, merged, skipped or is odd, as the shell prints it."""
        return [str(fault) for fault in self.warning_list]

    @property
    def summary(self) -> str:
        """The last line of the command."""
        return f"created {self.created} changed {self.changed} unchanged {self.unchanged}"


@dataclass(slots=True)
class Content:
    """A bundle that was read: no database, no transaction."""

    toml: dict[str, Any] | None
    has_toml: bool
    tables: Mapping[str, Rows | None]
    files: Mapping[Row, SentFile]
    digest: str
    is_one_table: bool
    is_list: bool


@dataclass(eq=False)
class BundleContext(BoothContext, JudgingContext):
    """What all parts of an import of a bundle share."""


def import_bundle(
    files: BundleFiles,
    *,
    by: User | None,
    dry_run: bool = False,
    now: datetime | None = None,
    only: Festival | None = None,
    is_new: bool = False,
    is_list: bool = False,
) -> Imported:
    """Read a bundle and write it, or report everything that is wrong with it.

    dry_run  do the same and roll it back
    only     the festival that it must be of; festival.toml may then be missing
    is_new   it must be of a festival that does not exist yet, and `by` becomes its organiser
    is_list  it is a list of schools alone: codes may be missing, and a missing column changes nothing
    """
    report = Report(order=[FILE, *(table.name for table in TABLES)])
    content = read_content(files, report, (SCHOOL_LIST,) if is_list else TABLES)
    context = BundleContext(report, now or timezone.now(), by)
    try:
        with transaction.atomic():
            done = _import(context, content, only=only, is_new=is_new)
            if dry_run or done.fault_list:
                transaction.set_rollback(True)
            else:
                context.store_files()
        return done
    except IntegrityError:
        context.discard_files()
        words = _("somebody changed the festival at the same moment; please import again")
        return Imported(report.faults or [Fault(FILE, None, "", words)], report.warnings)
    except BaseException:
        context.discard_files()
        raise


def read_content(files: BundleFiles, report: Report, specs: Sequence[Table] = TABLES) -> Content:
    """Read every file to its end, whatever the others contain, and every row with its form."""
    raw = files.tables(specs, report)
    tables: dict[str, Rows | None] = dict.fromkeys(table.name for table in TABLES)
    tables |= {table.name: rows_of(raw[table.name], table) for table in specs if table.name in raw}
    data = files.toml() if specs is TABLES else None
    toml = None if data is None else parsed(data, report)
    sent = read_photos(tables["photos"], files) | read_attachments(tables["attachments"], files)
    is_one_table = toml is None and len(raw) == 1
    return Content(toml, data is not None, tables, sent, files.digest, is_one_table, specs is not TABLES)


def _import(context: BundleContext, content: Content, *, only: Festival | None, is_new: bool) -> Imported:
    top, tables = _import_settings(context, content, only=only, is_new=is_new), content.tables
    if only is None and tables["schools"] is None:
        context.report.fault(Fault("schools.csv", reason=_("this file is missing")))
    import_schools(context, tables["schools"], is_list=content.is_list)
    import_guests(context, tables["guests"])
    import_stands(context, top.children.get("stand", ()) if top else ())
    context.contests.is_whole = not content.has_toml or content.toml is not None
    pairs = import_contests(context, _sections(top))
    import_scoring(context, pairs)
    import_prizes(context, pairs)
    for section, _contest in pairs:
        for part in (section, *chain.from_iterable(section.children.values())):
            part.warn_unknown()
    import_entries(context, tables["entries"])
    import_booths(context, tables["booths"])
    import_products(context, tables["products"])
    import_photos(context, tables["photos"], content.files)
    import_members(context, tables["members"])
    import_attachments(context, tables["attachments"], content.files)
    import_judges(context, tables["judges"])
    import_assignments(context, tables["assignments"])
    scores = ScoreImport(context)
    scores.read(tables["scores"])
    context.report_unknown()
    if not context.report.faults:
        finish_booths(context)
        finish_entries(context)
    return _finish(context, content, scores, is_new=is_new)


def _import_settings(
    context: BundleContext, content: Content, *, only: Festival | None, is_new: bool
) -> Section | None:
    """Create or find the festival, locked against other imports and scores; read festival.toml, if given."""
    top = Section(context.report, "", content.toml or {}) if content.toml is not None else None
    section = top.part("festival", FestivalSection) if top else None
    if not content.has_toml and only is None:
        context.report.fault(Fault(FILE, reason=_("this file is missing")))
    if top is not None and section is None:
        top.fault("festival", _("this table is missing"))
    slug = section["slug"] if section else only.slug if only else ""
    for festival in Festival.objects.filter(slug=slug):
        lock_or_none(festival)
    for contest in Contest.objects.filter(festival__slug=slug, state=Contest.State.OPEN).order_by("pk"):
        lock_or_none(contest, state=Contest.State.OPEN)
    if top is not None and section is not None:
        top.children["stand"] = list(section.parts("stand", StandSection))
        import_festival(context, section, only=only, is_new=is_new)
    else:
        context.use(only or Festival.objects.create(slug=secrets.token_hex(8)))
    return top


def _sections(top: Section | None) -> list[Section]:
    """[[contest]] with the sections below it."""
    sections = list(top.parts("contest", ContestSection)) if top else []
    for section in sections:
        section.children = {
            "round": list(section.parts("round", RoundSection, RoundScoringSection)),
            "criterion": list(section.parts("criterion", CriterionSection)),
            "prize": list(section.parts("prize", PrizeSection)),
            "scoring": [part] if (part := section.part("scoring", ScoringSection)) else [],
            "prizes": [part] if (part := section.part("prizes", PrizesSection)) else [],
        }
    if top:
        top.warn_unknown()
    return sections


def _finish(context: BundleContext, content: Content, scores: ScoreImport, *, is_new: bool) -> Imported:
    """Write the event and the scores that it covers; returns the result of the import."""
    report = context.report
    counted = sum(report.counts.rows.values(), Counter())
    if not report.faults and not counted:
        report.fault(Fault("", reason=_("nothing was read from this file")))
    if report.faults:
        return Imported(report.faults, report.warnings, is_one_table=content.is_one_table)
    if is_new and context.by is not None:
        role = Membership.Role.ORGANISER  # whatever guests.csv says
        Membership.objects.get_or_create(user=context.by, festival=context.festival, role=role, school=None)
    total = {outcome: counted[outcome] for outcome in (CREATED, CHANGED, UNCHANGED)}
    if total[CREATED] or total[CHANGED]:
        event = log_event(
            context.by,
            "schools-imported" if content.is_list else "festival-imported",
            context.festival,
            festival=context.festival,
            body={"digest": content.digest, **total},
            at=context.now,
        )
        scores.write(event.hash)
    return Imported(
        report.faults,
        report.warnings,
        is_one_table=content.is_one_table,
        **total,
        festival=context.festival,
        digest=content.digest,
        counts=report.counts,
    )
