"""Reads demo/signins.toml, the accounts of the demo."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """An account of the demo, with what its user can try."""

    login: str
    role: str
    todo: str


@dataclass(frozen=True, slots=True)
class DemoFestival:
    """A finished demo festival; `finish` names contests whose results two people certify and publish."""

    slug: str
    folder: Path
    finish: tuple[str, ...]
    freezer: str
    certifier: str


@dataclass(frozen=True, slots=True)
class Demo:
    """The whole file."""

    password: str
    people: tuple[DemoPerson, ...]
    remarks: dict[str, str]  # title of a registration → the remark with which it was sent back or declined
    festivals: tuple[DemoFestival, ...]


def demo_folder() -> Path:
    """The folder of the demo's bundles and accounts."""
    return Path(settings.BASE_DIR) / "demo"


def read_demo() -> Demo:
    """Read the accounts, their password and the finished festivals."""
    data = tomllib.loads((demo_folder() / "signins.toml").read_text(encoding="utf-8"))
    return Demo(
        password=data["password"],
        people=tuple(DemoPerson(**one) for one in data["person"]),
        remarks={one["title"]: one["text"] for one in data["remark"]},
        festivals=tuple(
            DemoFestival(
                slug=one["slug"],
                folder=demo_folder() / one["folder"],
                finish=tuple(one["finish"]),
                freezer=one["freezer"],
                certifier=one["certifier"],
            )
            for one in data["festival"]
        ),
    )
