"""Labels of the awards app: audit actions, their values, state chips."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

ACTIONS: Final = {
    "scheme-changed": _("Prizes changed"),
    "prizes-awarded": _("Prizes awarded"),
    "tie-decided": _("Tie decided"),
    "tie-decision-taken-back": _("Decision on a tie revoked"),
    "certificates-issued": _("Certificates issued"),
    "certificate-revoked": _("Certificate revoked"),
    "certificates-superseded": _("Certificates replaced after a change"),
}
VALUES: Final = {
    "prize": _("Prize"),
    "participation": _("Participation"),
}
CHIPS: Final = {
    "issued": ("good", "check-circle-fill"),
    "revoked": ("bad", "x-circle"),
    "superseded": ("quiet", "arrow-repeat"),
}
