"""Pictures and papers of a bundle: known by content, never from outside the bundle, out again as they are."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from booths.models import Photo
from contests.models import Attachment
from desk.exports import export_bundle, write_folder
from desk.imports import Imported, import_bundle
from festival.models import Festival
from festival.refusals import RuleBroken
from festival.tables.files import open_path, open_upload
from festival.tables.raw import Refused
from tests.desk.sample import GOOD, run_import, write

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PHOTOS = "school_code,booth,file,caption,shows_pupils\nTH1,Vườn thông minh,{},Vườn,1\n"
PAPERS = "contest,number,file,title\nky-nang,002,{},Bài làm\n"
PDF = b"%PDF-1.4\n%%EOF\n"


def png(size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "PNG")
    return out.getvalue()


def import_loose(folder: Path, files: dict[str, bytes], *, photo: str = "", paper: str = "") -> Imported:
    tables = dict(GOOD)
    if photo:
        tables["photos.csv"] = PHOTOS.format(photo)
    if paper:
        tables["attachments.csv"] = PAPERS.format(paper)
    write(folder, tables)
    for name, data in files.items():
        (folder / "files" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "files" / name).write_bytes(data)
    return import_bundle(open_path(folder), by=None)


def stored() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def kept(photo: Photo) -> bytes:
    return Path(photo.image.path).read_bytes()


def test_pictures_and_papers_come_in_and_go_out(tmp_path: Path) -> None:
    files = {"anh/vuon.png": png(), "bai.pdf": PDF}
    done = import_loose(tmp_path / "a", files, photo="anh/vuon.png", paper="bai.pdf")
    assert done.faults == []
    photo, paper = Photo.objects.get(), Attachment.objects.get()
    assert (photo.name, photo.width, photo.height, photo.shows_pupils) == ("vuon.png", 40, 30, True)
    assert (paper.name, paper.title, paper.content_type) == ("bai.pdf", "Bài làm", "application/pdf")
    again = import_loose(tmp_path / "a", files, photo="anh/vuon.png", paper="bai.pdf")
    assert (again.created, again.changed) == (0, 0)
    out = tmp_path / "out"
    write_folder(export_bundle(Festival.objects.get()), out)
    assert (out / "files/ky-nang/002/bai.pdf").read_bytes() == PDF
    assert (out / "files/th1/vuon-thong-minh/vuon.png").read_bytes() == kept(photo)
    back = import_bundle(open_path(out), by=None)
    assert (back.faults, back.created, back.changed) == ([], 0, 0)
    Photo.objects.all().delete()
    assert import_bundle(open_path(out), by=None).created == 1
    assert (out / "files/th1/vuon-thong-minh/vuon.png").read_bytes() == kept(Photo.objects.get())


def test_another_picture_under_the_same_name_replaces_it(
    tmp_path: Path, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    import_loose(tmp_path, {"a.png": png()}, photo="a.png")
    old = Path(Photo.objects.get().image.path)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        done = import_loose(tmp_path, {"a.png": png((50, 20))}, photo="a.png")
    assert (done.created, done.changed) == (0, 1)
    assert (Photo.objects.get().width, old.exists()) == (50, False)


BAD = [
    ("../schools.csv", {}, 'không có tệp "files/../schools.csv"'),
    ("/etc/passwd", {}, 'không có tệp "files//etc/passwd"'),
    ("a\\b.png", {}, 'không có tệp "files/a\\b.png"'),
    ("khac.png", {}, 'không có tệp "files/khac.png"'),
    ("a.png", {"a.png": b"<svg/>"}, "“a.png” không phải ảnh JPEG, PNG hoặc WebP đọc được."),
]


@pytest.mark.parametrize(("name", "files", "message"), BAD)
def test_picture_that_is_none_or_not_there_is_a_fault(
    tmp_path: Path, name: str, files: dict[str, bytes], message: str
) -> None:
    before = stored()
    done = import_loose(tmp_path, files, photo=name)
    assert len(done.faults) == 1
    assert done.faults[0].startswith("photos.csv:2: file: ")
    if "không có tệp" in message:
        assert done.faults[0] == f"photos.csv:2: file: {message}"
    assert stored() == before


def test_paper_whose_content_is_not_its_kind_is_a_fault(tmp_path: Path) -> None:
    done = import_loose(tmp_path, {"bai.pdf": b"MZ\x90"}, paper="bai.pdf")
    assert len(done.faults) == 1
    assert done.faults[0].startswith("attachments.csv:2: file: ")


def test_symbolic_link_out_of_the_bundle_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(PDF)
    folder = tmp_path / "b"
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "bai.pdf").symlink_to(secret)
    done = import_loose(folder, {}, paper="bai.pdf")
    assert done.faults == ['attachments.csv:2: file: không có tệp "files/bai.pdf"']


def test_nothing_is_stored_when_a_row_is_wrong(tmp_path: Path) -> None:
    before = stored()
    import_loose(tmp_path, {"a.png": png()}, photo="a.png", paper="khac.pdf")
    assert stored() == before


def test_nothing_stays_stored_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from desk import imports as importing

    before = stored()

    def fail(*_args: object, **_words: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(importing, "log_event", fail)
    with pytest.raises(OSError, match="disk full"):
        import_loose(tmp_path, {"a.png": png()}, photo="a.png")
    assert stored() == before
    assert not Festival.objects.exists()


def zip_of(*members: tuple[str, bytes, int]) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data, mode in members:
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    out.seek(0)
    return out


@pytest.mark.parametrize(
    "name", ["../x.csv", "/x.csv", "a/../../x.csv", "c:\\x.csv", "a//b.csv", "x\x07.csv"]
)
def test_zip_that_leads_out_of_itself_is_refused(name: str) -> None:
    with pytest.raises(Refused):
        open_upload(zip_of((name, b"x", 0o100600)), name="a.zip")


def test_link_in_a_zip_is_refused() -> None:
    with pytest.raises(Refused):
        open_upload(zip_of(("schools.csv", b"/etc/passwd", 0o120777)), name="a.zip")


def test_zip_that_grows_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from festival.tables import files as sources

    monkeypatch.setattr(sources, "LARGEST_ZIP", 1_000_000)
    with pytest.raises(Refused):
        open_upload(zip_of(("schools.csv", b"0" * 2_000_000, 0o100600)), name="a.zip")
    monkeypatch.setattr(sources, "MOST_FILES", 3)
    with pytest.raises(Refused):
        open_upload(zip_of(*((f"{n}.csv", b"", 0o100600) for n in range(4))), name="a.zip")


def test_table_larger_than_allowed_is_a_fault_of_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from festival.tables import raw

    monkeypatch.setattr(raw, "MOST_ROWS", 3)
    assert run_import(tmp_path).faults == [
        "schools.csv: có hơn 3 dòng",
        "entries.csv: có hơn 3 dòng",
        "assignments.csv: có hơn 3 dòng",
        "scores.csv: có hơn 3 dòng",
    ]


def test_export_into_a_folder_that_holds_things_is_refused(tmp_path: Path) -> None:
    run_import(tmp_path / "in")
    with pytest.raises(RuleBroken):
        write_folder(export_bundle(Festival.objects.get()), tmp_path / "in")
