"""`manage.py freeze_results SLUG CONTEST --by EMAIL`."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from contests.models import Contest
from desk.management.contest_command import OrganiserCommand
from judging.actions.results import freeze_results
from judging.pages.blockers import blocker_texts
from judging.pages.closing import closing_consequence, freeze_lines


class Command(OrganiserCommand):
    help = "Freezes the scores of a contest; names what blocks it, or the waived sheets that do not count."

    def run(self, contest: Contest, options: dict[str, Any]) -> None:
        by = self.organiser(contest, options)
        for line in blocker_texts(contest):
            self.stderr.write(line)
        left_out = freeze_lines(contest)
        run = freeze_results(contest=contest, by=by, now=timezone.now())
        self.stdout.write(
            _("Frozen: %(contest)s, %(count)d entries, %(digest)s")
            % {
                "contest": contest.name,
                "count": run.registered,
                "digest": run.digest,
            }
        )
        if left_out:
            self.stdout.write("\n".join([closing_consequence(len(left_out)), *left_out]))
