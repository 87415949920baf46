"""`manage.py print_documents SLUG [CONTEST] KIND --out FILE.pdf`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from desk.actions.printing import kind_of, print_order_of, print_papers
from desk.management.contest_command import contest_of
from festival.models import Festival, Membership, User
from festival.refusals import RuleBroken


class Command(BaseCommand):
    help = "Prints papers of a festival or of one contest as one PDF; a wrong kind lists the known ones."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", nargs="+", metavar="SLUG [CONTEST] KIND")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE.pdf")
        parser.add_argument(
            "--address", default="", help="what the codes lead to while PUBLIC_URL is not set"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        slug, contest, kind = _words(options["what"])
        try:
            kind_of(kind)
            festival = festival_of(slug)
            row = contest_of(slug, contest) if contest else None
            by, served = first_organiser_of(festival), options["address"].rstrip("/")
            order = print_order_of(festival, contest=row, by=by, served=served)
            pdf, missing = print_papers(kind, order)
        except RuleBroken as refusal:
            raise CommandError(refusal.message) from refusal
        options["out"].write_bytes(pdf)
        if missing:
            self.stderr.write(missing)
        self.stdout.write(str(options["out"]))


def festival_of(slug: str) -> Festival:
    """The festival by its slug; CommandError that lists the known ones."""
    festival = Festival.objects.filter(slug=slug).first()
    if festival is None:
        known = ", ".join(Festival.objects.values_list("slug", flat=True)) or "—"
        raise CommandError(
            _("There is no festival “%(slug)s”. Known: %(known)s.") % {"slug": slug, "known": known}
        )
    return festival


def first_organiser_of(festival: Festival) -> User:
    """The first organiser of the festival, in whose name the shell prints."""
    part = (
        Membership.objects.filter(festival=festival, role=Membership.Role.ORGANISER)
        .select_related("user")
        .first()
    )
    if part is None:
        raise CommandError(_("This festival has no organiser yet."))
    return part.user


def _words(what: list[str]) -> tuple[str, str, str]:
    if len(what) == 2:
        return what[0], "", what[1]
    if len(what) == 3:
        return what[0], what[1], what[2]
    raise CommandError("print_documents SLUG [CONTEST] KIND --out FILE.pdf")
