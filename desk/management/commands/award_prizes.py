"""`manage.py award_prizes SLUG CONTEST --by EMAIL`."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from awards.actions.awarding import award_prizes
from contests.models import Contest
from desk.management.contest_command import OrganiserCommand


class Command(OrganiserCommand):
    help = "Gives the prizes of a frozen contest by its scheme."

    def run(self, contest: Contest, options: dict[str, Any]) -> None:
        awards = award_prizes(contest=contest, by=self.organiser(contest, options), now=timezone.now())
        self.stdout.write(_("Prizes awarded: %(count)d") % {"count": len(awards)})
