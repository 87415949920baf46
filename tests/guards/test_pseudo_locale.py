"""Every visible text is translated or is data: pages are read with marks around translated texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import models, transaction
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils.translation import _trans  # type: ignore[attr-defined]

from awards.pages.scheme import TIERS
from festival.forms.tables import SCHOOL_LIST
from tests import make
from tests.access.matrix import ENDPOINTS, Endpoint
from tests.access.test_matrix import address
from tests.access.world import World, make_world
from tests.guards.tree import APPS, ROOT

READERS = ("visitor", "organiser", "secretary", "school", "judge")  # the other roles see the same pages
LIBRARIES = ("account_login", "account_reset_password")
STAFF = ("festival:new", "desk:new-import")
NAMED = ("title", "aria-label", "aria-description", "placeholder", "alt", "content")
SKIPPED = {"script", "style", "template", "svg", "code", "kbd", "textarea"}
MARKED = re.compile("⟦[^⟦⟧]*⟧")
WORD = re.compile(r"[^\W\d_]{2,}")
CODE = re.compile(r"[a-z0-9#][\w\-./:#?=&%,;+]*|[\[{].*[\]}]|https?://\S*|/\S*|id_\w+( id_\w+)*", re.DOTALL)
OWN_NAMES = {"Festival", "Tiếng Việt", "English", "QR", "PDF", "CSV", "ZIP", "JSON", "HTML", "IT", "STEM"}
PRINTED = {"Ban Tổ chức"}
"""What papers print in Vietnamese, and pages quote."""
FILE_TEXTS = {
    word for cell in SCHOOL_LIST.columns.values() for word in (str(cell.label), ", ".join(cell.also))
} | set(TIERS)
QUOTED = re.compile(r"""(["'`])((?:(?!\1)[^\\\n]|\\.)*)\1""")
SENTENCE = re.compile(r"^[A-Z][a-z]+[ .…!?:]|[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}|.[À-ỹĐđ]|[À-ỹĐđ].")


class Reader(HTMLParser):
    """Collects visible texts, and attributes that a screen reader reads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.skipped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SKIPPED:
            self.skipped.append(tag)
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and given.get("name") != "description":
            return
        self.found += [given[name] for name in NAMED if name in given]
        self.found += [value for name, value in given.items() if name.startswith("data-") and spoken(value)]
        if tag == "input" and given.get("type") in {"submit", "button"}:
            self.found.append(given.get("value", ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.skipped and self.skipped[-1] == tag:
            self.skipped.pop()

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.found.append(data)


def spoken(value: str) -> bool:
    """Whether a data- attribute contains text: not a code, a URL or a table of numbers."""
    return bool(value) and not CODE.fullmatch(value.strip())


def texts(html: str) -> list[str]:
    """The visible texts of a page, without the empty ones; what was translated is ✓, tags and all."""
    reader = Reader()
    while MARKED.search(html):
        html = MARKED.sub("✓", html)
    reader.feed(html)
    reader.close()
    return [" ".join(text.split()) for text in reader.found if text.strip()]


def unmarked(text: str, data: re.Pattern[str]) -> str:
    """The rest of a text without translations and data; "" when it contains no word."""
    left = data.sub(" ", text)
    return " ".join(left.split()) if WORD.search(left) else ""


def known_data(extra: set[str]) -> re.Pattern[str]:
    """A pattern of every text in the database except choices, and of hexadecimal digests."""
    values = {" ".join(value.split()) for value in (*_columns(), *extra)} - {""}
    longest = sorted(values, key=lambda value: (-len(value), value))
    return re.compile(r"[0-9a-f]{12,}…?|(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)")


def _columns() -> Iterator[str]:
    kinds = (models.CharField, models.TextField, models.FileField)
    for model in (model for app in APPS for model in apps.get_app_config(app).get_models()):
        for field in model._meta.fields:
            if isinstance(field, kinds) and not field.choices:
                yield from map(str, model._default_manager.values_list(field.name, flat=True).distinct())


def _marks(say: Callable[..., str]) -> Callable[..., str]:
    return lambda *words: f"⟦{say(*words)}⟧"


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> None:
    """Return the translation between ⟦ and ⟧."""
    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        monkeypatch.setattr(_trans, name, _marks(getattr(_trans, name)))


def visits(world: World) -> Iterator[tuple[str, str]]:
    """URL and text of every page, for each role with access."""
    staff = make.make_user(is_staff=True)
    for role, person in [*((role, world.people[role]) for role in READERS), ("staff", staff)]:
        client = Client(headers={"accept-language": "vi"})
        if person:
            client.force_login(person)
        for url in _urls(world, role):
            answer = client.get(url, follow=True)
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                yield url, answer.content.decode()
            for close in vars(answer)["_resource_closers"]:  # close() would close the connection of the test
                close()


def _urls(world: World, role: str) -> list[str]:
    if role == "staff":
        return [reverse(name) for name in STAFF]
    own: list[Endpoint] = [
        endpoint for endpoint in ENDPOINTS if endpoint.method == "get" and role in endpoint.may.split()
    ]
    return [address(world, endpoint) for endpoint in own] + [
        reverse(name) for name in LIBRARIES if role == "visitor"
    ]


@pytest.mark.django_db
def test_every_visible_text_is_translated_or_data(pseudo: None) -> None:
    with transaction.atomic():
        pages = list(visits(make_world()))
        data = known_data(OWN_NAMES | FILE_TEXTS | PRINTED)
        transaction.set_rollback(True)
    read = [(url, text) for url, page in pages for text in texts(page)]
    faults = sorted({f"{url}: {left}" for url, text in read if (left := unmarked(text, data))})

    assert len({url for url, _ in pages}) >= 60
    assert sum("✓" in text for _, text in read) >= 1000
    assert not faults, "\n".join(faults)


def test_unmarked_text_is_found(pseudo: None) -> None:
    page = Template(
        "{% load i18n %}<p title='Close it'>{% translate 'Save' %} 12 Kim Liên</p><p>Not marked</p>"
        "<p>{% blocktranslate with name='Tổ 1' %}Edit {{ name }}{% endblocktranslate %}</p>"
    ).render(Context())

    left = [unmarked(text, re.compile("Kim Liên")) for text in texts(page)]

    assert [text for text in left if text] == ["Close it", "Not marked"]


def sentences(source: str) -> list[str]:
    """Quoted strings of a script that look like texts for users."""
    code = re.sub(r"/\*.*?\*/|(?<!\S)//[^\n]*", "", source, flags=re.DOTALL)
    return [text for _, text in QUOTED.findall(code) if SENTENCE.search(text)]


def test_scripts_say_nothing_of_their_own() -> None:
    """Scripts take their texts from data- attributes, in the page's language."""
    files = sorted((ROOT / "static/js").glob("*.js"))

    assert len(files) >= 12
    assert {path.name: found for path in files if (found := sentences(path.read_text()))} == {}


def test_words_in_a_script_are_found() -> None:
    assert sentences("say('Saved.'); // 'A note'\nsay(\"đã lưu\", 'click', 'aria-busy')") == [
        "Saved.",
        "đã lưu",
    ]
