"""`manage.py export_festival SLUG DIR`: makes DIR; the same content gives the same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from desk.exports import export_bundle, write_folder
from festival.models import Festival
from festival.refusals import RuleBroken


class Command(BaseCommand):
    help = "Writes a festival as a folder of files (docs/BUNDLE.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("folder", metavar="DIR", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        festival = Festival.objects.filter(slug=options["slug"]).first()
        if festival is None:
            raise CommandError(_("There is no festival “%(slug)s”.") % {"slug": options["slug"]})
        try:
            count = write_folder(export_bundle(festival), options["folder"])
        except RuleBroken as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(_("%(count)d files in %(folder)s") % {"count": count, "folder": options["folder"]})
