"""Tie-breaks that name a round by a code which a renaming took away get the code that the round has now.

Until now renaming a round changed its code. The audit log holds the codes after every change, so a change in which
exactly one code went and one came says what became of the round. Where the log does not say it, a tie-break is
rewritten when only one round can be meant; else it stays, and freezing refuses until somebody chooses.
"""

from itertools import pairwise

from django.db import migrations


def renamed(lists):
    """Old code → later code, from the successive lists of a contest's codes."""
    found = {}
    for before, after in pairwise(lists):
        gone, come = [c for c in before if c not in after], [c for c in after if c not in before]
        if len(gone) == len(come) == 1:
            found[gone[0]] = come[0]
    return found


def current(code, names, codes):
    """The code that a round is called by now, followed through its renamings; None when it is not known."""
    seen = set()
    while code not in codes and code in names and code not in seen:
        seen.add(code)
        code = names[code]
    return code if code in codes else None


def rewritten(tie_break, names, codes):
    """The tie-breaks with today's codes of rounds."""
    wanted = [text.partition(":")[2] if text.startswith("round:") else None for text in tie_break]
    free = [code for code in codes if code not in wanted]
    lost = [code for code in wanted if code is not None and code not in codes]
    result = []
    for text, code in zip(tie_break, wanted, strict=True):
        if code is None or code in codes:
            result.append(text)
            continue
        now = current(code, names, codes)
        if now is None and len(free) == len(lost) == 1:
            now = free[0]
        result.append(text if now is None or now in wanted else f"round:{now}")
    return result


def follow_rounds(apps, schema_editor):
    Scoring, Round = apps.get_model("judging", "Scoring"), apps.get_model("contests", "Round")
    AuditBody = apps.get_model("festival", "AuditBody")
    for scoring in Scoring.objects.filter(round=None).exclude(tie_break=[]):
        codes = list(Round.objects.filter(contest=scoring.contest_id).values_list("code", flat=True))
        if all(
            not text.startswith("round:") or text.partition(":")[2] in codes for text in scoring.tie_break
        ):
            continue
        bodies = AuditBody.objects.filter(
            event__action="rounds-changed",
            event__object_type="contests.contest",
            event__object_id=str(scoring.contest_id),
        ).order_by("event__seq")
        lists = [body.body["rounds"] for body in bodies if isinstance(body.body.get("rounds"), list)]
        tie_break = rewritten(scoring.tie_break, renamed(lists), codes)
        if tie_break != scoring.tie_break:
            Scoring.objects.filter(pk=scoring.pk).update(tie_break=tie_break)


class Migration(migrations.Migration):
    dependencies = [
        ("judging", "0005_one_live_settlement"),
        ("contests", "0001_initial"),
        ("festival", "0002_append_only"),
    ]
    operations = [migrations.RunPython(follow_rounds, migrations.RunPython.noop)]
