"""The part of booths in an import: booths with their stands and entries, products, pictures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booths.actions.keys import new_code, set_booth_keys
from booths.models import Booth, Photo, Product, Stand
from booths.pictures import MAX_BYTES, clean_picture
from contests.files import tidy_name
from contests.imports import Contests, frozen_reason, put_entry, stamp, write_entries
from contests.models import Contest, Entry
from festival.forms.table import Row, Rows
from festival.imports import SentFile, link, read_files
from festival.models import School
from festival.tables.files import BundleFiles
from festival.text import natural_key
from festival.upsert import UNCHANGED, Change, Counts, Lookup, Upsert

COPIED: Final = ("title", "summary", "state")
COLUMNS: Final = (*COPIED, "field", "description", "person", "phone", "power", "tables", "internet", "note")
PRODUCT: Final = ("name", "topic", "authors", "class_name", "materials", "purpose", "link")


class Booths:
    """Booths that rows may name by school and title; `changed`: those whose keys have to be made anew."""

    def __init__(self, contests: Contests) -> None:
        self.contests = contests
        self.booths: Lookup[Booth] = Lookup(
            gettext_lazy("the school “%(scope)s” has no booth “%(key)s”"), str
        )
        self.changed: dict[int, Booth] = {}

    def load(self) -> None:
        """Read what the festival has."""
        rows = Booth.objects.filter(festival=self.contests.context.festival)
        for booth in rows.select_related("school", "entry__contest").prefetch_related("partners"):
            self.booths.add(booth.title, booth, scope=booth.school_id)

    def booth_of(self, row: Row) -> Booth | None:
        """The booth of a row; None when the row cannot stand."""
        school = self.contests.context.schools.named(row, "school")
        return self.booths.named(row, "booth", school) if school else None


@dataclass(slots=True)
class _Pair:
    """A booth of the file, its entry if it competes, and its partners."""

    booth: Change[Booth]
    entry: Change[Entry] | None
    partners: list[School]


def import_booths(found: Booths, rows: Rows | None) -> None:
    """Booths by school and title, each with its partners and stand; the entry of one that competes."""
    upsert = Upsert(found.contests.context.counts, "booths", Booth)
    entries = Upsert(Counts(), "entries", Entry)
    stands = _stands(found, rows)
    found.booths.is_whole = rows is None or rows.is_whole
    pairs = [pair for row in rows or () if (pair := _put(found, upsert, entries, row, stands))]
    _refuse_shared_stands(found, upsert)
    for row in rows or ():
        if not row.is_sound:
            school = found.contests.context.schools.find(row["school"])
            title = None if row.broken & {"school", "title"} else row["title"]
            found.booths.spoil(title, scope=school.pk if school else None)
            if row["contest"] or row["number"] or row.broken & {"contest", "number"}:
                found.contests.spoil(row)
    _write(found, upsert, entries, pairs)


def _stands(found: Booths, rows: Rows | None) -> dict[str, Stand]:
    """The stands that there are, and those that the rows name."""
    festival = found.contests.context.festival
    stands = {stand.code: stand for stand in Stand.objects.filter(festival=festival)}
    codes = dict.fromkeys(row["stand"] for row in rows or () if row["stand"] and row["stand"] not in stands)
    new = [Stand(festival=festival, code=code, sort_key=natural_key(code)) for code in codes]
    return stands | {stand.code: stand for stand in Stand.objects.bulk_create(new)}


def _put(
    found: Booths, upsert: Upsert[Booth], entries: Upsert[Entry], row: Row, stands: Mapping[str, Stand]
) -> _Pair | None:
    context = found.contests.context
    school = context.schools.named(row, "school", required=True)
    named = [context.schools.named(row, "partners", key=code) for code in row["partners"]]
    partners = list({one.pk: one for one in named if one and one != school}.values())
    contest = _contest_of(found, upsert, row)
    category = found.contests.categories.named(row, "category", contest) if contest else None
    if school and "title" not in row.broken:
        upsert.is_twice(row, (school.pk, row["title"]), "title")
    if school is None or not row.is_sound:
        return None
    booth = found.booths.items.get((school.pk, row["title"]))
    values = {**row.pick(*COLUMNS), "stand": stands.get(row["stand"])}
    new = {"festival": context.festival, "school": school, "code": new_code(), "created_at": context.now}
    change = upsert.put(row, booth, values, new=new, column="title", frozen=frozen_reason(contest))
    if booth and set(booth.partners.all()) != set(partners):
        change.columns.add("partners")
    entry = None
    if contest:
        copied = row.pick(*COPIED) | ({"category": category} if row.has("category") else {})
        entry = _put_entry(found, entries, change, contest, copied, {one.pk for one in partners})
    stamp(change, now=context.now)
    return _Pair(change, entry, partners)


def _contest_of(found: Booths, upsert: Upsert[Booth], row: Row) -> Contest | None:
    """The contest in which the booth competes, after checking that its number is free."""
    contest = found.contests.contests.named(row, "contest")
    if not row["contest"] and row["number"] and "contest" not in row.broken:
        row.fault("contest", _("a number needs the contest it belongs to"))
    if contest is not None and contest.kind not in ("", Contest.Kind.BOOTH):
        row.fault("contest", _("“%(contest)s” is not a contest of booths") % {"contest": contest.slug})
    if contest is not None and row["number"]:
        entry = found.contests.entries.items.get((contest.pk, row["number"]))
        elsewhere = found.contests.rows.get(entry.pk) if entry else None
        if elsewhere:
            words = {"place": f"{elsewhere.file}:{elsewhere.number}"}
            reason = _("the same as in %(place)s; a booth's entry is made from its own row")
            row.fault("number", reason % words)
        else:
            upsert.is_twice(row, ("number", contest.pk, row["number"]), "number")
    return contest


def _put_entry(
    found: Booths,
    upsert: Upsert[Entry],
    booth: Change[Booth],
    contest: Contest,
    values: Mapping[str, object],
    partners: set[int],
) -> Change[Entry] | None:
    """Make the booth's entry or bring it to the booth's words, state, school and partners."""
    row, school, contests = booth.row, booth.item.school, found.contests
    item = booth.item.entry if booth.item.entry_id else None
    if item is not None and item.contest_id != contest.pk:
        reason = _("this booth competes in “%(contest)s” already")
        row.fault("contest", reason % {"contest": item.contest.slug})
        return None
    item = item or contests.entries.items.get((contest.pk, row["number"]))
    item = item or contests.untitled.get((contest.pk, school.pk, row["title"]))
    change = put_entry(contests, upsert, row, item, contest, school, values, column="title")
    columns = change.columns - {"summary", "title"}
    if booth.item.entry_id is None or booth.item.entry_id != change.item.pk:
        columns.add("contest")
    if item is not None and contests.partners[item.pk] != partners:
        columns.add("partners")
        contests.moved.add(item.pk)
    if not booth.is_new:
        booth.columns |= columns
    return change


def _refuse_shared_stands(found: Booths, upsert: Upsert[Booth]) -> None:
    """A stand has one booth: of the file the first, else one that the file does not name."""
    mine = {change.item.pk for change in upsert.changes}
    held = {booth.stand_id: booth for booth in found.booths if booth.stand_id and booth.pk not in mine}
    for change in upsert.changes:
        holder = held.setdefault(change.item.stand_id, change.item) if change.item.stand_id else change.item
        if holder is not change.item:
            words = _("“%(booth)s” is already placed there") % {"booth": holder.title}
            change.row.fault("stand", words)


def _write(found: Booths, upsert: Upsert[Booth], entries: Upsert[Entry], pairs: list[_Pair]) -> None:
    standing = list(found.booths)
    write_entries(found.contests, entries)
    for pair in pairs:
        if pair.entry and pair.booth.row.is_sound:
            pair.booth.set(entry=pair.entry.item)
    upsert.write(unique=("stand",))
    for pair in (pair for pair in pairs if pair.booth.row.is_sound):
        booth, partners = pair.booth.item, {school.pk for school in pair.partners}
        found.booths.add(booth.title, booth, scope=booth.school_id)
        if pair.booth.outcome != UNCHANGED:
            found.changed[booth.pk] = booth
            link(Booth.partners.through, {"booth_id": booth.pk}, partners)
            if pair.entry:
                link(Entry.partners.through, {"entry_id": pair.entry.item.pk}, partners)
        if pair.entry:
            found.contests.partners[pair.entry.item.pk] = partners
    upsert.warn_alike(standing, name=lambda booth: booth.title, scope=lambda booth: booth.school_id)


def import_products(found: Booths, rows: Rows | None) -> None:
    """Products by name."""
    context = found.contests.context
    upsert = Upsert(context.counts, "products", Product)
    known: dict[int, dict[str, Product]] = defaultdict(dict)
    for product in Product.objects.filter(booth__festival=context.festival) if rows else ():
        known[product.booth_id][product.name] = product
    standing = [product for own in known.values() for product in own.values()]
    for row in rows or ():
        booth = found.booth_of(row)
        if booth is None or not row.is_sound or upsert.is_twice(row, (booth.pk, row["name"]), "name"):
            continue
        own = known[booth.pk]
        new = {"booth": booth, "order": len(own)}
        change = upsert.put(row, own.get(row["name"]), row.pick(*PRODUCT), new=new, column="name")
        if change.is_new:
            own[row["name"]] = change.item
            found.changed[booth.pk] = booth
    upsert.write()
    upsert.warn_alike(standing, name=lambda product: product.name, scope=lambda product: product.booth_id)


def read_photos(rows: Rows | None, files: BundleFiles) -> dict[Row, SentFile]:
    """The pictures that rows name."""
    held = set(Photo.objects.values_list("source_sha256", flat=True)) if rows else set()
    return read_files(rows, files, clean_picture, limit=MAX_BYTES, held=held)


def import_photos(found: Booths, rows: Rows | None, sent: Mapping[Row, SentFile]) -> None:
    """Pictures by file name; those that the festival holds already need not come again."""
    context = found.contests.context
    upsert = Upsert(context.counts, "photos", Photo)
    known: dict[int, dict[str, Photo]] = defaultdict(dict)
    for photo in Photo.objects.filter(booth__festival=context.festival) if rows else ():
        known[photo.booth_id][tidy_name(photo.name)] = photo
    for row in rows or ():
        booth, name = found.booth_of(row), tidy_name(row["file"])
        if booth is None or not row.is_sound or upsert.is_twice(row, (booth.pk, name), "file"):
            continue
        own, file = known[booth.pk], sent[row]
        item = own.get(name)
        if file.refuse(row, is_held=item is not None):
            continue
        values, is_fresh = row.pick("caption", "shows_pupils"), not file.is_missing
        is_fresh = is_fresh and (item is None or not _is_of(item, file))
        if is_fresh:
            picture = file.clean()
            values["source_sha256"] = picture.source_sha256
        new = {"booth": booth, "name": name, "order": len(own)}
        own[name] = upsert.put(row, item, values, new=new, column="file").item
        if is_fresh:
            context.keep(own[name], image=(".jpg", picture.image), thumbnail=(".jpg", picture.thumbnail))
    upsert.write()


def _is_of(photo: Photo, file: SentFile) -> bool:
    """Whether the picture was made of these bytes, or is kept as exactly them (an exported one)."""
    if photo.source_sha256 == file.digest:
        return True
    try:
        with photo.image.open("rb") as kept:
            return sha256(kept.read()).hexdigest() == file.digest
    except (OSError, ValueError):
        return False


def finish_booths(found: Booths) -> None:
    """Make the keys and places that follow from all booths, products and stands together."""
    stands = Stand.objects.filter(festival=found.contests.context.festival).order_by("sort_key", "code")
    walk = {stand: place for place, stand in enumerate(stands, start=1)}
    names: dict[int, list[str]] = defaultdict(list)
    products = Product.objects.filter(booth__in=found.changed).order_by("order", "pk")
    for booth_pk, name in products.values_list("booth_id", "name"):
        names[booth_pk].append(name)
    rows = Booth.objects.filter(pk__in=found.changed).select_related("school", "stand", "entry")
    booths = list(rows.prefetch_related("partners"))
    for booth in booths:
        set_booth_keys(booth, partners=booth.partners.all(), products=names[booth.pk])
        if booth.entry is not None:
            stand = booth.stand
            booth.entry.place = f"{stand.code} · {stand.zone}" if stand and stand.zone else str(stand or "")
            booth.entry.walk_order = walk[stand] if stand else None
    Booth.objects.bulk_update(booths, ["search_key", "sort_key"])
    Entry.objects.bulk_update([booth.entry for booth in booths if booth.entry], ["place", "walk_order"])
