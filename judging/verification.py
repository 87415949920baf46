"""Compare a frozen run with results computed again from its sheets."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from contests.models import Contest
from judging.queries.freezing import is_digest_right, rules_as_json
from judging.queries.names import corrections_listed
from judging.queries.results import ResultLine, current_run, live_lines, stored_lines
from judging.queries.settings import contest_rule


def differences(contest: Contest) -> list[str]:
    """A message for each difference; empty when the run, its digest and the sheets agree."""
    run = current_run(contest)
    if run is None:
        return []
    kept, live = stored_lines(run), live_lines(contest)
    rules = rules_as_json(contest_rule(contest))
    found = [] if is_digest_right(run, kept) else [_("the frozen rows do not give the digest")]
    if rules != run.rules:
        found.append(_("the scoring settings are others than at the freeze"))
    return found + _row_differences(kept, live)


def corrections_report(contest: Contest) -> list[str]:
    """A line for each name corrected since the freeze, oldest first."""
    run = current_run(contest)
    return [
        _("corrected on %(day)s by %(by)s: “%(old)s” → “%(new)s” (%(reason)s)")
        % {
            "day": f"{timezone.localtime(row.at):%d/%m/%Y %H:%M}",
            "by": row.by,
            "old": row.old,
            "new": row.new,
            "reason": row.reason,
        }
        for row in (corrections_listed(run) if run else [])
    ]


def _row_differences(kept: list[ResultLine], live: list[ResultLine]) -> list[str]:
    now = {line.entry: line for line in live}
    found = [
        _("entry %(number)s: frozen %(kept)s, computed %(live)s")
        % {"number": line.number or line.entry, "kept": _message(line), "live": _message(now.get(line.entry))}
        for line in kept
        if _facts(line) != _facts(now.get(line.entry))
    ]
    known = {line.entry for line in kept}
    found += [
        _("entry %(number)s: not in the frozen table") % {"number": line.number or line.entry}
        for line in live
        if line.entry not in known
    ]
    return found


def _facts(line: ResultLine | None) -> tuple[object, ...] | None:
    return None if line is None else (line.category, line.rank, line.tied, line.points, line.judges)


def _message(line: ResultLine | None) -> str:
    return "–" if line is None else f"{line.rank or '–'} ({line.points if line.points is not None else '–'})"
