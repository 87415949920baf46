"""Responses that views share: pages with forms, confirmations, absolute addresses."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from festival.forms import status_of
from festival.requests import is_posted


def form_page(request: HttpRequest, template: str, form: BaseForm, **context: Any) -> HttpResponse:
    """The page of a form: 200 for GET, 422 or 409 for a form with errors."""
    status = status_of(form) if form.is_bound else 200
    return render(request, template, {"form": form, **context}, status=status)


def is_confirmed(request: HttpRequest) -> bool:
    """Whether the user confirmed, in the dialog or on the page shown without JavaScript."""
    return request.method == "POST" and is_posted(request, "confirmed")


def address_of(request: HttpRequest, path: str) -> str:
    """The absolute URL of a path: with the installation's public address, else the host of the request."""
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)
