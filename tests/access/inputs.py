"""Finds in the code what a request may contain: form fields, parameters, URL arguments, JSON keys."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

from django.forms import BaseForm
from django.urls import URLPattern, URLResolver, get_resolver

from tests.guards.tree import APPS, python_files

READERS = {"query_text", "is_in_query", "posted_text", "posted_texts", "posted_keys", "is_posted"}
MANAGEMENT = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
CONVERTER = re.compile(r"<(\w+):(\w+)>")


def names_read(source: str) -> set[str]:
    """Parameters that the source reads by name, from the query string, a posted form or a form's data."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in READERS:
            found |= _constants(node.args[1:])
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
            if ast.unparse(node.comparators[0]).endswith(".data"):
                found |= _constants([node.left])
    return found


def prefixes_in(source: str) -> set[str]:
    """Prefixes of the rows of formsets."""
    return {
        word.value.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        for word in node.keywords
        if word.arg == "prefix" and isinstance(word.value, ast.Constant) and isinstance(word.value.value, str)
    }


def json_keys_in(source: str) -> set[str]:
    """Keys that the source reads from JSON: `data.get("…")`, `data["…"]` and compared sets of keys."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "data":
            found |= _constants([node.slice])
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "data.get":
            found |= _constants(node.args[:1])
    return found


def field_names() -> set[str]:
    """Declared fields of all forms of the project; imports the views first, so that the forms are loaded."""
    routes()
    return {name for form in _forms(BaseForm) for name in getattr(form, "base_fields", {})}


def parameter_names() -> set[str]:
    """All parameter names of the project's pages; rows of formsets with their prefix."""
    files = [path for path in python_files(*APPS, "config") if {"views", "forms"} & set(path.parts)]
    sources = [path.read_text() for path in files]
    fields, prefixes = field_names(), set().union(*map(prefixes_in, sources))
    rows = {f"{prefix}-0-{name}" for prefix in prefixes for name in fields}
    counts = {f"{prefix}-{name}" for prefix in prefixes for name in MANAGEMENT}
    return set().union(*map(names_read, sources)) | fields | rows | counts


def routes() -> dict[str, str]:
    """The route of each URL name of the project, for example `<slug:festival>/jobs/<key:pk>/`."""
    return dict(_routes(get_resolver()))


def addresses_with(route: str, values: list[str], junk: str) -> list[str]:
    """The URLs in which `junk` replaces one argument each."""
    return [_filled(route, [*values[:place], junk, *values[place + 1 :]]) for place in range(len(values))]


class Page(HTMLParser):
    """The forms of a page: the name and initial value of every field."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.files: set[str] = set()
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: Mapping[str, str | None] = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "select":
            self._select = name
        if tag == "option" and self._select and ("selected" in given or self._select not in self.values):
            self.values[self._select] = value
        if tag not in {"input", "textarea", "button"} or not name or name == "csrfmiddlewaretoken":
            return
        if given.get("type") == "file":
            self.files.add(name)
        elif given.get("type") not in {"checkbox", "radio"} or "checked" in given or name not in self.values:
            self.values[name] = value


def _constants(nodes: list[Any]) -> set[str]:
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _forms(base: type[Any]) -> Iterator[type[Any]]:
    form: type[Any]
    for form in base.__subclasses__():
        if form.__module__.partition(".")[0] in APPS:
            yield form
        yield from _forms(form)


def _routes(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, str]]:
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            if str(part.pattern) not in {"accounts/", "admin/"}:
                yield from _routes(part, f"{part.namespace}:" if part.namespace else namespace)
        elif isinstance(part, URLPattern) and part.name:
            yield f"{namespace}{part.name}", str(part.pattern)


def _filled(route: str, values: list[str]) -> str:
    left = iter(values)
    return "/" + CONVERTER.sub(lambda _: next(left), route)
