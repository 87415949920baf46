"""`manage.py certify_results SLUG CONTEST --by EMAIL`."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from awards.actions.certifying import certify_contest
from contests.models import Contest
from desk.management.contest_command import OrganiserCommand


class Command(OrganiserCommand):
    help = "Certifies a frozen contest; another organiser than the one who froze it."

    def run(self, contest: Contest, options: dict[str, Any]) -> None:
        certify_contest(contest=contest, by=self.organiser(contest, options), now=timezone.now())
        self.stdout.write(_("Certified: %(contest)s") % {"contest": contest.name})
