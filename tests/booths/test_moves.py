"""Booths and entries move alike: the same states and audit events, each kind with what follows from it."""

from __future__ import annotations

from typing import Any

import pytest

from booths.actions.kind import BOOTHS
from booths.models import AnyRegistration, Booth
from contests.actions import registrations
from contests.actions.entries import ENTRIES
from contests.models import Entry
from festival.models import AuditEvent
from festival.refusals import RuleBroken
from tests.make import NOW, make_booth, make_entry, make_festival, make_organiser, make_school, make_stand

pytestmark = pytest.mark.django_db
REMARK = {"remark": "Thiếu ảnh"}
SCHOOL = {"school": "thcs-la-phu", "version": 1}
OFFICE = {"school": "Trường THCS La Phù"}
MOVES: list[tuple[str, str, str, dict[str, str], str, dict[str, Any]]] = [
    ("recall", "submitted", "draft", {}, "recalled", SCHOOL),
    ("withdraw", "approved", "withdrawn", {}, "withdrawn", SCHOOL),
    ("restore", "withdrawn", "draft", {}, "restored", SCHOOL),
    ("approve", "submitted", "approved", {}, "approved", OFFICE),
    ("send_back", "approved", "returned", REMARK, "returned", {**OFFICE, **REMARK}),
    ("decline", "submitted", "declined", REMARK, "declined", {**OFFICE, **REMARK}),
]


def registration(noun: str, state: str) -> AnyRegistration:
    school = make_school(make_festival(), code="thcs-la-phu", name="Trường THCS La Phù")
    if noun == "entry":
        return make_entry(school=school, title="Robot", state=state, number="")
    stand = make_stand(school.festival)
    return make_booth(school, title="Robot", state=state, stand=stand)


@pytest.mark.parametrize("noun", ["booth", "entry"])
@pytest.mark.parametrize(("name", "state", "to", "typed", "done", "body"), MOVES)
def test_registration_moved_has_its_state_version_and_audit_event(
    noun: str, name: str, state: str, to: str, typed: dict[str, str], done: str, body: dict[str, Any]
) -> None:
    row = registration(noun, state)
    by = make_organiser(row.school.festival)
    kind: Any = BOOTHS if noun == "booth" else ENTRIES

    getattr(registrations, name)(kind=kind, row=row, by=by, now=NOW, **typed)

    event = AuditEvent.objects.select_related("body").get(action__startswith=noun)
    own = {"contest": row.contest.slug} if isinstance(row, Entry) else {}
    own |= {"number": "001"} if isinstance(row, Entry) and to == "approved" else {}
    assert (row.state, row.version, row.remark) == (to, 1, typed.get("remark", ""))
    assert (event.action, event.body.body) == (f"{noun}-{done}", {"title": "Robot", **own, **body})
    if isinstance(row, Booth):
        assert (row.stand is None) == (to in {"withdrawn", "declined"})


@pytest.mark.parametrize("noun", ["booth", "entry"])
@pytest.mark.parametrize("name", ["send_back", "decline"])
def test_decision_without_a_remark_is_refused(noun: str, name: str) -> None:
    row = registration(noun, "submitted")
    kind: Any = BOOTHS if noun == "booth" else ENTRIES
    with pytest.raises(RuleBroken, match="remark-needed"):
        getattr(registrations, name)(
            kind=kind, row=row, remark=" \n", by=make_organiser(row.school.festival), now=NOW
        )
    row.refresh_from_db()
    assert (row.state, AuditEvent.objects.filter(action__startswith=noun).count()) == ("submitted", 0)
