"""Labels of the judging app: audit actions, their values, state chips."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

ACTIONS: Final = {
    "rubric-changed": _("Criteria changed"),
    "scoring-changed": _("Scoring changed"),
    "judge-added": _("Judge added"),
    "judge-changed": _("Judge changed"),
    "judge-removed": _("Judge removed"),
    "panel-made": _("Panel created"),
    "panel-removed": _("Panel removed"),
    "panel-closed": _("Panel closed"),
    "panel-reopened": _("Panel reopened"),
    "entries-assigned": _("Entries assigned to a judge"),
    "entries-unassigned": _("Entries removed from judges"),
    "judging-closed": _("Judging closed"),
    "judging-resumed": _("Judging resumed"),
    "settlement-written": _("Discrepancy or blocker settled"),
    "settlement-taken-back": _("Settlement revoked"),
    "settlement-superseded": _("Settlement replaced by a newer one"),
    "results-frozen": _("Results frozen"),
    "results-reopened": _("Results reopened"),
    "results-certified": _("Results certified"),
    "results-published": _("Results published"),
    "score-received": _("Score received"),
}
VALUES: Final = {
    "agreed": _("The judges agreed"),
    "third-judge": _("A third judge marked"),
    "head": _("The head of the jury decided"),
    "waived": _("Waived with a reason"),
}
CHIPS: Final = {
    "judging.scoresheet:submitted": ("good", "check-circle-fill"),
}
