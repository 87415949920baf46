"""The base app's part of an import: the festival, its signers, its schools and the people."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from festival.actions.festivals import RESERVED
from festival.actions.people import set_person_name
from festival.actions.schools import set_school_keys
from festival.forms.section import Section
from festival.forms.table import Row, Rows
from festival.forms.tables import (
    DAYS,
    OPTIONAL,
    SCHOOLS,
    TEXTS,
    DecisionSection,
    GuestRole,
    SignerSection,
)
from festival.likeness import school_key
from festival.models import Festival, Membership, School, Signer, User
from festival.refusals import RuleBroken
from festival.tables.files import BundleFiles
from festival.tables.raw import Refused
from festival.tables.report import UNCHANGED, Report
from festival.text import free_code
from festival.text import slug as slug_of
from festival.upsert import Change, Lookup, Upsert

Clean = Callable[..., Any]
PERSON: Final = "{0.user.full_name} ({0.user.login})"
PARTICIPATION: Final = {
    None: School.Participation.INVITED,
    True: School.Participation.CONFIRMED,
    False: School.Participation.DECLINED,
}


class Festivals(Upsert[Festival]):
    """[festival] by slug."""

    table, model, key = "festival", Festival, "slug"
    plain, optional = (*TEXTS, *DAYS[0], *DAYS[1], "booths_per_school"), OPTIONAL


class Signers(Upsert[Signer]):
    """[festival.signer] and [festival.signers.KIND] by kind of paper."""

    table, model, key, plain = "signers", Signer, "kind", tuple(SignerSection.base_fields)


class Schools(Upsert[School]):
    """Schools by code."""

    table, model, key, name, fold = "schools", School, "code", "name", staticmethod(school_key)
    reason = gettext_lazy("there is no school “%(key)s”")
    column, alike_column, shown = "code", "name", "{0.code} · {0.name}"

    def alike_name(self, item: School) -> str:
        """One spelling of the name."""
        return school_key(item.name)


class Guests(Upsert[Membership]):
    """People by part in the festival."""

    table, model, key = "guests", Membership, ("user_id", "role", "school_id")
    name, column, alike_scope, shown = "user.full_name", "full_name", ("role", "school_id"), PERSON


@dataclass(eq=False)
class ImportContext:
    """What all parts of an import share.

    waiting  files to store once all is written; `stored`: those that were
    """

    report: Report
    now: datetime
    by: User | None = None
    festival: Festival = field(default_factory=Festival)
    schools: Schools = field(default_factory=Schools)
    waiting: list[tuple[Model, dict[str, tuple[str, bytes]]]] = field(default_factory=list)
    stored: list[tuple[Storage, str]] = field(default_factory=list)

    def report_unknown(self) -> None:
        """Fault the names that nothing explains; call once everything is read."""
        for lookup in vars(self).values():
            if isinstance(lookup, Lookup):
                lookup.report_unknown()

    def keep(self, item: Model, **files: tuple[str, bytes]) -> None:
        """Files for columns of an item, each with its ending and content; stored once all is written."""
        self.waiting.append((item, files))

    def store_files(self) -> None:
        """Store the files under random names; those that they replace go on commit."""
        for item, files in self.waiting:
            for column, (name, data) in files.items():
                file = getattr(item, column)
                old, ending = file.name, PurePosixPath(name).suffix.lower() or name
                file.save(f"{secrets.token_hex(16)}{ending}", ContentFile(data, name=ending), save=False)
                self.stored.append((file.storage, file.name))
                if old:
                    transaction.on_commit(partial(file.storage.delete, old))
            item.save()

    def discard_files(self) -> None:
        """Take away what was stored, when the rest could not be written."""
        for storage, name in self.stored:
            storage.delete(name)

    def use(self, festival: Festival) -> None:
        """Import into this festival; reads its schools."""
        self.festival = festival
        self.schools.load(School.objects.filter(festival=festival))


class SentFile:
    """A file that a row names, read and cleaned before the transaction.

    held   digests of the content that the festival holds already, which is not cleaned again
    clean  makes of content and name what is stored; RuleBroken when it is of no kind that is taken
    """

    def __init__(self, name: str, files: BundleFiles, clean: Clean, *, limit: int, held: set[str]) -> None:
        self.digest = self.reason = ""
        self._name, self._files, self._clean, self._cleaned = name, files, clean, None
        self.is_missing = not files.has_file(name)
        try:
            data = files.file(name, limit=limit)
            self.digest = sha256(data).hexdigest()
            self._cleaned = None if self.digest in held else clean(BytesIO(data), name=name)
        except Refused as refusal:
            self.reason = refusal.reason
        except RuleBroken as refusal:
            self.reason = refusal.message

    def clean(self) -> Any:
        """What is stored of the file."""
        return self._cleaned or self._clean(BytesIO(self._files.file(self._name)), name=self._name)

    def refuse(self, row: Row, *, is_held: bool) -> bool:
        """Whether the row is at fault; a missing file is none where the festival holds it."""
        if not self.reason or (self.is_missing and is_held):
            return False
        row.fault("file", self.reason)
        return True


def read_files(
    rows: Rows | None, files: BundleFiles, clean: Clean, stored: QuerySet[Any], column: str, *, limit: int
) -> dict[Row, SentFile]:
    """The files that rows name; `column` of what is stored has the digests that are held."""
    named = [row for row in rows or () if row["file"]]
    held = set(stored.values_list(column, flat=True)) if named else set()
    return {row: SentFile(row["file"], files, clean, limit=limit, held=held) for row in named}


def import_festival(context: ImportContext, section: Section, *, only: Festival | None, is_new: bool) -> None:
    """Make the festival, or bring it to what [festival] says. `only`: the one that it must be."""
    slug = section["slug"]
    if slug in RESERVED:
        section.fault("slug", _("“%(slug)s” is kept for the pages of the installation") % {"slug": slug})
    if only and slug and slug != only.slug:
        words = {"slug": slug, "only": only.slug}
        section.fault("slug", _("this bundle is of “%(slug)s”, not of “%(only)s”") % words)
    found = Festival.objects.filter(slug=slug).first() if slug else None
    if is_new and found:
        section.fault("slug", _("there is a festival “%(slug)s” already") % {"slug": slug})
    festivals = Festivals()
    for first, last in DAYS:
        section.refuse_backwards(first, last)
    decision, values = section.part("decision", DecisionSection), {}
    if decision:
        values = {"decision_number": decision["number"], "decision_on": decision["date"]}
        decision.warn_unknown()
    new = {"slug": slug or secrets.token_hex(8), "state": Festival.State.OPEN}
    item = festivals.put(section, found, new, values).item
    festivals.write()
    if not item.pk:  # the faults are complete only when all other files have been read
        item.slug = secrets.token_hex(8)
        item.save()
    context.use(item)
    _import_signers(context, section)
    section.warn_unknown()


def _import_signers(context: ImportContext, section: Section) -> None:
    """Signers by kind of paper; the empty kind is the festival's own."""
    others = section.part("signers")
    found = {"": section.part("signer", SignerSection)}
    if others:
        found |= {kind: others.part(kind, SignerSection) for kind in others.data if len(kind) <= 40}
        others.warn_unknown()
    signers = Signers()
    signers.load(Signer.objects.filter(festival=context.festival))
    for kind, part in found.items():
        known = signers.get(kind)
        if part and (known or any(part.values.values())):
            signers.put(part, known, {"festival": context.festival, "kind": kind})
        if part:
            part.warn_unknown()
    signers.write()


def import_schools(context: ImportContext, rows: Rows | None, *, is_list: bool = False) -> None:
    """Schools by code. `is_list`: by name where there is no code, and a missing column changes nothing."""
    schools, taken = context.schools, {school.code for school in context.schools}
    schools.is_whole = rows is None or rows.is_whole
    names = [name for name in SCHOOLS.form.base_fields if name not in ("code", "participation")]
    schools.plain, schools.optional = ((), names) if is_list else (names, ())
    for row in rows or ():
        code, is_named = row["code"], is_list and not row["code"]
        school = schools.find(row["name"]) if is_named else schools.get(code)
        key = school.code if school else code or (is_named and school_key(row["name"]))
        if key:
            schools.is_twice(row, key, "name" if is_named else "code")
        if not row.is_sound:
            schools.note_faulty(None if "code" in row.broken else code, row["name"])
            continue
        if school and is_named and school.name != row["name"]:
            row.warn("name", _("taken for “%(name)s”, which is there already") % {"name": school.name})
        new = {"festival": context.festival, "code": code or _free_code(row["name"], taken)}
        answer, values = row["participation"], {}
        if not is_list or answer is not None:
            values["participation"] = PARTICIPATION[answer]
        change = schools.put(row, school, new, values)
        taken.add(change.item.code)
        if change.outcome != UNCHANGED:
            _follow(change, context.now)
    schools.write()
    schools.warn_alike()


def _follow(change: Change[School], now: datetime) -> None:
    school = change.item
    set_school_keys(school)
    change.following |= {"search_key", "sort_key"}
    if "participation" in change.columns:
        is_answer = school.participation != School.Participation.INVITED
        change.set(participation_at=now if is_answer else None)


def _free_code(name: str, taken: set[str]) -> str:
    return free_code(slug_of(name, limit=34).removeprefix("truong-") or "truong", taken)


def import_guests(context: ImportContext, rows: Rows | None) -> None:
    """People of the office and of the schools, each with a part in the festival."""
    people = People(context, rows)
    guests = people.parts
    for row in rows or ():
        if not row["role"] and row["school"] and "role" not in row.broken:
            row.values["role"] = GuestRole.SCHOOL.value
        elif not row["role"] and "role" not in row.broken:
            row.fault("role", _("has no content"))
        is_school = row["role"] == GuestRole.SCHOOL
        school = context.schools.named(row, "school", required=True) if is_school else None
        key = (row["login"], row["role"], school.pk if school else None)
        if row.is_sound and not guests.is_twice(row, key, "login"):
            user, columns = people.put(row)
            new = {"user": user, "festival": context.festival, "role": row["role"], "school": school}
            guests.put(row, guests.get((user.pk, *key[1:])), new).columns |= columns
    people.write()
    guests.write()
    guests.warn_alike()


class People:
    """Users by sign-in name: found or made without a password, never renamed; `parts`: their memberships."""

    def __init__(self, context: ImportContext, rows: Iterable[Row] | None) -> None:
        self._users = User.objects.in_bulk({row["login"] for row in rows or ()}, field_name="login")
        others = Membership.objects.filter(user__in=self._users.values()).exclude(festival=context.festival)
        self._elsewhere = set(others.values_list("user_id", flat=True))
        self._named: set[str] = set()
        self._changed: list[User] = []
        new = {}
        for row in rows or ():
            login = row["login"]
            if login and login not in self._users and login not in new:
                new[login] = User(login=login, phone=row["phone"], email=login if "@" in login else "")
                set_person_name(new[login], row["full_name"] or login)
                new[login].set_unusable_password()
        self._new = {user.pk for user in User.objects.bulk_create(new.values())}
        self._users |= new
        self.parts = Guests()
        self.parts.load(Membership.objects.filter(festival=context.festival).select_related("user"))

    def put(self, row: Row) -> tuple[User, set[str]]:
        """The person of a row, and which columns change.

        Somebody known keeps the name he has; the telephone number is taken over while he is known in this
        festival alone, or had none; the first row of a bundle that names him decides.
        """
        user, phone = self._users[row["login"]], row["phone"]
        is_first = user.login not in self._named
        self._named.add(user.login)
        if row["full_name"] not in ("", user.full_name) and not (is_first and user.pk in self._new):
            words = {"kept": user.full_name, "new": row["full_name"]}
            row.warn("full_name", _("the name “%(kept)s” is kept, not changed to “%(new)s”") % words)
        if phone in ("", user.phone) or user.pk in self._new:
            return user, set()
        if not user.phone or (is_first and not user.is_staff and user.pk not in self._elsewhere):
            user.phone = phone
            self._changed.append(user)
            return user, {"phone"}
        words = {"kept": user.phone, "new": phone}
        row.warn("phone", _("the telephone number “%(kept)s” is kept, not changed to “%(new)s”") % words)
        return user, set()

    def write(self) -> None:
        """Write the changed telephone numbers."""
        User.objects.bulk_update(self._changed, ["phone"])
