"""`manage.py demo_signins`: prints the accounts and the password of the demo."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from desk.management.demo_people import read_demo
from festival.models import Membership


class Command(BaseCommand):
    help = "Prints one sign-in for each role of the demo."

    def handle(self, *args: Any, **options: Any) -> None:
        demo = read_demo()
        parts = {
            (part.user.login, part.role): part
            for part in Membership.objects.filter(user__is_demo=True).select_related("user", "festival")
        }
        if not parts:
            self.stdout.write(_("There is no demo here. Make it with make_demo."))
            return
        self.stdout.write(
            "  " + _("Sign-ins of the demo, password %(password)s") % {"password": demo.password}
        )
        shown = ""
        for person in demo.people:
            part = parts.get((person.login, person.role))
            if part is None:
                continue
            if part.festival.slug != shown:
                shown = part.festival.slug
                self.stdout.write(f"  /{shown}/  {part.festival.name}")
            role = str(part.get_role_display())
            self.stdout.write(f"    {role:<12} {person.login:<28} {person.todo}")
