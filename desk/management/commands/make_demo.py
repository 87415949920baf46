"""`manage.py make_demo`: makes two festivals to try, one finished and one in judging."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from awards.actions.certificates import issue_certificates
from awards.models import Certificate
from booths.models import Booth
from contests.models import Contest, Entry
from desk.management.demo_people import Demo, DemoFestival, read_demo
from festival.actions.festivals import move_festival
from festival.models import Festival, User

State = Contest.State
STEPS = (  # state before the step, command, whether the certifier runs it
    (State.OPEN, "freeze_results", False),
    (State.FROZEN, "award_prizes", False),
    (State.FROZEN, "certify_results", True),
    (State.CERTIFIED, "publish_results", True),
)


class Command(BaseCommand):
    help = "Makes the demo festivals and their sign-ins; what stands already is left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.FESTIVAL_DEMO:
            raise CommandError(_("The demo has public passwords. Set FESTIVAL_DEMO=1 to allow it."))
        demo = read_demo()
        for festival in demo.festivals:
            self.import_files(festival.folder, slug=festival.slug)
            for contest in festival.finish:
                self.finish(festival, contest)
        self.import_commune()
        self.set_remarks(demo)
        self.set_passwords(demo)
        if options["verbosity"] > 0:
            call_command("demo_signins", stdout=self.stdout)

    def import_files(self, folder: Path, *, slug: str) -> None:
        """Import the bundle unless its festival exists, and open the festival."""
        if Festival.objects.filter(slug=slug).exists():
            return
        self.run_quietly("import_festival", str(folder))
        festival = Festival.objects.get(slug=slug)
        Festival.objects.filter(pk=festival.pk).update(is_demo=True)
        if festival.state == Festival.State.DRAFT:
            organiser = User.objects.filter(memberships__festival=festival).order_by("pk").first()
            if organiser is not None:
                move_festival(festival=festival, to=Festival.State.OPEN, by=organiser)

    def import_commune(self) -> None:
        """Import the commune's festival, generated for today; one of an earlier day is kept."""
        if Festival.objects.filter(is_demo=True, slug__startswith="son-dong-").exists():
            return
        with TemporaryDirectory() as folder:
            script = [sys.executable, "-m", "demo.make_commune", folder]
            made = subprocess.run(  # noqa: S603
                script, cwd=settings.BASE_DIR, check=True, capture_output=True, text=True
            )
            self.import_files(Path(folder), slug=made.stdout.strip())

    def finish(self, festival: DemoFestival, slug: str) -> None:
        """Freeze, award, certify by another organiser, publish and issue certificates, whatever the state."""
        for before, command, is_certifier in STEPS:
            contest = Contest.objects.get(festival__slug=festival.slug, slug=slug)
            if contest.state == before:
                by = festival.certifier if is_certifier else festival.freezer
                self.run_quietly(command, festival.slug, slug, by=by)
        contest = Contest.objects.get(festival__slug=festival.slug, slug=slug)
        for kind in (Certificate.Kind.PRIZE, Certificate.Kind.PARTICIPATION):
            issue_certificates(contest=contest, kind=kind, by=User.objects.get(login=festival.freezer))

    def set_remarks(self, demo: Demo) -> None:
        """Set the remarks on returned and declined registrations; a bundle has no column for them."""
        booths = Booth.objects.filter(festival__is_demo=True)
        entries = Entry.objects.filter(contest__festival__is_demo=True)
        unexplained = Q(remark="", state__in=[Booth.State.RETURNED, Booth.State.DECLINED])
        for title, text in demo.remarks.items():
            booths.filter(unexplained, title=title).update(remark=text)
            entries.filter(unexplained, title=title).update(remark=text)

    @transaction.atomic
    def set_passwords(self, demo: Demo) -> None:
        """Set the password of the listed people and mark their accounts as those of a demo."""
        # Hashed once for all accounts: the password is public, and hashing is slow.
        known = make_password(demo.password)
        people = User.objects.filter(login__in=[one.login for one in demo.people], is_demo=False)
        people.update(is_demo=True, password=known)

    def run_quietly(self, command: str, *args: str, **options: str) -> None:
        """Run another command; its output is shown only when it fails."""
        call_command(command, *args, stdout=io.StringIO(), **options)
