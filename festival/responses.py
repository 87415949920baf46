"""Responses that views share: pages with forms, confirmations, absolute addresses."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from festival.forms import status_of
from festival.printing import printed_root
from festival.requests import is_posted


def form_page(request: HttpRequest, template: str, form: BaseForm, **context: Any) -> HttpResponse:
    """The page of a form: 200 for GET, 422 or 409 for a form with errors."""
    status = status_of(form) if form.is_bound else 200
    return render(request, template, {"form": form, **context}, status=status)


def ask(request: HttpRequest, *, question: str, verb: str, back: str, **context: Any) -> HttpResponse:
    """The page that asks before an action; confirming posts the same fields again, with `confirmed`.

    context  `festival`, and any of `name`, `consequence`, `lines` (listed below it), `danger`
    """
    return render(request, "_confirm.html", {"question": question, "verb": verb, "back": back, **context})


def report_saved(request: HttpRequest, message: str) -> None:
    """Show `message` on the next page; the browser then deletes its draft of the form that was sent."""
    messages.success(request, message, extra_tags=request.path)


def is_confirmed(request: HttpRequest) -> bool:
    """Whether the user confirmed, in the dialog or on the page shown without JavaScript."""
    return request.method == "POST" and is_posted(request, "confirmed")


def root_of(request: HttpRequest) -> str:
    """The address of the installation without a path: the public one, else the one of the request."""
    return printed_root(request.build_absolute_uri("/")[:-1])


def address_of(request: HttpRequest, path: str) -> str:
    """The absolute URL of a path: with the installation's public address, else the host of the request."""
    return f"{root_of(request)}{path}"
