"""What demo/signins.toml says about the people of the demo."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody who may try the demo, and what there is to do."""

    login: str
    role: str
    todo: str


@dataclass(frozen=True, slots=True)
class DemoFestival:
    """A demo festival that is over: `finish` are its contests, taken to the published table by two people."""

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
    remarks: dict[str, str]  # title of a registration → why it was sent back or declined
    festivals: tuple[DemoFestival, ...]


def demo_folder() -> Path:
    """Where the demo's bundles and its list of people lie."""
    return Path(settings.BASE_DIR) / "demo"


def read_demo() -> Demo:
    """The demo's people, their password, and what to do with its finished festivals."""
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
