"""How views answer: a page with a form says by its status whether the form was refused."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from festival.forms import status_of


def form_page(request: HttpRequest, template: str, form: Form, **context: Any) -> HttpResponse:
    """The page of a form: 200 when asked for, 422 or 409 when what was typed is refused."""
    status = status_of(form) if form.is_bound else 200
    return render(request, template, {"form": form, **context}, status=status)
