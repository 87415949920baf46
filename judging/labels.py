"""Labels of the judging app: audit actions, their values, state chips."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from judging.blocker_labels import LABELS
from judging.models import ScoreOp

ACTIONS: Final = {
    "rubric-changed": _("Criteria changed"),
    "scoring-changed": _("Scoring changed"),
    "judge-added": _("Judge added"),
    "judge-changed": _("Judge changed"),
    "judge-removed": _("Judge removed"),
    "badge-replaced": _("Lost badge withdrawn, new one made"),
    "panel-made": _("Panel created"),
    "panel-removed": _("Panel removed"),
    "panel-closed": _("Panel closed"),
    "panel-reopened": _("Panel reopened"),
    "entries-assigned": _("Entries assigned to a judge"),
    "entries-moved": _("Entries moved to another panel"),
    "entries-unassigned": _("Entries removed from judges"),
    "key-printed": _("Key of the anonymous codes printed"),
    "judging-closed": _("Judging closed"),
    "judging-resumed": _("Judging resumed"),
    "settlement-written": _("Discrepancy or blocker settled"),
    "settlement-taken-back": _("Settlement revoked"),
    "settlement-superseded": _("Settlement replaced by a newer one"),
    "results-frozen": _("Results frozen"),
    "name-corrected": _("Name corrected after the freeze"),
    "results-reopened": _("Results reopened"),
    "results-certified": _("Results certified"),
    "results-published": _("Results published"),
    "score-received": _("Score received"),
    "machine-marks-saved": _("Machine marks entered"),
}
VALUES: Final = {
    **{f"blocker:{code}": label for code, label in LABELS.items()},
    **{f"outcome:{outcome.value}": outcome.label for outcome in ScoreOp.Outcome},
    "reason:no-sheet": _("no such sheet"),
    "reason:not-allowed": _("not the judge's own sheet"),
    "reason:rubric-changed": _("the criteria had changed"),
    "reason:criteria-differ": _("other criteria"),
    "reason:incomplete": _("criteria not marked"),
    "reason:above-maximum": _("above the maximum"),
    "reason:below-zero": _("below zero"),
    "reason:not-a-step": _("between the steps"),
    "reason:hash-differs": _("damaged on the way"),
    "reason:op-id-reused": _("number used before"),
    "reason:malformed": _("not readable"),
    "reason:closed": _("judging was closed"),
    "reason:version": _("changed on another device"),
    "fields:combine": _("What is combined"),
    "fields:method": _("How"),
    "fields:drop_high": _("Highest left out"),
    "fields:drop_low": _("Lowest left out"),
    "fields:clip": _("Distance in points"),
    "fields:round_marks": _("Round each moved mark"),
    "fields:decimals": _("Decimals"),
    "fields:rounding": _("Halves"),
    "fields:min_judges": _("Minimum number of judges"),
    "fields:discrepancy_agree": _("Judges agree below"),
    "fields:discrepancy_discuss": _("A third judge above"),
    "fields:rounds": _("Several rounds"),
    "fields:tie_break": _("Equal totals: first decides"),
    "agreed": _("The judges agreed"),
    "third-judge": _("A third judge marked"),
    "head": _("The head of the jury decided"),
    "waived": _("Waived with a reason"),
}
CHIPS: Final = {
    "judging.scoresheet:submitted": ("good", "check-circle-fill"),
}
