"""Base classes of the shell commands for one contest."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from contests.models import Contest
from festival.models import Membership, User
from festival.refusals import RuleBroken
from festival.signin import normalise_login


class ContestCommand(BaseCommand, ABC):
    """A command `NAME SLUG CONTEST`; refusals become one line on stderr and exit code 1."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("festival", metavar="SLUG")
        parser.add_argument("contest", metavar="CONTEST")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.run(contest_of(options["festival"], options["contest"]), options)
        except RuleBroken as refusal:
            raise CommandError(refusal.message) from refusal

    @abstractmethod
    def run(self, contest: Contest, options: dict[str, Any]) -> None:
        """Run the command on the contest."""


class OrganiserCommand(ContestCommand):
    """A command that an organiser runs; `--by` is the organiser's sign-in name."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--by", required=True, metavar="EMAIL")

    def organiser(self, contest: Contest, options: dict[str, Any]) -> User:
        """The organiser named by `--by`; CommandError when the user is no organiser of the festival."""
        part = (
            Membership.objects.filter(
                festival=contest.festival,
                role=Membership.Role.ORGANISER,
                user__login=normalise_login(options["by"]),
                user__is_active=True,
            )
            .select_related("user")
            .first()
        )
        if part is None:
            raise CommandError(
                _("“%(login)s” is not an organiser of this festival.") % {"login": options["by"]}
            )
        return part.user


def contest_of(festival: str, slug: str) -> Contest:
    """The contest by its slug and the festival's; CommandError that lists the known ones."""
    contests = Contest.objects.select_related("festival")
    found = contests.filter(festival__slug=festival, slug=slug).first()
    if found is None:
        known = ", ".join(contests.filter(festival__slug=festival).values_list("slug", flat=True))
        raise CommandError(
            _("There is no contest “%(slug)s” in festival “%(festival)s”. Known: %(known)s.")
            % {"slug": slug, "festival": festival, "known": known or "—"}
        )
    return found
