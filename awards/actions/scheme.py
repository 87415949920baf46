"""The prize scheme of a contest: its tiers, and how ties at a boundary are decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from awards.models import Prize, PrizeScheme
from awards.queries.scheme import scheme_rule
from awards.rules import SchemeFault, scheme_faults
from contests.models import Contest
from festival.audit import log_event
from festival.locks import lock
from festival.models import User
from festival.refusals import RuleBroken
from festival.text import free_code
from festival.text import slug as slug_of


@transaction.atomic
def set_scheme(*, contest: Contest, tiers: Sequence[dict[str, Any]], by: User, **facts: Any) -> None:
    """Save the scheme and its tiers from the highest to the lowest: `prize` (primary key of an existing one),
    name, count, share_of_entrants, share_of_prizes, cumulative, minimum, amount.

    RuleBroken for invalid settings, and once the results are frozen.
    """
    frozen = RuleBroken("frozen", _("The results are frozen; reopen them before the prizes change."))
    contest = lock(contest, state__in=[Contest.State.OPEN, Contest.State.CLOSING], refusal=frozen)
    scheme, _is_new = PrizeScheme.objects.update_or_create(contest=contest, defaults=facts)
    _set_tiers(scheme, tiers)
    rule = scheme_rule(contest)
    faults = scheme_faults(rule) if rule else []
    if faults:
        raise RuleBroken(faults[0].code, fault_message(faults[0], names=tier_names(scheme)))
    body = {"contest": contest.slug, "prizes": [row["name"] for row in tiers]}
    log_event(by, "scheme-changed", contest, festival=contest.festival, body=body)


def _set_tiers(scheme: PrizeScheme, tiers: Sequence[dict[str, Any]]) -> None:
    standing = {row.pk: row for row in scheme.prizes.all()}
    staying = {tier.get("prize") for tier in tiers}
    try:
        scheme.prizes.exclude(pk__in=[pk for pk in staying if pk]).delete()
    except ProtectedError:
        raise RuleBroken("prize-in-use", _("A prize that was awarded cannot be removed.")) from None
    taken = {row.code for pk, row in standing.items() if pk in staying}
    for position, tier in enumerate(tiers):
        row = standing.get(tier.get("prize") or 0) or Prize(scheme=scheme)
        for key, value in tier.items():
            if key != "prize":
                setattr(row, key, value)
        row.position, row.code = position, row.code or _free_code(tier["name"], taken)
        row.save()


def _free_code(name: str, taken: set[str]) -> str:
    """ "Giải Khuyến khích" → khuyen-khich, as in the format of festival.toml."""
    return free_code(slug_of(name, limit=30).removeprefix("giai-") or "giai", taken)


def tier_names(scheme: PrizeScheme) -> dict[str, str]:
    """The name of each tier by its code."""
    return dict(scheme.prizes.values_list("code", "name"))


def fault_message(fault: SchemeFault, *, names: Mapping[str, str]) -> str:
    """The message about an invalid scheme."""
    messages = {
        "cap-not-a-share": _("The share of entrants with a prize must be between 0 and 100 per cent."),
        "tier-with-two-sizes": _("give one of: number, share of entrants, share of prizes."),
        "tier-without-size": _("give a number, a share or a minimum."),
        "not-a-share": _("a share must be between 0 and 100 per cent."),
        "share-of-prizes-without-cap": _("a share of prizes needs the share of entrants with a prize above."),
        "cumulative-without-share-of-prizes": _("“including higher prizes” belongs to a share of prizes."),
        "minimum-negative": _("the minimum cannot be negative."),
        "amount-negative": _("the money cannot be negative."),
    }
    text = messages.get(fault.code, fault.code)
    return f"“{names.get(fault.tier, fault.tier)}”: {text}" if fault.tier else text


def copy_schemes(contests: Mapping[int, Contest]) -> None:
    """Copy the schemes of copied contests; `contests` maps old primary keys to new rows."""
    for scheme in PrizeScheme.objects.filter(contest__in=contests).prefetch_related("prizes"):
        prizes = list(scheme.prizes.all())
        scheme.contest = contests[scheme.contest_id]
        scheme.pk = None
        scheme._state.adding = True
        scheme.save(force_insert=True)
        for prize in prizes:
            prize.pk, prize.scheme = None, scheme
            prize._state.adding = True
        Prize.objects.bulk_create(prizes)
