"""Every setting that an organiser types is exported, imported and copied to the next year.

The models are walked by their fields: a new field fails here until it is in the export, the import and the
copy, or stands in a table below with its reason.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

import pytest
from django.apps import apps
from django.db import models
from django.forms.models import model_to_dict

from awards.models import Prize, PrizeScheme
from booths.models import Stand
from contests.models import Category, Contest, Round
from desk.actions.copying import copy_festival
from desk.exports import export_bundle, zipped
from desk.imports import import_bundle
from festival.models import Festival, Signer
from festival.tables.files import open_upload
from festival.text import natural_key
from judging.models import Criterion, Scoring
from judging.queries.settings import POLICY_KEYS, policy_of
from judging.rules.policy import Policy
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]

APPS: Final = ("festival", "contests", "booths", "judging", "awards", "desk")
SETTINGS: Final[Mapping[type[models.Model], str]] = {
    Festival: "pk",
    Signer: "festival",
    Contest: "festival",
    Category: "contest__festival",
    Round: "contest__festival",
    Scoring: "contest__festival",
    Criterion: "contest__festival",
    PrizeScheme: "contest__festival",
    Prize: "scheme__contest__festival",
    Stand: "festival",
}
"""The models that hold settings, each with the path to its festival."""

NO_SETTINGS: Final = {
    "festival.User": "people come by guests.csv and judges.csv",
    "festival.School": "has its own table, and its copy is tested in test_copying",
    "festival.Membership": "people come by guests.csv and judges.csv",
    "festival.SignInLink": "secret of one installation",
    "festival.ChainHead": "audit log",
    "festival.AuditEvent": "audit log",
    "festival.AuditBody": "audit log",
    "festival.Job": "work of one installation",
    "contests.Entry": "registration",
    "contests.Member": "registration",
    "contests.Attachment": "registration",
    "booths.Booth": "registration",
    "booths.Product": "registration",
    "booths.Photo": "registration",
    "judging.Panel": "comes with the assignments",
    "judging.Judge": "people come by judges.csv",
    "judging.Assignment": "has its own table",
    "judging.ScoreSheet": "scores",
    "judging.Mark": "scores",
    "judging.Device": "work of one installation",
    "judging.ScoreOp": "scores",
    "judging.Settlement": "decision about results, which a bundle does not hold",
    "judging.ResultRun": "results",
    "judging.ResultRow": "results",
    "judging.NameCorrection": "results",
    "awards.TieDecision": "decision about results",
    "awards.Award": "results",
    "awards.Certificate": "results",
}
"""The other models, each with the reason why it holds no setting."""

NOT_EXPORTED: Final = {
    "festival.Festival.state": "the state of the work: an imported festival is open",
    "festival.Festival.is_demo": "set by the demo alone",
    "festival.Festival.created_at": "when the row was made",
    "contests.Contest.state": "the state of the work: an imported contest is open",
    "contests.Contest.frozen_at": "results",
    "contests.Contest.certified_at": "results",
    "contests.Contest.published_at": "results",
}
"""Fields that an export leaves out, each with its reason."""

NOT_COPIED: Final = {
    **NOT_EXPORTED,
    "festival.Festival.slug": "each festival has its own",
    "festival.Festival.name": "typed for the copy",
    "festival.Festival.school_year": "typed for the copy",
    "festival.Festival.starts_on": "a day of the past year",
    "festival.Festival.ends_on": "a day of the past year",
    "festival.Festival.registration_opens_at": "a day of the past year",
    "festival.Festival.registration_closes_at": "a day of the past year",
    "festival.Festival.decision_number": "of the past year's decision",
    "festival.Festival.decision_on": "of the past year's decision",
    "festival.Festival.invitation_number": "of the past year's letter",
    "contests.Contest.opens_at": "a day of the past year",
    "contests.Contest.closes_at": "a day of the past year",
}
"""Fields that a copy for the next year resets, each with its reason."""

OWN: Final[Mapping[str, Any]] = {
    "festival.Festival.slug": "stem",
    "festival.Festival.school_year": "2031-2032",
    "festival.Signer.kind": "certificates",
    "booths.Stand.sort_key": natural_key("Zone 3 A1"),
    "booths.Stand.code": "A1",
    "booths.Stand.zone": "Zone 3",
    "contests.Contest.slug": "robot",
    "contests.Round.code": "vong-may",
    "contests.Round.marking": "machine",
    "judging.Scoring.tie_break": ["criterion:tieu-chi", "round:vong-may"],
    "judging.Scoring.method": "clipped_mean",
    "judging.Scoring.discrepancy_agree": Decimal("0.125"),
    "judging.Scoring.discrepancy_discuss": Decimal("0.25"),
    "judging.Criterion.code": "tieu-chi",
    "judging.Criterion.maximum": Decimal(30),
    "judging.Criterion.step": Decimal("1.5"),
    "awards.PrizeScheme.max_share_of_entrants": Decimal("0.625"),
    "awards.Prize.code": "nhat",
    "awards.Prize.share_of_entrants": None,
    "awards.Prize.share_of_prizes": Decimal("0.125"),
    "awards.Prize.count": None,
}
"""Values of fields that a rule binds to others."""


def named(field: models.Field[Any, Any]) -> str:
    return f"{field.model._meta.label}.{field.name}"


def fields_of(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    """The fields that hold values of their own."""
    for field in model._meta.concrete_fields:
        if not field.primary_key and not field.is_relation:
            yield field


def typed_value(field: models.Field[Any, Any]) -> Any:
    """A value that is neither empty nor the default, and differs from field to field."""
    place = list(field.model._meta.concrete_fields).index(field)
    if named(field) in OWN:
        return OWN[named(field)]
    if field.choices:
        return next(value for value, _label in reversed(field.flatchoices) if value != field.get_default())
    match field:
        case models.BooleanField():
            return not field.get_default()
        case models.DateTimeField():
            return datetime(2031, 10, 1, 8, tzinfo=UTC) + timedelta(days=place)
        case models.DateField():
            return date(2032, 1, 1) + timedelta(days=place)
        case models.DecimalField():
            return Decimal(place) + Decimal("0.5")
        case models.IntegerField():
            return place % 5 + 1
        case models.CharField() | models.TextField():
            return f"{field.name.capitalize()} {place}"[: field.max_length]
    raise AssertionError(f"no value for {named(field)}")


def values_of(model: type[models.Model], **own: Any) -> dict[str, Any]:
    return {field.name: typed_value(field) for field in fields_of(model)} | own


def make_full() -> Festival:
    """A festival whose every setting differs from its default."""
    state = {"state": "open", "is_demo": False}
    festival = Festival.objects.create(**values_of(Festival, **state))
    make.make_school(festival)
    for kind in ("", "certificates"):
        Signer.objects.create(festival=festival, **values_of(Signer, kind=kind))
    results = {"state": "open", "frozen_at": None, "certified_at": None, "published_at": None}
    contest = Contest.objects.create(festival=festival, **values_of(Contest, **results))
    after = {"slug": "sau", "name": "Sau", "kind": "booth", "position": contest.position + 1}
    second = Contest.objects.create(festival=festival, **after)
    Round.objects.create(contest=second)
    Scoring.objects.create(contest=second)
    Category.objects.create(contest=contest, **values_of(Category))
    first = Round.objects.create(contest=contest, code="vong-1", name="Vòng 1", position=0)
    part = Round.objects.create(contest=contest, **values_of(Round))
    Scoring.objects.create(contest=contest, **values_of(Scoring))
    exception = values_of(Scoring, rounds="weighted_sum", tie_break=[], decimals=4, method="median")
    Scoring.objects.create(contest=contest, round=first, **exception)
    Criterion.objects.create(contest=contest, round=part, **values_of(Criterion))
    Criterion.objects.create(contest=contest, code="chung", name="Chung", maximum=10, position=90)
    scheme = PrizeScheme.objects.create(contest=contest, **values_of(PrizeScheme))
    Prize.objects.create(scheme=scheme, **values_of(Prize))
    Stand.objects.create(festival=festival, **values_of(Stand))
    taken = Stand.objects.create(
        festival=festival, code="A2", zone="Zone 3", sort_key=natural_key("Zone 3 A2")
    )
    make.make_booth(festival.schools.get(), stand=taken)
    return festival


def make_plain() -> Festival:
    """A festival with nothing but what is required."""
    festival = Festival.objects.create(slug="stem", name="Ngày hội", state="open")
    make.make_school(festival)
    contest = Contest.objects.create(festival=festival, slug="robot", name="Robot", kind="product")
    part = Round.objects.create(contest=contest)
    Criterion.objects.create(contest=contest, code="chung", name="Chung", maximum=10)
    Scoring.objects.create(contest=contest)
    Scoring.objects.create(contest=contest, round=part, decimals=1)
    scheme = PrizeScheme.objects.create(contest=contest)
    Prize.objects.create(scheme=scheme, code="nhat", name="Giải Nhất", count=1)
    for code in ("A1", "A2"):
        make.make_stand(festival, code)
    make.make_booth(festival.schools.get(), stand=festival.stands.get(code="A2"))
    return festival


def settings_of(festival: Festival, *, without: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
    """The values of every row of settings, by model, in an order that follows from them."""
    found = {}
    for model, path in SETTINGS.items():
        names = [field.name for field in fields_of(model) if named(field) not in without]
        rows = [_meant(row) for row in model._default_manager.filter(**{path: festival.pk})]
        found[model._meta.label] = sorted(({name: row[name] for name in names} for row in rows), key=repr)
    return found


def _meant(row: models.Model) -> dict[str, Any]:
    """The values of a row as they are meant: positions as an order, defaults of scoring as their values."""
    values = model_to_dict(row) | {field.name: getattr(row, field.name) for field in fields_of(type(row))}
    if "position" in values:
        owner = {name: values[name] for name in ("festival", "contest", "scheme") if name in values}
        values["position"] = (
            type(row)._default_manager.filter(position__lt=values["position"], **owner).count()
        )
    if isinstance(row, Scoring) and row.round_id is None:
        policy = policy_of(row, Policy())
        values |= {key: getattr(policy, key) for key in POLICY_KEYS}
    return values


def imported_again(festival: Festival) -> Festival:
    """The festival of an import of its export, beside the source, which gets another slug."""
    bundle = zipped(export_bundle(festival))
    slug = festival.slug
    Festival.objects.filter(pk=festival.pk).update(slug="nguon")
    done = import_bundle(open_upload(io.BytesIO(bundle), name="stem.zip"), by=None)
    assert done.faults == []
    Festival.objects.filter(pk=festival.pk).update(slug="nguon", name=festival.name)
    return Festival.objects.get(slug=slug)


def test_every_model_holds_settings_or_says_why_not() -> None:
    known = {model._meta.label for model in SETTINGS} | set(NO_SETTINGS)
    every = {model._meta.label for app in APPS for model in apps.get_app_config(app).get_models()}
    assert len(every) >= 30
    assert {label for label in every if "_" not in label} - known == set()
    assert known - every == set()


def test_exceptions_name_fields_that_exist() -> None:
    every = {named(field) for model in SETTINGS for field in fields_of(model)}
    assert (set(NOT_EXPORTED) | set(NOT_COPIED) | set(OWN)) - every == set()
    assert len(every) >= 60


@pytest.mark.parametrize("make_festival", [make_full, make_plain])
def test_every_setting_is_exported_and_imported(make_festival: Any) -> None:
    festival = make_festival()
    before = settings_of(festival, without={**NOT_EXPORTED, "festival.Festival.slug": "changed by the test"})
    fresh = imported_again(festival)
    after = settings_of(fresh, without={**NOT_EXPORTED, "festival.Festival.slug": "changed by the test"})
    assert after == before


@pytest.mark.parametrize("make_festival", [make_full, make_plain])
def test_every_setting_is_copied_to_the_next_year(make_festival: Any) -> None:
    festival = make_festival()
    by = make.make_organiser(festival)
    fresh = copy_festival(source=festival, by=by, name="Năm sau", slug="nam-sau", school_year="2032-2033")
    assert settings_of(fresh, without=NOT_COPIED) == settings_of(festival, without=NOT_COPIED)


def test_copy_resets_what_belongs_to_the_past_year() -> None:
    festival = make_full()
    by = make.make_organiser(festival)
    fresh = copy_festival(source=festival, by=by, name="Năm sau", slug="nam-sau", school_year="2032-2033")
    own = {"slug": "nam-sau", "name": "Năm sau", "school_year": "2032-2033", "state": "draft"}
    names = [name.rpartition(".")[2] for name in NOT_COPIED if name.startswith("festival.Festival.")]
    kept = {name: getattr(fresh, name) for name in names if name != "created_at"}
    assert kept == {name: own.get(name, getattr(Festival(), name)) for name in kept}
    contest = fresh.contests.get(slug="robot")
    assert (contest.opens_at, contest.closes_at, contest.state) == (None, None, "open")


def test_walk_finds_a_field_that_is_not_exported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(NOT_EXPORTED, "festival.Festival.created_at")
    festival = make_full()
    before = settings_of(festival, without=NOT_EXPORTED)["festival.Festival"]
    assert settings_of(imported_again(festival), without=NOT_EXPORTED)["festival.Festival"] != before
