"""Back up the installation to one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from festival import backup
from festival.refusals import RuleBroken


class Command(BaseCommand):
    help = "Writes database, uploaded files, papers and key into FILE (tar.gz); the server may run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = backup.create_backup(options["file"], now=timezone.now())
        except RuleBroken as refusal:
            raise CommandError(refusal.message) from refusal
        size = options["file"].stat().st_size / 1_000_000
        message = _("%(file)s: %(count)d files, %(size).1f MB.")
        self.stdout.write(message % {"file": options["file"], "count": len(manifest.files), "size": size})
