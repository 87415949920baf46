"""`manage.py verify_results [SLUG [CONTEST]]`: recomputes frozen contests and compares them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from contests.models import Contest
from judging.verification import corrections_report, differences


class Command(BaseCommand):
    help = (
        "Recomputes every frozen contest from its sheets, compares it with what was kept, "
        "and lists the names corrected since."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("festival", nargs="?", metavar="SLUG")
        parser.add_argument("contest", nargs="?", metavar="CONTEST")

    def handle(self, *args: Any, **options: Any) -> None:
        faulty = 0
        contests = [contest for contest in _chosen(options) if contest.is_frozen]
        for contest in contests:
            found = differences(contest)
            faulty += bool(found)
            for line in found:
                self.stderr.write(f"{contest.festival.slug} {contest.slug}: {line}")
            for line in corrections_report(contest):
                self.stdout.write(f"{contest.festival.slug} {contest.slug}: {line}")
        if faulty:
            raise CommandError(_("%(count)d contests differ from what was frozen.") % {"count": faulty})
        self.stdout.write(
            _("Frozen contests that agree with their sheets: %(count)d") % {"count": len(contests)}
        )


def _chosen(options: dict[str, Any]) -> list[Contest]:
    contests = Contest.objects.select_related("festival")
    if options["festival"]:
        contests = contests.filter(festival__slug=options["festival"])
    if options["contest"]:
        contests = contests.filter(slug=options["contest"])
    if options["festival"] and not contests:
        raise CommandError(_("There is no such festival or contest."))
    return list(contests)
