"""`manage.py publish_results SLUG CONTEST --by EMAIL`."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from contests.models import Contest
from desk.management.contest_command import OrganiserCommand
from judging.actions.results import publish_results


class Command(OrganiserCommand):
    help = "Publishes a certified contest."

    def run(self, contest: Contest, options: dict[str, Any]) -> None:
        publish_results(contest=contest, by=self.organiser(contest, options), now=timezone.now())
        self.stdout.write(_("Published: %(contest)s") % {"contest": contest.name})
