"""`manage.py import_festival DIR|FILE.xlsx [--dry-run]`: everything or nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from desk.imports import import_bundle
from festival.tables.files import open_path
from festival.tables.raw import Refused


class Command(BaseCommand):
    help = "Imports a festival from a folder of files or a workbook (docs/BUNDLE.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="DIR|FILE.xlsx", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            files = open_path(options["path"])
        except Refused as refusal:
            self.say(refusal.reason)
            sys.exit(1)
        done = import_bundle(files, by=None, dry_run=options["dry_run"])
        for line in (*done.warnings, *done.faults):
            self.say(line)
        if done.faults:
            sys.exit(1)
        self.stdout.write(done.summary)

    def say(self, line: str) -> None:
        """Write one line for the person who corrects the files."""
        self.stderr.write(line, style_func=str)
