"""The base app's part of an import: the festival, its signers, its schools and the people."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from festival.actions.festivals import RESERVED
from festival.actions.people import set_person_name
from festival.actions.schools import set_school_keys
from festival.forms.section import Section
from festival.forms.table import Row, Rows
from festival.forms.tables import DAYS, TEXTS, DecisionSection, GuestRole, SignerSection
from festival.likeness import school_key
from festival.models import Festival, Membership, School, Signer, User
from festival.refusals import RuleBroken
from festival.tables.files import BundleFiles
from festival.tables.raw import Refused
from festival.tables.report import Report
from festival.text import slug as slug_of
from festival.upsert import UNCHANGED, Change, Counts, Lookup, Upsert

Clean = Callable[..., Any]
PARTICIPATION: Final = {
    None: School.Participation.INVITED,
    True: School.Participation.CONFIRMED,
    False: School.Participation.DECLINED,
}


class ImportContext:
    """What all parts of an import share."""

    def __init__(self, report: Report, now: datetime, by: User | None = None) -> None:
        self.report = report
        self.now = now
        self.by = by
        self.festival: Festival = Festival()
        self.counts: Counts = Counts()
        self.schools: Lookup[School] = Lookup(gettext_lazy("there is no school “%(key)s”"), school_key)
        self._waiting: list[tuple[Model, dict[str, tuple[str, bytes]]]] = []
        self._stored: list[tuple[Storage, str]] = []

    def keep(self, item: Model, **files: tuple[str, bytes]) -> None:
        """Files for columns of an item, each with its ending and content; stored once all is written."""
        self._waiting.append((item, files))

    def store_files(self) -> None:
        """Store the files under random names; those that they replace go on commit."""
        for item, files in self._waiting:
            for column, (name, data) in files.items():
                file = getattr(item, column)
                old, ending = file.name, PurePosixPath(name).suffix.lower() or name
                file.save(f"{secrets.token_hex(16)}{ending}", ContentFile(data, name=ending), save=False)
                self._stored.append((file.storage, file.name))
                if old:
                    transaction.on_commit(partial(file.storage.delete, old))
            item.save()

    def discard_files(self) -> None:
        """Take away what was stored, when the rest could not be written."""
        for storage, name in self._stored:
            storage.delete(name)

    def use(self, festival: Festival) -> None:
        """Import into this festival; reads its schools."""
        self.festival = festival
        for school in School.objects.filter(festival=festival):
            self.schools.add(school.code, school, school.name)


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
    rows: Rows | None, files: BundleFiles, clean: Clean, *, limit: int, held: set[str]
) -> dict[Row, SentFile]:
    """The files that rows name."""
    return {
        row: SentFile(row["file"], files, clean, limit=limit, held=held) for row in rows or () if row["file"]
    }


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
    upsert = Upsert(context.counts, "festival", Festival)
    values = _festival_values(section)
    new = {"slug": slug or secrets.token_hex(8), "state": Festival.State.OPEN}
    change = upsert.put(section, found, values, new=new)
    upsert.write()
    if (
        found is None and not section.is_sound
    ):  # the faults are complete only when all other files have been read
        change.item.slug = secrets.token_hex(8)
        change.item.save()
    context.use(change.item)
    _import_signers(context, section)
    section.warn_unknown()


def _festival_values(section: Section) -> dict[str, Any]:
    for first, last in DAYS:
        section.refuse_backwards(first, last)
    names = (*TEXTS, *DAYS[0], *DAYS[1], "booths_per_school")
    values = section.pick(*names, *(["booth_word"] if section.has("booth_word") else []))
    decision = section.part("decision", DecisionSection)
    if decision:
        values |= {"decision_number": decision["number"], "decision_on": decision["date"]}
        decision.warn_unknown()
    return values


def _import_signers(context: ImportContext, section: Section) -> None:
    """Signers by kind of paper; the empty kind is the festival's own."""
    others = section.part("signers")
    found = {"": section.part("signer", SignerSection)}
    for kind in others.data if others else ():
        if others and len(kind) <= 40:
            found[kind] = others.part(kind, SignerSection)
    known = {signer.kind: signer for signer in Signer.objects.filter(festival=context.festival)}
    upsert = Upsert(context.counts, "signers", Signer)
    for kind, part in found.items():
        if part and (kind in known or any(part.values.values())):
            new = {"festival": context.festival, "kind": kind}
            upsert.put(part, known.get(kind), part.values, new=new)
        if part:
            part.warn_unknown()
    if others:
        others.warn_unknown()
    upsert.write()


def import_schools(context: ImportContext, rows: Rows | None, *, is_list: bool = False) -> None:
    """Schools by code. `is_list`: by name where there is no code, and a missing column changes nothing."""
    schools = context.schools
    schools.is_whole = rows is None or rows.is_whole
    upsert = Upsert(context.counts, "schools", School)
    standing = list(schools)
    for row in rows or ():
        code, is_named = row["code"], is_list and not row["code"]
        school = schools.find(row["name"]) if is_named else schools.items.get((None, code))
        key = school.code if school else code or (is_named and school_key(row["name"]))
        if key:
            upsert.is_twice(row, key, "name" if is_named else "code")
        if not row.is_sound:
            schools.spoil(None if "code" in row.broken else code, row["name"])
            continue
        if school and is_named and school.name != row["name"]:
            row.warn("name", _("taken for “%(name)s”, which is there already") % {"name": school.name})
        new = {"festival": context.festival, "code": code or _free_code(row["name"], upsert, standing)}
        change = upsert.put(row, school, _school_values(row, is_list=is_list), new=new, column="code")
        if change.outcome != UNCHANGED:
            _follow(change, context.now)
    for change in upsert.write():
        schools.add(change.item.code, change.item, change.item.name)
    upsert.warn_alike(
        standing,
        name=lambda school: school_key(school.name),
        shown=lambda school: f"{school.code} · {school.name}",
        column="name",
    )


def _school_values(row: Row, *, is_list: bool) -> dict[str, Any]:
    values = {name: value for name, value in row.values.items() if name != "code"}
    values["participation"] = PARTICIPATION[row["participation"]]
    if not is_list:
        return values
    if row["participation"] is None:
        del values["participation"]
    return {name: value for name, value in values.items() if row.has(name)}


def _follow(change: Change[School], now: datetime) -> None:
    school = change.item
    set_school_keys(school)
    change.following |= {"search_key", "sort_key"}
    is_answer = school.participation != School.Participation.INVITED
    if "participation" in change.columns or (change.is_new and is_answer):
        change.set(participation_at=now if is_answer else None)


def _free_code(name: str, upsert: Upsert[School], standing: list[School]) -> str:
    taken = {school.code for school in standing} | {change.item.code for change in upsert.changes}
    base = slug_of(name, limit=34).removeprefix("truong-") or "truong"
    number, code = 1, base
    while code in taken:
        number += 1
        code = f"{base}-{number}"
    return code


def link(through: type[Model], owner: Mapping[str, int], schools: set[int]) -> None:
    """Bring the links of a booth or an entry to these schools."""
    links = through._default_manager.filter(**owner)
    before = set(links.values_list("school_id", flat=True))
    links.filter(school_id__in=before - schools).delete()
    new = [through(**owner, school_id=pk) for pk in sorted(schools - before)]
    through._default_manager.bulk_create(new)


def import_guests(context: ImportContext, rows: Rows | None) -> None:
    """People of the office and of the schools, each with a part in the festival."""
    people = People(context, rows)
    upsert = Upsert(context.counts, "guests", Membership)
    ready = []
    for row in rows or ():
        if not row["role"] and "role" not in row.broken:
            if row["school"]:
                row.values["role"] = GuestRole.SCHOOL.value
            else:
                row.fault("role", _("has no content"))
        is_school = row["role"] == GuestRole.SCHOOL
        school = context.schools.named(row, "school", required=True) if is_school else None
        key = (row["login"], row["role"], school.pk if school else None)
        if row.is_sound and not upsert.is_twice(row, key, "login"):
            ready.append((row, school, *people.put(row)))
    people.write()
    for row, school, user, columns in ready:
        item = people.memberships.get((user.pk, row["role"], school.pk if school else None))
        new = {"user": user, "festival": context.festival, "role": row["role"], "school": school}
        upsert.put(row, item, {}, new=new, column="full_name").columns |= columns
    upsert.write()
    upsert.warn_alike(
        people.memberships.values(),
        name=lambda part: part.user.full_name,
        scope=lambda part: (part.role, part.school_id),
        shown=lambda part: f"{part.user.full_name} ({part.user.login})",
    )


class People:
    """Users by sign-in name: found or made without a password, never renamed."""

    def __init__(self, context: ImportContext, rows: Iterable[Row] | None) -> None:
        logins = {row["login"] for row in rows or () if row["login"]}
        self.users = {user.login: user for user in User.objects.filter(login__in=logins)}
        others = Membership.objects.filter(user__in=self.users.values()).exclude(festival=context.festival)
        self._elsewhere = set(others.values_list("user_id", flat=True))
        self._named: set[str] = set()
        self._new: list[User] = []
        self._changed: list[User] = []
        parts = Membership.objects.filter(festival=context.festival).select_related("user")
        self.memberships = {(row.user_id, row.role, row.school_id): row for row in parts}

    def put(self, row: Row) -> tuple[User, set[str]]:
        """The person of a row, and which columns changed; call `write` before using the primary key.

        Somebody known keeps the name he has; the telephone number is taken over while he is known in this
        festival alone, or had none; the first row of a bundle that names him decides.
        """
        login, full_name, phone = row["login"], row["full_name"], row["phone"]
        is_first = login not in self._named
        self._named.add(login)
        user = self.users.get(login)
        if user is None:
            user = User(login=login, phone=phone, email=login if "@" in login else "")
            set_person_name(user, full_name or login)
            user.set_unusable_password()
            self.users[login] = user
            self._new.append(user)
            return user, set()
        if full_name and full_name != user.full_name:
            words = {"kept": user.full_name, "new": full_name}
            row.warn("full_name", _("the name “%(kept)s” is kept, not changed to “%(new)s”") % words)
        if not phone or user.phone == phone or user.pk is None:
            return user, set()
        if not user.phone or (is_first and not user.is_staff and user.pk not in self._elsewhere):
            user.phone = phone
            self._changed.append(user)
            return user, {"phone"}
        words = {"kept": user.phone, "new": phone}
        row.warn("phone", _("the telephone number “%(kept)s” is kept, not changed to “%(new)s”") % words)
        return user, set()

    def write(self) -> None:
        """Write the new people and the changed telephone numbers."""
        User.objects.bulk_create(self._new)
        User.objects.bulk_update(self._changed, ["phone"])
        self._new, self._changed = [], []
