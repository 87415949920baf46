"""People of a bundle: users without a password, never renamed."""

from __future__ import annotations

from collections.abc import Iterable

from festival.actions.people import name_person
from festival.bundle.changes import Changes
from festival.models import Festival, Membership, User


class People:
    """Users by sign-in name, those of the database and those the import makes."""

    def __init__(self, changes: Changes, festival: Festival) -> None:
        self.changes = changes
        self.festival = festival
        self._known: dict[str, User] = {}
        self._asked: set[str] = set()
        self._elsewhere: set[int] = set()
        self._named: set[str] = set()
        self._parts: dict[tuple[int, str, int | None], Membership] | None = None

    def load(self, logins: Iterable[str]) -> None:
        """Read these people; two queries for all of them."""
        fresh = {login for login in logins if login} - self._asked
        self._asked |= fresh
        if not fresh:
            return
        found = {user.login: user for user in User.objects.filter(login__in=fresh)}
        self._known |= found
        others = Membership.objects.filter(user__in=found.values())
        if self.festival.pk:
            others = others.exclude(festival=self.festival)
        self._elsewhere |= set(others.values_list("user_id", flat=True))

    def person(self, login: str, *, full_name: str, phone: str) -> tuple[User, set[str]]:
        """The person with this sign-in name, made when new, and which columns changed.

        Somebody known keeps the name he has; the telephone number is taken over while he is known in this
        festival alone, or had none; the first row of a bundle that names him decides.
        """
        user = self._known.get(login)
        if user is None:
            user = User(login=login, phone=phone, email=login if "@" in login else "")
            name_person(user, full_name or login)
            user.set_unusable_password()
            self._known[login] = user
            self._named.add(login)
            self.changes.add(user)
            return user, set()
        is_ours = user.pk not in self._elsewhere and not user.is_staff and login not in self._named
        self._named.add(login)
        if phone and user.phone != phone and (is_ours or not user.phone):
            user.phone = phone
            self.changes.touch(user, ["phone"])
            return user, set() if self.changes.is_new(user) else {"phone"}
        return user, set()

    def part(self, user: User, role: str, school_pk: int | None = None) -> Membership | None:
        """A part that the person has in the festival already."""
        if self._parts is None:
            rows = Membership.objects.filter(festival=self.festival) if self.festival.pk else ()
            self._parts = {(row.user_id, row.role, row.school_id): row for row in rows}
        return self._parts.get((user.pk, role, school_pk)) if user.pk else None
