"""Messages about invalid scoring settings, and about steps of a contest that are taken too early or twice."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from festival.refusals import RuleBroken
from festival.text import with_decimal_commas
from judging.rules.policy import Fault
from judging.rules.states import CONTEST_MOVES, is_too_early


def refuse_step(state: str, to: str) -> None:
    """RuleBroken when a contest in `state` cannot be moved to `to`: what has to be done first, or is done."""
    if to in CONTEST_MOVES[state]:
        return
    if is_too_early(state, to):
        if to == "certified":
            raise RuleBroken(
                "frozen-first", _("The results cannot be certified yet: the scores are not frozen.")
            )
        raise RuleBroken("certified-first", _("The results cannot be published yet: they are not certified."))
    if to == "closing" and state == "closing":
        raise RuleBroken("closed-already", _("Judging is closed already."))
    if to in ("closing", "frozen"):
        raise RuleBroken("frozen-already", _("The scores are frozen already."))
    if to == "certified":
        raise RuleBroken("certified-already", _("The results are certified already."))
    raise RuleBroken("published-already", _("The results are published already."))


def fault_message(fault: Fault) -> str:
    """The message for a fault or caution of `judging.rules.policy`, naming the round or criterion."""
    kind, _colon, code = fault.where.partition(":")
    message = _sentences().get(fault.code, fault.code) % {"value": with_decimal_commas(fault.value)}
    if kind == "round" and code:
        return f'{_("round")} "{code}": {message}'
    if kind == "criterion":
        return f'{_("criterion")} "{code}": {message}'
    return message


def _sentences() -> Mapping[str, str]:
    return {
        "no-round": _("there is no round"),
        "round-twice": _("the round is listed twice"),
        "round-without-code": _("with several rounds each needs a code"),
        "weights-all-zero": _("all rounds have the weight 0"),
        "weight-negative": _("the weight %(value)s is below 0"),
        "round-without-criterion": _("the round has no criterion"),
        "criterion-twice": _("the criterion is listed twice"),
        "criterion-without-code": _("the criterion has no code"),
        "maximum-not-positive": _("the maximum %(value)s is not above 0"),
        "step-not-positive": _("the step %(value)s is not above 0"),
        "step-not-hundredths": _("the step %(value)s is no multiple of 0.01"),
        "maximum-not-a-step": _("the maximum %(value)s is no multiple of the step"),
        "decimals-out-of-range": _("%(value)s decimals; possible are 0 to 6"),
        "drop-negative": _("%(value)s: a number of marks left out is not below 0"),
        "clip-negative": _("the distance %(value)s is below 0"),
        "min-judges-negative": _("the minimum of judges %(value)s is below 0"),
        "gate-not-a-share": _("%(value)s is no share between 0 and 1"),
        "gate-discuss-below-agree": _("the threshold of discussion lies below that of agreement (%(value)s)"),
        "tie-break-unknown-criterion": _("tie_break names a criterion that does not exist (%(value)s)"),
        "tie-break-unknown-round": _("tie_break names a round that does not exist (%(value)s)"),
        "tie-break-twice": _("tie_break names %(value)s twice"),
        "machine-trimmed": _("a trimmed mean of one machine's mark is no result"),
        "clip-zero": _("a clipped mean with the distance 0 is the plain mean"),
    }
