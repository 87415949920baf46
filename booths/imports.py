"""The part of booths in an import: booths with their stands and entries, products, pictures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from operator import attrgetter, itemgetter
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booths.actions.keys import new_code, set_booth_keys
from booths.models import Booth, Photo, Product, Stand
from booths.pictures import MAX_BYTES, clean_picture
from contests.files import tidy_name
from contests.imports import ContestContext, files_of, frozen_reason, put_entry, stamp, write_entries
from contests.models import Contest, Entry
from festival.forms.section import Section
from festival.forms.table import Row, Rows
from festival.imports import SentFile, read_files
from festival.tables.files import BundleFiles
from festival.tables.report import UNCHANGED
from festival.text import natural_key
from festival.upsert import Change, Upsert

COLUMNS: Final = (
    *("title", "summary", "state", "field", "description"),
    *("person", "phone", "power", "tables", "internet", "note"),
)
PRODUCT: Final = ("name", "topic", "authors", "class_name", "materials", "purpose", "link")


class Stands(Upsert[Stand]):
    """[[festival.stand]] by code."""

    table, model, key, column, plain = "stands", Stand, "code", "code", ("code", "zone")


def import_stands(context: ContestContext, sections: Sequence[Section]) -> None:
    """Stands with a zone or without a booth; booths.csv names the others."""
    stands = Stands()
    stands.load(Stand.objects.filter(festival=context.festival))
    for section in sections:
        code, zone = section["code"], section["zone"]
        if "code" not in section.broken and not stands.is_twice(section, code):
            values = {"sort_key": natural_key(f"{zone} {code}")}
            stands.put(section, stands.get(code), {"festival": context.festival}, values)
        section.warn_unknown()
    stands.write()


class Booths(Upsert[Booth]):
    """Booths by school and title."""

    table, model, key, name, scope, fold = "booths", Booth, "title", "title", "school_id", staticmethod(str)
    reason = gettext_lazy("the school “%(scope)s” has no booth “%(key)s”")
    plain, column = COLUMNS, "title"

    def frozen(self, item: Booth) -> str:
        """Why a booth may not change; empty when it may."""
        return frozen_reason(item.entry.contest if item.entry else None)


class Products(Upsert[Product]):
    """Products of booths, by name."""

    table, model, key, name, scope = "products", Product, "name", "name", "booth_id"
    plain, column, ordered = PRODUCT, "name", True


class Photos(Upsert[Photo]):
    """Pictures of booths, by file name."""

    table, model, scope = "photos", Photo, "booth_id"
    plain, column, ordered = ("caption", "shows_pupils"), "file", True

    def key_of(self, item: Photo) -> str:
        """The name of the file in one spelling."""
        return tidy_name(item.name)


@dataclass(eq=False)
class BoothContext(ContestContext):
    """Booths that rows may name by school and title; `changed_booths`: keys have to be made anew."""

    booths: Booths = field(default_factory=Booths)
    changed_booths: dict[int, Booth] = field(default_factory=dict)

    def booth_of(self, row: Row) -> Booth | None:
        """The booth of a row; None when the row cannot be imported."""
        school = self.schools.named(row, "school")
        return self.booths.named(row, "booth", school) if school else None


class _Pair(NamedTuple):
    """A booth of the file, its entry if it competes, and primary keys of its partners."""

    booth: Change[Booth]
    entry: Change[Entry] | None
    partners: set[int]


def import_booths(context: BoothContext, rows: Rows | None) -> None:
    """Booths by school and title, each with its partners and stand; the entry of one that competes."""
    stored = Booth.objects.filter(festival=context.festival).select_related("school", "entry__contest")
    context.booths.load(stored.prefetch_related("partners"))
    context.booths.is_whole = rows is None or rows.is_whole
    stands = _stands(context, rows)
    pairs = [pair for row in rows or () if (pair := _put(context, row, stands))]
    context.booths.refuse_held("stand", _("“%(holder)s” is already placed there"), attrgetter("stand_id"))
    for row in rows or ():
        if not row.is_sound:
            school = context.schools.find(row["school"])
            title = None if row.broken & {"school", "title"} else row["title"]
            context.booths.note_faulty(title, scope=school.pk if school else None)
            if row["contest"] or row["number"] or row.broken & {"contest", "number"}:
                context.note_faulty(row)
    write_entries(context, is_counted=False)
    for pair in pairs:
        if pair.entry and pair.booth.row.is_sound:
            pair.booth.set(entry=pair.entry.item)
    context.booths.write(unique=("stand",))
    for pair in (pair for pair in pairs if pair.booth.row.is_sound):
        _link(context, pair)
    context.booths.warn_alike()


def _stands(context: BoothContext, rows: Rows | None) -> dict[str, Stand]:
    """The stands that there are, and those that the rows name."""
    stands = {stand.code: stand for stand in Stand.objects.filter(festival=context.festival)}
    codes = dict.fromkeys(row["stand"] for row in rows or () if row["stand"] and row["stand"] not in stands)
    new = [Stand(festival=context.festival, code=code, sort_key=natural_key(code)) for code in codes]
    return stands | {stand.code: stand for stand in Stand.objects.bulk_create(new)}


def _put(context: BoothContext, row: Row, stands: Mapping[str, Stand]) -> _Pair | None:
    school = context.schools.named(row, "school", required=True)
    named = [context.schools.named(row, "partners", key=code) for code in row["partners"]]
    partners = {one.pk for one in named if one and one != school}
    contest = _contest_of(context, row)
    category = context.categories.named(row, "category", contest) if contest else None
    if school and "title" not in row.broken:
        context.booths.is_twice(row, (school.pk, row["title"]))
    if school is None or not row.is_sound:
        return None
    booth = context.booths.get(row["title"], school.pk)
    new = {"festival": context.festival, "school": school, "code": new_code(), "created_at": context.now}
    change = context.booths.put(row, booth, new, {"stand": stands.get(row["stand"])})
    if booth and {one.pk for one in booth.partners.all()} != partners:
        change.columns.add("partners")
    entry = None
    if contest:
        values = {"title": row["title"], "summary": row["summary"], "school": school}
        values |= {"category": category} if row.has("category") else {}
        entry = _put_entry(context, change, contest, values, partners)
    stamp(change, now=context.now)
    return _Pair(change, entry, partners)


def _contest_of(context: BoothContext, row: Row) -> Contest | None:
    """The contest in which the booth competes, after checking that its number is free."""
    contest = context.contests.named(row, "contest")
    if not row["contest"] and row["number"] and "contest" not in row.broken:
        row.fault("contest", _("a number needs the contest it belongs to"))
    if contest is not None and contest.kind not in ("", Contest.Kind.BOOTH):
        row.fault("contest", _("“%(contest)s” is not a contest of booths") % {"contest": contest.slug})
    if contest is not None and row["number"]:
        entry = context.entries.get(row["number"], contest.pk)
        elsewhere = context.rows.get(entry) if entry else None
        if elsewhere:
            words = {"place": f"{elsewhere.file}:{elsewhere.number}"}
            reason = _("the same as in %(place)s; a booth's entry is made from its own row")
            row.fault("number", reason % words)
        else:
            context.booths.is_twice(row, ("number", contest.pk, row["number"]), "number")
    return contest


def _put_entry(
    context: BoothContext,
    booth: Change[Booth],
    contest: Contest,
    values: Mapping[str, Any],
    partners: set[int],
) -> Change[Entry] | None:
    """Create the booth's entry, or give it the booth's texts, state, school and partners."""
    row, item = booth.row, booth.item.entry
    if item is not None and item.contest_id != contest.pk:
        reason = _("this booth competes in “%(contest)s” already")
        row.fault("contest", reason % {"contest": item.contest.slug})
        return None
    item = item or context.entries.get(row["number"], contest.pk)
    item = item or context.entries.get((booth.item.school_id, row["title"]), contest.pk)
    change = put_entry(context, row, item, contest, values)
    columns = change.columns - {"summary", "title"}
    if booth.item.entry_id is None or booth.item.entry_id != change.item.pk:
        columns.add("contest")
    if item is not None and context.partners[item.pk] != partners:
        columns.add("partners")
        context.moved.add(item)
    booth.columns |= columns
    return change


def _link(context: BoothContext, pair: _Pair) -> None:
    """Set the partners of a booth and its entry."""
    booth = pair.booth.item
    if pair.booth.outcome != UNCHANGED:
        context.changed_booths[booth.pk] = booth
    if pair.partners if pair.booth.is_new else "partners" in pair.booth.columns:
        booth.partners.set(pair.partners)
    if pair.entry:
        entry = pair.entry.item
        if context.partners[entry.pk] != pair.partners:
            entry.partners.set(pair.partners)
        context.partners[entry.pk] = pair.partners


def import_products(context: BoothContext, rows: Rows | None) -> None:
    """Products by name."""
    products = Products()
    products.load(Product.objects.filter(booth__festival=context.festival) if rows else ())
    for row, booth in products.owned(rows, context.booth_of, itemgetter("name")):
        if products.put(row, products.get(row["name"], booth.pk), {"booth": booth}).is_new:
            context.changed_booths[booth.pk] = booth
    products.write()
    products.warn_alike()


def read_photos(rows: Rows | None, files: BundleFiles) -> dict[Row, SentFile]:
    """The pictures that rows name."""
    return read_files(rows, files, clean_picture, Photo.objects.all(), "source_sha256", limit=MAX_BYTES)


def import_photos(context: BoothContext, rows: Rows | None, sent: Mapping[Row, SentFile]) -> None:
    """Pictures by file name."""
    photos = Photos()
    photos.load(Photo.objects.filter(booth__festival=context.festival) if rows else ())
    for row, booth, name, item, clean in files_of(photos, rows, sent, context.booth_of, _is_of):
        values = {"source_sha256": clean.source_sha256} if clean else {}
        photo = photos.put(row, item, {"booth": booth, "name": name}, values).item
        if clean:
            context.keep(photo, image=(".jpg", clean.image), thumbnail=(".jpg", clean.thumbnail))
    photos.write()


def _is_of(photo: Photo, digest: str) -> bool:
    """Whether the picture was made of these bytes, or is kept as exactly them (an exported one)."""
    if photo.source_sha256 == digest:
        return True
    try:
        with photo.image.open("rb") as kept:
            return sha256(kept.read()).hexdigest() == digest
    except (OSError, ValueError):
        return False


def finish_booths(context: BoothContext) -> None:
    """Make the keys and places that follow from all booths, products and stands together."""
    stands = Stand.objects.filter(festival=context.festival).order_by("sort_key", "code")
    walk = {stand: place for place, stand in enumerate(stands, start=1)}
    names: dict[int, list[str]] = defaultdict(list)
    products = Product.objects.filter(booth__in=context.changed_booths).order_by("order", "pk")
    for booth_pk, name in products.values_list("booth_id", "name"):
        names[booth_pk].append(name)
    rows = Booth.objects.filter(pk__in=context.changed_booths).select_related("school", "stand", "entry")
    booths = list(rows.prefetch_related("partners"))
    for booth in booths:
        set_booth_keys(booth, partners=booth.partners.all(), products=names[booth.pk])
        if booth.entry is not None:
            stand = booth.stand
            booth.entry.place = f"{stand.code} · {stand.zone}" if stand and stand.zone else str(stand or "")
            booth.entry.walk_order = walk[stand] if stand else None
    Booth.objects.bulk_update(booths, ["search_key", "sort_key"])
    Entry.objects.bulk_update([booth.entry for booth in booths if booth.entry], ["place", "walk_order"])
