"""Reads the HTML of a response: texts and attributes by CSS selector, and the values of a form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import tinyhtml5
from cssselect2 import ElementWrapper

Element = Any
UNSENT = {"submit", "button", "image", "reset", "file"}


def elements(response: Any, selector: str) -> list[Element]:
    """The elements of the page that the CSS selector names, in document order."""
    page = tinyhtml5.parse(response.content.decode(), namespace_html_elements=False)
    return list(ElementWrapper.from_html_root(page).query_all(selector))


def texts(response: Any, selector: str) -> list[str]:
    """The text of each element, with single spaces."""
    return [text_of(element) for element in elements(response, selector)]


def values(response: Any, selector: str, name: str) -> list[str]:
    """The attribute `name` of each element; "" where it is missing."""
    return [element.etree_element.get(name) or "" for element in elements(response, selector)]


def text_of(element: Element) -> str:
    """The text of the element, with single spaces."""
    return " ".join("".join(element.etree_element.itertext()).split())


def sent_by(response: Any, selector: str = "main form[method=post]") -> dict[str, Any]:
    """The values that the first selected form would send; several values of a name as a list.

    Fields in a `<template>` and unticked boxes are not sent. ValueError when there is no such form.
    """
    for form in elements(response, selector):
        sent: dict[str, list[str]] = {}
        for name, value in _pairs(form.etree_element):
            sent.setdefault(name, []).append(value)
        return {name: found[0] if len(found) == 1 else found for name, found in sent.items()}
    raise ValueError(f"no form {selector}")


def _pairs(element: Any) -> Iterator[tuple[str, str]]:
    for child in element:
        if not isinstance(child.tag, str) or child.tag == "template":
            continue
        name = child.get("name")
        if name and child.get("disabled") is None:
            yield from ((name, value) for value in _sent_values(child))
        yield from _pairs(child)


def _sent_values(field: Any) -> list[str]:
    kind = field.get("type", "text")
    if field.tag == "textarea":
        return [(field.text or "").removeprefix("\n")]
    if field.tag == "select":
        return _selected(field)
    if field.tag != "input" or kind in UNSENT:
        return []
    if kind in {"checkbox", "radio"}:
        return [field.get("value", "on")] if field.get("checked") is not None else []
    return [field.get("value", "")]


def _selected(field: Any) -> list[str]:
    options = list(field.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    if not chosen and field.get("multiple") is None:
        chosen = options[:1]
    return [option.get("value", "".join(option.itertext()).strip()) for option in chosen]
