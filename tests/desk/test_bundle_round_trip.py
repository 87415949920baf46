"""What comes in goes out again: counts, the same bytes, workbooks, re-imports, what is never touched."""

from __future__ import annotations

import io
import uuid
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command
from django.utils import timezone

from awards.models import Prize
from booths.models import Booth
from contests.models import Contest, Entry, Member, Round
from desk.exports import export_bundle, workbook, zipped
from desk.imports import TABLES, import_bundle
from festival.models import AuditBody, AuditEvent, Festival, Membership, School, User
from festival.tables.files import open_path, open_upload
from judging.actions.incoming_ops import IncomingOp
from judging.actions.results import freeze_results
from judging.actions.sheets import Sender, receive_op
from judging.models import Assignment, Judge, Mark, ScoreOp, ScoreSheet, Scoring
from judging.rules.sync import Payload, payload_hash
from tests.conftest import no_triggers
from tests.desk.sample import GOOD, run_import, with_cell, with_line, with_toml, without, write
from tests.make import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def bytes_of(slug: str = "ngay-hoi") -> dict[str, bytes]:
    return dict(export_bundle(Festival.objects.get(slug=slug)).contents())


def forget() -> None:
    """An empty database, as on another server."""
    with no_triggers():
        for model in (Mark, ScoreOp, ScoreSheet, Assignment, AuditBody, AuditEvent, Booth, Entry, Judge):
            model._default_manager.all().delete()
        for other in (Contest, School, Festival, User):
            other._default_manager.all().delete()


def test_first_import_creates_every_row_and_the_second_writes_nothing(tmp_path: Path) -> None:
    first = run_import(tmp_path)
    assert (first.faults, first.warnings) == ([], [])
    assert first.counts.rows["scores"] == {"created": 8, "unchanged": 1}  # one row says "not marked"
    lines = AuditEvent.objects.count()
    second = run_import(tmp_path)
    assert (second.created, second.changed) == (0, 0)
    assert second.unchanged == first.created + first.unchanged
    assert AuditEvent.objects.count() == lines == 1
    assert ScoreOp.objects.filter(source="import", outcome="applied").count() == 6
    assert second.digest == first.digest != ""


def test_import_is_one_audit_event_with_the_digest(tmp_path: Path) -> None:
    organiser = make_user(is_staff=True)
    done = run_import(tmp_path, by=organiser)
    line = AuditEvent.objects.get()
    assert (line.action, line.actor) == ("festival-imported", organiser)
    assert line.body.body["digest"] == done.digest
    assert set(ScoreOp.objects.values_list("receipt", "author")) == {(line.hash, organiser.pk)}


def test_dry_run_counts_the_same_and_writes_nothing(tmp_path: Path) -> None:
    trial = run_import(tmp_path, dry_run=True)
    assert (Festival.objects.count(), User.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)
    assert trial.summary == run_import(tmp_path).summary


def test_values_arrive_as_they_were_meant(tmp_path: Path) -> None:
    run_import(tmp_path)
    festival = Festival.objects.get()
    assert festival.state == Festival.State.OPEN
    assert (festival.decision_number, festival.invitation_number) == ("12/QĐ-UBND", "05/GM-UBND")
    assert (festival.body_name, festival.issuer) == (
        "Ủy ban nhân dân xã An Khánh",
        "Ban Tổ chức Ngày hội STEM xã An Khánh",
    )
    assert sorted(festival.signers.values_list("kind", "title")) == [
        ("", "CHỦ TỊCH"),
        ("participation", "TRƯỞNG PHÒNG"),
    ]
    assert list(School.objects.order_by("code").values_list("code", "participation", "phone")) == [
        ("CS1", "declined", ""),
        ("TH1", "confirmed", "0400000001"),
        ("TH2", "invited", ""),
    ]
    scoring = Scoring.objects.get(contest__slug="ky-nang", round=None)
    assert (scoring.method, scoring.clip, scoring.discrepancy_discuss) == (
        "clipped_mean",
        Decimal("2.5"),
        Decimal("0.15"),
    )
    assert Scoring.objects.get(round__code="ly-thuyet").method == "mean"
    assert list(Round.objects.filter(contest__slug="gian-hang").values_list("code", flat=True)) == [""]
    assert Prize.objects.get(code="nhat").minimum == Decimal("80.5")
    booth = Booth.objects.get(title="Vườn thông minh")
    assert booth.entry is not None
    assert (booth.entry.number, booth.entry.place, booth.entry.walk_order) == ("GH1", "A1", 1)
    assert {school.code for school in booth.entry.partners.all()} == {"TH2", "CS1"}
    member = Member.objects.get(full_name="Đỗ Văn Ân")
    assert (member.salutation, member.role, str(member.born_on)) == ("ông", "staff", "1985-12-31")
    assert Membership.objects.filter(role="judge").count() == 2


def test_people_have_no_password_and_sign_in_by_phone_where_there_is_no_address(tmp_path: Path) -> None:
    run_import(tmp_path)
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert User.objects.get(full_name="Lê Thị Thúy").login == "0400000012"


def test_assignments_of_a_whole_contest_leave_out_own_school_and_what_is_not_approved(tmp_path: Path) -> None:
    run_import(tmp_path)
    rows = Assignment.objects.filter(judge__user__login="gk1@example.vn")
    assert list(rows.values_list("round__code", "entry__number", "panel__name")) == [
        ("thuc-hanh", "002", "Tổ 1")
    ]


def test_scores_become_sheets_with_marks_in_hundredths(tmp_path: Path) -> None:
    run_import(tmp_path)
    sheets = ScoreSheet.objects.filter(assignment__judge__user__login="gk2@example.vn")
    found = {
        (sheet.assignment.entry.number, sheet.state, sheet.comment): sorted(
            sheet.marks.values_list("criterion__code", "hundredths")
        )
        for sheet in sheets
    }
    assert found == {
        ("001", "submitted", "Tốt"): [("sang-tao", 1725), ("trinh-bay", 0)],
        ("002", "draft", ""): [("sang-tao", 2000), ("trinh-bay", 950)],
        ("GH1", "submitted", ""): [("noi-dung", 4525)],
    }
    half = ScoreSheet.objects.get(assignment__judge__user__login="gk1@example.vn")
    assert (half.state, half.version) == ("draft", 1)
    assert sorted(half.marks.values_list("criterion__code", "hundredths")) == [
        ("sang-tao", 1800),
        ("trinh-bay", None),
    ]


def test_export_of_an_import_is_a_fixed_point(tmp_path: Path) -> None:
    run_import(tmp_path)
    first = bytes_of()
    forget()
    folder = tmp_path / "again"
    for name, data in first.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    done = import_bundle(open_path(folder), by=None)
    assert done.faults == []
    assert bytes_of() == first
    again = import_bundle(open_path(folder), by=None)
    assert (again.created, again.changed) == (0, 0)


def test_import_of_an_export_changes_nothing_where_it_came_from(tmp_path: Path) -> None:
    run_import(tmp_path)
    bundle = export_bundle(Festival.objects.get())
    done = import_bundle(open_upload(io.BytesIO(zipped(bundle)), name="bundle.zip"), by=None)
    assert (done.faults, done.created, done.changed) == ([], 0, 0)
    done = import_bundle(open_upload(io.BytesIO(workbook(bundle)), name="ngay-hoi.xlsx"), by=None)
    assert (done.faults, done.created, done.changed) == ([], 0, 0)


def test_exported_tables_are_plain_csv_with_english_keys(tmp_path: Path) -> None:
    run_import(tmp_path)
    files = bytes_of()
    for table in TABLES:
        text = files[f"{table.name}.csv"].decode("utf-8")
        keys = [key for key, cell in table.columns.items() if not cell.extra]
        assert text.splitlines()[0] == ",".join(keys)
    assert b"ky-nang,thuc-hanh,gk2@example.vn,001,sang-tao,17.25,T\xe1\xbb\x91t,\n" in files["scores.csv"]


def test_commands_print_counts_faults_and_their_exit_code(tmp_path: Path, capsys: Any) -> None:
    call_command("import_festival", write(tmp_path / "good", GOOD))
    assert capsys.readouterr().out.splitlines()[-1].startswith("created ")
    with pytest.raises(SystemExit) as end:
        call_command("import_festival", write(tmp_path / "bad", with_cell("scores.csv", 4, "points", "21")))
    captured = capsys.readouterr()
    assert end.value.code == 1
    assert captured.err == 'scores.csv:4: points: 21 lớn hơn điểm tối đa 20 của "sang-tao"\n'
    assert captured.out == ""


def test_known_person_keeps_the_name(tmp_path: Path) -> None:
    known = make_user("Phạm Ánh", login="gk1@example.vn")
    run_import(tmp_path)
    known.refresh_from_db()
    assert known.full_name == "Phạm Ánh"
    assert (run_import(tmp_path).created, run_import(tmp_path).changed) == (0, 0)


def test_import_never_deletes(tmp_path: Path) -> None:
    run_import(tmp_path)
    done = run_import(tmp_path, {name: GOOD[name] for name in ("festival.toml", "schools.csv")})
    assert (done.created, done.changed) == (0, 0)
    assert (Entry.objects.count(), Member.objects.count(), Mark.objects.count()) == (4, 2, 9)


def test_changed_cell_is_one_changed_row(tmp_path: Path) -> None:
    run_import(tmp_path)
    done = run_import(tmp_path, with_cell("scores.csv", 4, "points", "18"))
    assert (done.faults, done.created, done.changed) == ([], 0, 1)
    sheet = ScoreSheet.objects.get(comment="Tốt")
    assert (sheet.version, sheet.ops.count()) == (2, 2)
    done = run_import(tmp_path, with_cell("schools.csv", 3, "name", "Trường Tiểu học Vân Canh B"))
    assert (done.faults, done.created, done.changed) == ([], 0, 2)  # the score goes back as well


def test_marks_of_rows_that_are_gone_stay(tmp_path: Path) -> None:
    run_import(tmp_path)
    short = "\n".join(line for line in GOOD["scores.csv"].splitlines() if "001,trinh-bay" not in line)
    done = run_import(tmp_path, GOOD | {"scores.csv": short})
    assert (done.created, done.changed) == (0, 0)


def freeze(slug: str) -> Contest:
    contest = Contest.objects.get(slug=slug)
    freeze_results(contest=contest, by=make_user(), now=timezone.now())
    contest.refresh_from_db()
    return contest


FROZEN = [
    (with_cell("scores.csv", 10, "points", "45.5"), "scores.csv:10: points"),
    (with_cell("booths.csv", 2, "summary", "Khác"), "booths.csv:2: title"),
    (with_cell("booths.csv", 2, "partners", "TH2"), "booths.csv:2: title"),
    (with_line("assignments.csv", "gian-hang,,gk1@example.vn,,,"), None),
    (with_toml("maximum = 50", "maximum = 60"), 'festival.toml: contest "gian-hang": criterion "noi-dung"'),
    (with_toml('name = "Gian hàng"', 'name = "Gian"'), 'festival.toml: contest "gian-hang"'),
    (with_line("entries.csv", "gian-hang,GH7,,TH2,Mới,,"), "entries.csv:5: number"),
    (with_cell("assignments.csv", 5, "panel", "Tổ 9"), "assignments.csv:5: judge"),
]


@pytest.mark.parametrize(("files", "place"), FROZEN)
def test_change_to_a_frozen_contest_is_a_fault(
    tmp_path: Path, files: dict[str, str], place: str | None
) -> None:
    run_import(tmp_path)
    freeze("gian-hang")
    before = bytes_of()
    done = run_import(tmp_path, files)
    reason = 'cuộc thi "gian-hang" đã khóa điểm, không thay đổi được nữa'
    assert done.faults == ([f"{place}: {reason}"] if place else [])
    assert bytes_of() == before


def test_unchanged_bundle_of_a_frozen_contest_comes_in(tmp_path: Path) -> None:
    run_import(tmp_path)
    freeze("gian-hang")
    done = run_import(tmp_path)
    assert (done.faults, done.created, done.changed) == ([], 0, 0)


def test_tablet_scores_are_the_base_of_an_import(tmp_path: Path) -> None:
    run_import(tmp_path)
    sheet = ScoreSheet.objects.get(comment="Tốt")
    payload = Payload({"sang-tao": 1000, "trinh-bay": 500}, "Tốt", submitted=True)
    judge = sheet.assignment.judge
    assert judge is not None
    op = ScoreOp.objects.get(sheet=sheet)
    receipt = receive_op(
        IncomingOp(uuid.uuid4(), str(sheet.pk), 1, op.schema, payload, payload_hash(payload)),
        Sender(Festival.objects.get(), judge.user, timezone.now()),
    )
    assert receipt.outcome == "applied"  # the schema that the import kept is the tablet's
    done = run_import(tmp_path)
    assert done.counts.rows["scores"] == {"changed": 2, "unchanged": 7}
    assert ScoreSheet.objects.get(pk=sheet.pk).version == 3


def test_headings_and_choices_in_vietnamese_with_semicolons_and_a_mark(tmp_path: Path) -> None:
    files = GOOD | {
        "schools.csv": "\ufeffMã trường;Tên trường;CẤP HỌC;Tham gia;SDT\n"
        "TH1;Trường Tiểu học An Khánh;Tiểu học;Có;400000001\n"
        "TH2;Trường Tiểu học Vân Canh;tieu hoc;;\n"
        'CS1;"Trường; THCS";Trung học cơ sở;không;\n'
    }
    done = run_import(tmp_path, files)
    assert done.faults == []
    assert done.warnings == ['schools.csv:2: SDT: "400000001" thiếu số 0 đầu; hiểu là "0400000001"']
    assert list(School.objects.order_by("code").values_list("code", "level", "participation", "phone")) == [
        ("CS1", "thcs", "declined", ""),
        ("TH1", "tieu-hoc", "confirmed", "0400000001"),
        ("TH2", "tieu-hoc", "invited", ""),
    ]


def test_tables_may_be_sheets_of_a_workbook(tmp_path: Path) -> None:
    run_import(tmp_path)
    first = bytes_of()
    bundle = export_bundle(Festival.objects.get())
    forget()
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "festival.xlsx").write_bytes(workbook(bundle))
    for path in (folder / "festival.xlsx", folder):
        done = import_bundle(open_path(path), by=None)
        assert (done.faults, done.warnings) == ([], [])
    assert bytes_of() == first


def test_workbook_keeps_leading_zeros_reads_numbers_and_names_its_sheet(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "festival.toml").write_text(GOOD["festival.toml"])
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Danh sách trường"
    sheet.append(["Mã trường", "Tên trường", "Cấp học", "Điện thoại", "Mức độ chuyển đổi số trong dạy học"])
    sheet.append([7, "Trường A", "Tiểu học", 912345678, 2.0])
    sheet["A2"].number_format = "000"
    sheet.append(["=1+1", "Trường B", "Tiểu học", None, None])
    book.save(folder / "truong.xlsx")
    done = import_bundle(open_path(folder / "truong.xlsx"), by=None)
    assert done.faults == [
        "truong.xlsx/Danh sách trường:3: Mã trường: ô công thức chưa có giá trị; hãy dán giá trị vào ô"
    ]
    sheet["A3"] = "008"
    book.save(folder / "truong.xlsx")
    assert import_bundle(open_path(folder / "truong.xlsx"), by=None).faults == []
    assert list(School.objects.order_by("code").values_list("code", "phone", "digital_teaching")) == [
        ("007", "0912345678", 2),
        ("008", "", None),
    ]


def test_workbook_neutralises_what_looks_like_a_formula(tmp_path: Path) -> None:
    run_import(tmp_path, with_cell("booths.csv", 2, "summary", '=HYPERLINK("http://x";"y")'))
    book = openpyxl.load_workbook(io.BytesIO(workbook(export_bundle(Festival.objects.get()))))
    cell = next(c for row in book["booths"].iter_rows() for c in row if "HYPER" in str(c.value))
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_entry_without_a_number_is_known_by_school_and_title(tmp_path: Path) -> None:
    run_import(tmp_path)
    done = run_import(tmp_path, with_cell("entries.csv", 4, "state", "submitted"))
    assert (done.created, done.changed) == (0, 1)
    done = run_import(tmp_path, with_cell("entries.csv", 4, "number", "003"))
    assert (done.created, done.changed) == (0, 1)
    assert Entry.objects.get(title="Bài nháp").number == "003"


def test_two_booths_may_change_places(tmp_path: Path) -> None:
    files = with_cell("booths.csv", 3, "stand", "A2")
    run_import(tmp_path, files)
    swapped = with_cell("booths.csv", 2, "stand", "A2")["booths.csv"].replace("submitted,,", "submitted,A1,")
    done = run_import(tmp_path, GOOD | {"booths.csv": swapped})
    assert (done.faults, done.created, done.changed) == ([], 0, 2)
    assert sorted(Booth.objects.values_list("title", "stand__code")) == [
        ("Góc sách số", "A1"),
        ("Vườn thông minh", "A2"),
    ]


def test_naming_rounds_later_names_the_only_one(tmp_path: Path) -> None:
    run_import(tmp_path)
    new = with_toml('kind = "booth"\n', 'kind = "booth"\n[[contest.round]]\ncode = "cham"\n')
    files = {name: text.replace("gian-hang,,gk2", "gian-hang,cham,gk2") for name, text in new.items()}
    done = run_import(tmp_path, files)
    assert (done.faults, done.created) == ([], 0)
    assert list(Round.objects.filter(contest__slug="gian-hang").values_list("code", flat=True)) == ["cham"]


def test_missing_tables_are_no_fault(tmp_path: Path) -> None:
    assert run_import(tmp_path, without("scores.csv", "assignments.csv", "members.csv")).faults == []


def test_rubric_may_be_written_later(tmp_path: Path) -> None:
    start = GOOD["festival.toml"].index('[[contest.criterion]]\ncode = "noi-dung"')
    files = without("scores.csv") | {"festival.toml": GOOD["festival.toml"][:start]}
    done = run_import(tmp_path, files)
    assert done.faults == []
    assert done.warnings == ['festival.toml: contest "gian-hang": vòng chưa có tiêu chí nào']
