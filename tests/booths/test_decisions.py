"""What the office decides about booths and entries."""

from __future__ import annotations

import pytest

from booths.actions.decisions import approve, decline, send_back
from booths.actions.stands import make_stands, place_at_stand, remove_stand
from booths.models import Booth, Stand
from contests.models import Contest, Entry
from festival.models import AuditEvent
from festival.refusals import RuleBroken, StaleState
from tests.make import (
    NOW,
    make_booth,
    make_contest,
    make_entry,
    make_organiser,
    make_school,
    make_stand,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def competing_booth(state: str = Booth.State.SUBMITTED) -> Booth:
    school = make_school()
    contest = make_contest(school.festival, kind=Contest.Kind.BOOTH)
    entry = make_entry(contest, school=school, state=state)
    return make_booth(school, state=state, entry=entry)


def test_entry_approved_gets_the_next_number_of_its_contest() -> None:
    contest = make_contest()
    make_entry(contest, number="GV009", number_key="x")
    entry = make_entry(contest, state=Entry.State.SUBMITTED)
    make_entry(number="GV500")  # another contest's
    approve(registration=entry, by=make_organiser(contest.festival), now=NOW)
    entry.refresh_from_db()
    assert (entry.state, entry.number, entry.decided_at) == (Entry.State.APPROVED, "GV010", NOW)


def test_entry_approved_in_an_anonymous_contest_gets_a_code() -> None:
    contest = make_contest(anonymous=True)
    entry = make_entry(contest, state=Entry.State.SUBMITTED)
    approve(registration=entry, by=make_organiser(contest.festival), now=NOW)
    assert len(entry.code) == 4


def test_booth_decided_by_its_entry_takes_both_along() -> None:
    booth = competing_booth()
    assert booth.entry is not None
    approve(registration=booth.entry, by=make_organiser(booth.festival), now=NOW)
    booth.refresh_from_db()
    assert booth.entry is not None
    assert (booth.state, booth.entry.state) == ("approved", "approved")
    assert (booth.entry.title, booth.entry.number) == (booth.title, "001")
    assert AuditEvent.objects.filter(action="booth-approved", object_id=str(booth.pk)).count() == 1


def test_booth_sent_back_keeps_the_remark_for_its_school() -> None:
    booth = competing_booth()
    send_back(
        registration=booth, remark=" Thiếu  ảnh \nsản phẩm ", by=make_organiser(booth.festival), now=NOW
    )
    assert booth.entry is not None
    booth.entry.refresh_from_db()
    assert (booth.state, booth.remark) == ("returned", "Thiếu ảnh\nsản phẩm")
    assert (booth.entry.state, booth.entry.remark) == ("returned", "Thiếu ảnh\nsản phẩm")


def test_booth_sent_back_without_a_remark_is_refused() -> None:
    booth = competing_booth()
    with pytest.raises(RuleBroken, match="remark-needed"):
        send_back(registration=booth, remark="  ", by=make_organiser(booth.festival), now=NOW)
    assert Booth.objects.get().state == "submitted"


def test_booth_declined_leaves_its_stand() -> None:
    booth = competing_booth("approved")
    stand = make_stand(booth.festival)
    by = make_organiser(booth.festival)
    place_at_stand(booth=booth, stand=stand, by=by, now=NOW)
    decline(registration=booth, remark="Trùng nội dung", by=by, now=NOW)
    booth.refresh_from_db()
    assert booth.entry is not None
    assert (booth.stand, booth.entry.place, booth.entry.walk_order) == (None, "", None)


def test_decision_on_a_draft_is_refused() -> None:
    booth = make_booth(state=Booth.State.DRAFT)
    with pytest.raises(RuleBroken, match="bad-move"):
        approve(registration=booth, by=make_organiser(booth.festival), now=NOW)


def test_decision_overtaken_by_another_is_stale() -> None:
    booth = make_booth(state=Booth.State.SUBMITTED)
    by = make_organiser(booth.festival)
    approve(registration=Booth.objects.get(), by=by, now=NOW)
    with pytest.raises(StaleState):
        decline(registration=booth, remark="Muộn", by=by, now=NOW)


def test_decision_after_the_freeze_is_refused() -> None:
    booth = competing_booth()
    Contest.objects.update(state=Contest.State.FROZEN)
    with pytest.raises(RuleBroken, match="contest-not-open"):
        approve(registration=booth, by=make_organiser(booth.festival), now=NOW)
    assert Booth.objects.get().state == "submitted"


def test_stand_given_to_a_booth_is_where_judges_walk() -> None:
    booth = competing_booth("approved")
    by = make_organiser(booth.festival)
    make_stands(festival=booth.festival, codes=["A10", "A2", "A2", " "], zone="Sân trường", by=by)
    place_at_stand(booth=booth, stand=Stand.objects.get(code="A10"), by=by, now=NOW)
    assert booth.entry is not None
    entry = Entry.objects.get(pk=booth.entry.pk)
    assert (entry.place, entry.walk_order) == ("A10 · Sân trường", 2)


def test_stand_taken_by_another_booth_is_refused() -> None:
    booth = make_booth()
    other = make_booth(make_school(booth.festival))
    stand = make_stand(booth.festival)
    Booth.objects.filter(pk=other.pk).update(stand=stand)
    by = make_organiser(booth.festival)
    with pytest.raises(RuleBroken, match="stand-taken"):
        place_at_stand(booth=booth, stand=stand, by=by, now=NOW)
    with pytest.raises(RuleBroken, match="stand-taken"):
        remove_stand(stand=stand, by=by)


def test_stand_of_another_festival_is_refused() -> None:
    booth = make_booth()
    stand = make_stand(make_school().festival)
    with pytest.raises(RuleBroken, match="stand-of-other-festival"):
        place_at_stand(booth=booth, stand=stand, by=make_organiser(booth.festival), now=NOW)


def test_stands_that_exist_already_are_refused() -> None:
    stand = make_stand(make_school().festival)
    with pytest.raises(RuleBroken, match="no-new-stand"):
        make_stands(festival=stand.festival, codes=["A1"], by=make_organiser(stand.festival))
