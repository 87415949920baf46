"""The names of the office on papers: optional in a bundle, so that older bundles import as before."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desk.exports import export_bundle
from festival.models import Festival
from tests.desk.sample import GOOD, run_import

pytestmark = [pytest.mark.django_db, pytest.mark.database]
OPTIONAL = ("body_name", "issuer", "invitation_number")


def older() -> dict[str, str]:
    """The sample bundle as it was before it had these keys."""
    toml = re.sub(rf"(?m)^(?:{'|'.join(OPTIONAL)}) = .*\n", "", GOOD["festival.toml"])
    assert len(toml.splitlines()) == len(GOOD["festival.toml"].splitlines()) - len(OPTIONAL)
    return {**GOOD, "festival.toml": toml}


def names() -> tuple[str, ...]:
    festival = Festival.objects.get()
    return (festival.body_name, festival.issuer, festival.invitation_number)


def test_older_bundle_imports_without_warning_and_prints_the_body_in_a_sentence(tmp_path: Path) -> None:
    done = run_import(tmp_path, older())

    festival = Festival.objects.get()
    assert [text for text in done.warnings if any(key in text for key in OPTIONAL)] == []
    assert names() == ("", "", "")
    assert (festival.body_in_sentence, festival.certificate_issuer) == ("Ủy ban nhân dân xã An Khánh",) * 2


def test_older_bundle_imported_again_keeps_what_was_typed_on_the_page(tmp_path: Path) -> None:
    run_import(tmp_path / "a")
    typed = names()
    run_import(tmp_path / "b", older())

    assert (
        names()
        == typed
        == ("Ủy ban nhân dân xã An Khánh", "Ban Tổ chức Ngày hội STEM xã An Khánh", "05/GM-UBND")
    )


def test_export_has_the_keys_only_where_they_have_a_value(tmp_path: Path) -> None:
    run_import(tmp_path, older())
    assert [key for key in OPTIONAL if key in toml_of(Festival.objects.get())] == []

    Festival.objects.update(issuer="Ban Tổ chức")
    assert 'issuer = "Ban Tổ chức"' in toml_of(Festival.objects.get())


def toml_of(festival: Festival) -> str:
    return export_bundle(festival).toml
