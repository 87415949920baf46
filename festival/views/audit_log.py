"""The page of the audit log."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from festival.access import festival_for_office
from festival.pages.audit_log import ChainCheck, actions_of, actors_of, chain_check_of, event_rows, events_of
from festival.requests import UserRequest, is_in_query, query_text
from festival.text import is_key

PER_PAGE = 100


@login_required
def audit_log(request: UserRequest, slug: str) -> HttpResponse:
    """Events newest first, filtered by action and person; `check` recomputes the chain."""
    festival = festival_for_office(request.user, slug)
    action, person = query_text(request, "action"), query_text(request, "person")
    number = int(person) if is_key(person) else None
    page = Paginator(events_of(festival, action=action, person=number), PER_PAGE).get_page(
        query_text(request, "page")
    )
    context = {
        "festival": festival,
        "page_obj": page,
        "events": event_rows(festival, list(page.object_list)),
        "actions": actions_of(festival),
        "people": actors_of(festival),
        "chosen": {"action": action, "person": number},
        "chain": chain_check_of(festival) if is_in_query(request, "check") else ChainCheck(),
    }
    return render(request, "festival/audit_log.html", context)
