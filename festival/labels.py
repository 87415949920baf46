"""What the lines of the record say in words. One table for all rooms; an unknown act shows its own name."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: Mapping[str, Promise] = {
    "festival-made": _("Festival made"),
    "festival-changed": _("Festival settings changed"),
    "festival-opened": _("Festival opened"),
    "festival-closed": _("Festival closed"),
    "festival-copied": _("Festival copied from another"),
    "festival-imported": _("Festival imported from files"),
    "signers-changed": _("Signers changed"),
    "school-added": _("School added"),
    "school-changed": _("School changed"),
    "school-removed": _("School removed"),
    "schools-imported": _("Schools imported from a table"),
    "member-added": _("Role given"),
    "member-removed": _("Role taken away"),
    "link-made": _("Sign-in link made"),
    "link-revoked": _("Sign-in link taken back"),
    "link-used": _("Signed in by link"),
    "invitations-sent": _("Invitations sent"),
    "job-started": _("Long work started"),
    "contest-made": _("Contest made"),
    "contest-changed": _("Contest changed"),
    "contest-removed": _("Contest removed"),
    "rounds-changed": _("Rounds changed"),
    "rubric-changed": _("Criteria changed"),
    "scoring-changed": _("Scoring changed"),
    "scheme-changed": _("Prizes changed"),
    "judge-added": _("Judge added"),
    "judge-changed": _("Judge changed"),
    "judge-removed": _("Judge removed"),
    "panel-made": _("Panel made"),
    "panel-removed": _("Panel removed"),
    "panel-closed": _("Panel closed"),
    "panel-reopened": _("Panel reopened"),
    "entries-assigned": _("Entries given to a judge"),
    "entries-unassigned": _("Entries taken from judges"),
    "booth-submitted": _("Booth submitted"),
    "booth-approved": _("Booth approved"),
    "booth-returned": _("Booth sent back"),
    "booth-declined": _("Booth declined"),
    "booth-withdrawn": _("Booth withdrawn"),
    "booth-placed": _("Booth placed at a stand"),
    "entry-submitted": _("Entry submitted"),
    "entry-approved": _("Entry approved"),
    "entry-returned": _("Entry sent back"),
    "entry-declined": _("Entry declined"),
    "entry-withdrawn": _("Entry withdrawn"),
    "approval-undone": _("Approval taken back"),
    "stands-made": _("Stands added"),
    "stand-removed": _("Stand removed"),
    "judging-closed": _("Judging closed"),
    "judging-resumed": _("Judging resumed"),
    "settlement-written": _("Matter settled"),
    "settlement-taken-back": _("Settlement taken back"),
    "settlement-superseded": _("Settlement replaced by a newer one"),
    "results-frozen": _("Results frozen"),
    "results-reopened": _("Results reopened"),
    "results-certified": _("Results certified"),
    "results-published": _("Results published"),
    "prizes-awarded": _("Prizes awarded"),
    "tie-decided": _("Tie decided"),
    "tie-decision-taken-back": _("Decision on a tie taken back"),
    "certificates-issued": _("Certificates issued"),
    "participation-answered": _("Participation answered"),
    "password-set": _("Password set"),
    "booth-started": _("Booth begun"),
    "booth-saved": _("Booth saved"),
    "photos-added": _("Photos added"),
    "photos-changed": _("Photos changed"),
    "entry-saved": _("Entry saved"),
    "files-added": _("Files added"),
    "file-removed": _("File removed"),
    "score-received": _("Score received"),
    "certificate-revoked": _("Certificate revoked"),
}


def action_label(action: str) -> str:
    """The line's act as people say it."""
    return str(ACTS.get(action, action))


KEYS: Mapping[str, Promise] = {
    "title": _("title"),
    "name": _("name"),
    "school": _("school"),
    "contest": _("contest"),
    "code": _("code"),
    "codes": _("codes"),
    "login": _("sign-in name"),
    "user": _("sign-in name"),
    "role": _("role"),
    "fields": _("fields"),
    "remark": _("remark"),
    "number": _("number"),
    "entries": _("entries"),
    "judge": _("judge"),
    "panel": _("panel"),
    "stand": _("stand"),
    "reason": _("reason"),
    "kind": _("kind"),
    "purpose": _("purpose"),
    "slug": _("address"),
    "from": _("from"),
    "how": _("how"),
    "digest": _("digest"),
    "created": _("added"),
    "changed": _("changed"),
    "unchanged": _("unchanged"),
    "count": _("count"),
    "prize": _("prize"),
    "prizes": _("prizes"),
    "zone": _("zone"),
    "version": _("version"),
}


def key_label(key: str) -> str:
    """A key of a line's words as people say it."""
    return str(KEYS.get(key, key))


VALUES: Mapping[str, Promise] = {
    "invitation": _("Invitation"),
    "badge": _("Badge"),
    "organiser": _("Organiser"),
    "secretary": _("Secretary"),
    "school": _("School"),
    "prize": _("Prize"),
    "participation": _("Participation"),
    "booth": _("Booth"),
    "people": _("People"),
    "product": _("Product"),
    "agreed": _("The judges agreed"),
    "third-judge": _("A third judge marked"),
    "head": _("The head of the jury decided"),
    "waived": _("Waived with a reason"),
}


def value_label(value: object) -> str:
    """A value of a line's words as people say it; what is no code of ours stays as it is."""
    return str(VALUES.get(value, value)) if isinstance(value, str) else str(value)
