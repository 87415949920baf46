"""Importing a bundle: everything or nothing, in one transaction, with one line in the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.bundle.prizes import PrizePart
from awards.models import Prize, PrizeScheme
from booths.bundle.booths import BoothPart
from booths.bundle.shown import ShownPart
from booths.bundle.tables import BOOTHS, PHOTOS, PRODUCTS
from booths.models import Booth, Photo, Product, Stand
from contests.bundle.attachments import AttachmentPart
from contests.bundle.contests import ContestPart
from contests.bundle.entries import EntryPart
from contests.bundle.tables import ATTACHMENTS, ENTRIES, MEMBERS
from contests.models import Attachment, Category, Contest, Entry, Member, Round
from festival.audit import log_event
from festival.bundle.changes import Changes, Outcome
from festival.bundle.files import BundleFiles
from festival.bundle.intake import ORDER as BASE
from festival.bundle.intake import FestivalPart, Intake
from festival.bundle.tables import GUESTS, SCHOOLS
from festival.bundle.toml import FILE, Section, parsed
from festival.locks import lock
from festival.models import Festival, Membership, User
from festival.tables import Report, Rows, Table, rows_of
from judging.bundle.judges import AssignmentPart, JudgePart
from judging.bundle.scores import ScoreRows
from judging.bundle.scoring import ScoringPart
from judging.bundle.sheets import SheetPart
from judging.bundle.tables import ASSIGNMENTS, JUDGES, SCORES
from judging.models import Assignment, Criterion, Judge, Mark, Panel, ScoreSheet, Scoring

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
ORDER: Final[Sequence[type[Model]]] = (
    *BASE,
    Contest,
    Category,
    Round,
    Stand,
    Entry,
    Entry.partners.through,
    Member,
    Attachment,
    Booth,
    Booth.partners.through,
    Product,
    Photo,
    Scoring,
    Criterion,
    Judge,
    Panel,
    Assignment,
    ScoreSheet,
    Mark,
    PrizeScheme,
    Prize,
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to; with faults nothing was written."""

    faults: Sequence[str]
    warnings: Sequence[str]
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    festival: Festival | None = None
    digest: str = ""
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    emptied: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        """The last line of the command."""
        return f"created {self.created} changed {self.changed} unchanged {self.unchanged}"


def import_bundle(
    files: BundleFiles,
    *,
    by: User | None,
    dry_run: bool = False,
    now: datetime | None = None,
    only: Festival | None = None,
    is_new: bool = False,
) -> Imported:
    """Read a bundle and write it, or say everything that is wrong with it.

    only    the festival that it must be of; festival.toml may then be missing
    is_new  it must be of a festival that does not exist yet, and `by` becomes its organiser
    """
    report = Report(order=[FILE, *(table.name for table in TABLES)])
    intake = Intake(files=files, report=report, by=by, now=now or timezone.now())
    try:
        with transaction.atomic():
            return _import(intake, only=only, is_new=is_new, dry_run=dry_run)
    except IntegrityError:
        intake.changes.discard_files()
        words = _("somebody changed the festival at the same moment; please import again")
        return Imported(faults=[f"{FILE}: {words}"], warnings=report.warnings)
    except BaseException:
        intake.changes.discard_files()
        raise


def _import(intake: Intake, *, only: Festival | None, is_new: bool, dry_run: bool) -> Imported:
    reading = Reading(intake)
    reading.read(only=only, is_new=is_new)
    report, changes = intake.report, intake.changes
    if report.faults:
        return Imported([str(fault) for fault in report.faults], report.warnings)
    if is_new and intake.by is not None:
        _make_organiser(intake, intake.by)
    done = _imported(intake)
    if not dry_run and not changes.is_empty:
        changes.write(ORDER)
        body = {"digest": done.digest, **{str(key): changes.total[key] for key in Outcome}}
        line = log_event(
            intake.by,
            "festival-imported",
            intake.festival,
            festival=intake.festival,
            body=body,
            at=intake.now,
        )
        reading.sheets.write_ops(line.hash)
    return done


def _imported(intake: Intake) -> Imported:
    changes: Changes = intake.changes
    return Imported(
        faults=[],
        warnings=intake.report.warnings,
        created=changes.total[Outcome.CREATED],
        changed=changes.total[Outcome.CHANGED],
        unchanged=changes.total[Outcome.UNCHANGED],
        festival=intake.festival,
        digest=intake.files.digest,
        counts={table: {str(key): n for key, n in c.items()} for table, c in changes.counts.items()},
        columns={table: dict(counted) for table, counted in changes.columns.items()},
        emptied={table: dict(counted) for table, counted in changes.emptied.items() if counted},
    )


def _make_organiser(intake: Intake, by: User) -> None:
    """Whoever makes a festival from a file is its organiser, whatever guests.csv says."""
    rows = intake.changes.made(Membership)
    role = Membership.Role.ORGANISER
    if not any(row.user.login == by.login and row.role == role for row in rows):
        intake.changes.add(Membership(user=by, festival=intake.festival, role=role))


class Reading:
    """All parts of a bundle, read in the order in which they lean on each other."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.festival = FestivalPart(intake)
        self.contests = ContestPart(intake)
        self.entries = EntryPart(intake, self.contests)
        self.booths = BoothPart(intake, self.contests, self.entries)
        self.shown = ShownPart(intake, self.booths)
        self.attachments = AttachmentPart(intake, self.entries)
        self.scoring = ScoringPart(intake, self.contests)
        self.prizes = PrizePart(intake, self.contests)
        self.judges = JudgePart(intake)
        self.assignments = AssignmentPart(intake, self.contests, self.entries, self.judges)
        self.scores = ScoreRows(intake, self.contests, self.scoring, self.judges, self.assignments)
        self.sheets = SheetPart(intake, self.scoring, self.assignments)

    def read(self, *, only: Festival | None, is_new: bool) -> None:
        """Read every file to its end; faults and changes gather in the intake."""
        intake = self.intake
        raw = self.intake.files.tables(TABLES, self.intake.report)
        tables = {
            table.name: rows_of(raw[table.name], table, self.intake.report) if table.name in raw else None
            for table in TABLES
        }
        top = self._read_festival(only=only, is_new=is_new)
        if only is None and tables["schools"] is None:
            intake.report.fault("schools.csv", None, "", _("this file is missing"))
        self.festival.read_schools(tables["schools"])
        self.festival.read_guests(tables["guests"])
        for part in (self.contests, self.scoring, self.prizes):
            part.load()
        self._read_contests(top)
        self._read_rows(tables)
        for known in self._everything_named():
            known.report_unknown(intake.report)

    def _read_festival(self, *, only: Festival | None, is_new: bool) -> Section | None:
        intake = self.intake
        data = intake.files.toml()
        if data is None:
            if only is None:
                intake.report.fault(FILE, None, "", _("this file is missing"))
            else:
                self._lock(only.slug)
                self.festival.use(only)
            return None
        parts = parsed(data, intake.report)
        top = Section(intake.report, "", parts or {})
        section = top.part("festival", "festival")
        if parts is not None and section is None:
            top.fault("festival", _("this table is missing"))
        if section is not None:
            self._lock(str(section.data.get("slug")))
            self.festival.read_festival(section, only=only.slug if only else "")
            if is_new and intake.festival.pk:
                section.fault(
                    "slug", _("there is a festival “%(slug)s” already") % {"slug": intake.festival.slug}
                )
        elif only is not None:
            self.festival.use(only)
        self.contests.boxes.is_whole = parts is not None
        return top if parts is not None else None

    def _lock(self, slug: str) -> None:
        """Lock the festival and its contests, so that no score op comes between reading and writing."""
        for festival in Festival.objects.filter(slug=slug):
            lock(festival)
            for contest in Contest.objects.filter(festival=festival).order_by("pk"):
                lock(contest)

    def _read_contests(self, top: Section | None) -> None:
        seen: set[str] = set()
        for position, section in enumerate(top.parts("contest", "contest") if top else ()):
            box = self.contests.read_contest(section, position=position, seen=seen)
            self.scoring.read(section, box)
            self.prizes.read(section, box)
            section.rest()
        if top is not None:
            self.contests.finish(named=seen)
            top.rest()

    def _read_rows(self, tables: Mapping[str, Rows | None]) -> None:
        self.entries.read_entries(tables["entries"])
        self.booths.load()
        self.booths.read_booths(tables["booths"])
        self.shown.read_products(tables["products"])
        self.shown.read_photos(tables["photos"])
        self.entries.read_members(tables["members"])
        self.attachments.read(tables["attachments"])
        self.judges.load()
        self.judges.read(tables["judges"])
        self.assignments.load()
        self.assignments.read(tables["assignments"])
        self.assignments.refuse_own_schools()
        self.scores.read(tables["scores"])
        if self.scores.sheets:
            self.sheets.load()
        for sheet in self.scores.sheets.values():
            self.sheets.settle(sheet)
        self.booths.finish()
        self.entries.finish()

    def _everything_named(self) -> list[Any]:
        boxes = list(self.contests.boxes)
        return [
            self.intake.schools,
            self.contests.boxes,
            self.booths.booths,
            self.judges.judges,
            *(box.rounds for box in boxes),
            *(box.entries for box in boxes),
            *(self.scoring.rubric(box).criteria for box in boxes),
        ]
