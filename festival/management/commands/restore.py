"""Restore a backup."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from festival import backup
from festival.refusals import RuleBroken


class Command(BaseCommand):
    help = (
        "Replaces everything by what FILE holds; asks first, unless there is nobody yet. "
        "The state before is saved. The server may run."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--yes", action="store_true", help="do not ask, also where there are people")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["yes"] and backup.holds_people():
            if not sys.stdin.isatty():
                raise CommandError(_("All data of this installation will be replaced; confirm with --yes."))
            question = _("All data of this installation will be replaced. Type %(word)s to continue:")
            if input(question % {"word": "restore"} + " ").strip() != "restore":
                raise CommandError(_("Nothing was changed."))
        try:
            before = backup.restore_backup(options["file"], now=timezone.now())
        except RuleBroken as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(_("The data of %(file)s are restored.") % {"file": options["file"]})
        if before:
            self.stdout.write(_("The state before was saved as %(file)s.") % {"file": before})
