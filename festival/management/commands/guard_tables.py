"""Create the append-only triggers anew after a migration."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from festival import append_only


class Command(BaseCommand):
    help = "Puts the triggers on that forbid changing the audit log, score operations and frozen results."

    def handle(self, *args: Any, **options: Any) -> None:
        append_only.install(connection)
