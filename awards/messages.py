"""Messages about invalid prize settings."""

from __future__ import annotations

from django.utils.translation import gettext as _

from awards.rules import SchemeFault
from festival.text import with_decimal_commas


def fault_message(fault: SchemeFault) -> str:
    """The message for a fault of `awards.rules`, naming the tier and the value."""
    sentences = {
        "cap-not-a-share": _("max_share_of_entrants: %(value)s is no share between 0 and 1"),
        "tier-twice": _("the prize is listed twice"),
        "tier-without-code": _("a prize without a code"),
        "tier-with-two-sizes": _("only one of count, share_of_entrants and share_of_prizes"),
        "tier-without-size": _("needs a count, a share or a minimum"),
        "count-negative": _("the count %(value)s is below 0"),
        "not-a-share": _("%(value)s is no share between 0 and 1"),
        "share-of-prizes-without-cap": _("share_of_prizes needs max_share_of_entrants"),
        "cumulative-without-share-of-prizes": _("cumulative belongs to share_of_prizes"),
        "minimum-negative": _("the minimum %(value)s is below 0"),
        "amount-negative": _("the amount %(value)s is below 0"),
    }
    message = sentences.get(fault.code, fault.code) % {"value": with_decimal_commas(fault.value)}
    return f'{_("prize")} "{fault.tier}": {message}' if fault.tier else message
