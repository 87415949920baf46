"""Pages that ask before an action on contests and registrations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contests.judged import ranking_lines, with_marked_sheets
from contests.labels import FINAL, RESTORABLE, TO_DRAFT
from contests.models import Contest, Entry
from contests.models import RegistrationState as State
from festival.responses import ask, is_confirmed

TARGETS: Final = {"withdraw": State.WITHDRAWN, "restore": State.DRAFT}
"""The states that a school's action leads to, of the actions that need a confirmation."""
_VERBS: Final = {"withdraw": gettext_lazy("Withdraw"), "restore": gettext_lazy("Restore")}


def ask_ranking(
    request: HttpRequest,
    action: Callable[[], object],
    *,
    contest: Contest,
    question: str,
    back: str,
    name: str = "",
    verb: str = "",
) -> HttpResponse | None:
    """The page that asks before `action` if it would change the ranking; None otherwise, or once confirmed.

    name  what the question is about, if not the contest
    verb  the button, if not “Save”
    """
    lines = [] if is_confirmed(request) else ranking_lines(action, contest=contest)
    if not lines:
        return None
    return ask(
        request,
        festival=contest.festival,
        question=question,
        name=name or contest.name,
        consequence=_("This changes the ranking:"),
        lines=lines,
        verb=verb or _("Save"),
        back=back,
    )


def ask_move(
    request: HttpRequest,
    action: str,
    *,
    questions: Mapping[str, Any],
    gone: str,
    entry: Entry | None,
    is_restorable: bool,
    **context: Any,
) -> HttpResponse:
    """The page that asks before a school withdraws or restores a registration.

    questions      the question by action
    gone           what withdrawing means
    entry          the entry whose marked sheets are counted
    is_restorable  whether the school could restore it
    context        `festival`, `name` and `back` of the page
    """
    consequence, is_withdrawal = str(TO_DRAFT), action == "withdraw"
    if is_withdrawal:
        consequence = with_marked_sheets(entry, f"{gone} {RESTORABLE if is_restorable else FINAL}")
    texts = {"question": questions[action], "verb": _VERBS[action], "consequence": consequence}
    return ask(request, danger=is_withdrawal, **texts, **context)
