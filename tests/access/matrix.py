"""Who may open which address: every URL name, the rows it takes, and the roles it is for.

`get` says that opening the page is what is tried; the others take a POST. Everybody not named gets 404, and a
visitor is sent to sign in where the page is for people with a part.
"""

from __future__ import annotations

from typing import NamedTuple

ALL = "visitor stranger elsewhere organiser secretary school neighbour judge colleague"
SIGNED_IN = "stranger elsewhere organiser secretary school neighbour judge colleague"
OFFICE = "organiser secretary"
ORGANISER = "organiser"
SCHOOLS = "school neighbour"
OWN_SCHOOL = "school"
JUDGES = "judge colleague"
OWN_JUDGE = "judge"


class Door(NamedTuple):
    """One address: its name, its arguments (`row.attribute`, or a literal), who may open it, and how."""

    name: str
    words: str
    may: str
    method: str = "get"


F = "festival.slug"
C = f"{F} contest.slug"
P = f"{F} past.slug"
DOORS = [
    Door("healthz", "", ALL),
    Door("set_language", "", ALL, "post"),
    Door("desk:start", "", ALL),
    Door("desk:front", F, ALL),
    Door("booths:public-list", F, ALL),
    Door("booths:public-detail", f"{F} booth.code", ALL),
    Door("booths:short", "booth.code", ALL),
    Door("booths:photo", f"{F} photo.pk", ALL),
    Door("booths:photo-small", f"{F} photo.pk", ALL),
    Door("desk:public-results", F, ALL),
    Door("desk:public-result", P, ALL),
    Door("awards:check", "paper.check_code", ALL),
    Door("festival:go", "token", ALL),
    # a school's own
    Door("desk:school-home", F, SCHOOLS),
    Door("desk:school-choose", F, SCHOOLS, "post"),
    Door("desk:school-participation", F, SCHOOLS),
    Door("desk:school-form", F, SCHOOLS),
    Door("desk:school-papers", F, SCHOOLS),
    Door("desk:school-certificates", F, OWN_SCHOOL),
    Door("booths:school-new", F, SCHOOLS),
    Door("booths:school-booth", f"{F} draft.pk", OWN_SCHOOL),
    Door("booths:school-recall", f"{F} booth.pk", OWN_SCHOOL, "post"),
    Door("booths:school-restore", f"{F} booth.pk", OWN_SCHOOL, "post"),
    Door("booths:school-withdraw", f"{F} booth.pk", OWN_SCHOOL, "post"),
    Door("contests:school-entries", C, SCHOOLS),
    Door("contests:school-new", C, SCHOOLS),
    Door("contests:school-entry", f"{C} entry.pk", OWN_SCHOOL),
    Door("contests:school-recall", f"{C} entry.pk", OWN_SCHOOL, "post"),
    Door("contests:school-restore", f"{C} entry.pk", OWN_SCHOOL, "post"),
    Door("contests:school-withdraw", f"{C} entry.pk", OWN_SCHOOL, "post"),
    Door("contests:file", f"{F} file.pk", f"{OWN_SCHOOL} {OFFICE}"),
    Door("contests:file-remove", f"{F} file.pk", OWN_SCHOOL, "post"),
    # a judge's own
    Door("judging:my-entries", F, JUDGES),
    Door("judging:my-totals", F, JUDGES),
    Door("judging:sheet", f"{F} sheet.pk", OWN_JUDGE),
    Door("judging:reopen", f"{F} sheet.pk", OWN_JUDGE, "post"),
    Door("judging:compare", f"{F} sheet.pk op.pk", OWN_JUDGE),
    Door("judging:attachment", f"{F} sheet.pk judged_file.pk", OWN_JUDGE),
    Door("judging:api-ops", F, JUDGES, "post"),
    Door("judging:api-sheets", F, JUDGES),
    # the office's
    Door("desk:home", F, OFFICE),
    Door("desk:registrations", F, OFFICE),
    Door("desk:registrations-approve", F, OFFICE, "post"),
    Door("desk:registrations-undo", F, OFFICE, "post"),
    Door("desk:registration", f"{F} booth booth.pk", OFFICE),
    Door("desk:printing", F, OFFICE),
    Door("desk:print-all", f"{F} booth-qr", OFFICE, "post"),
    Door("desk:print", f"{F} score-sheets contest.slug", OFFICE, "post"),
    Door("desk:results", P, OFFICE),
    Door("booths:office-stands", F, OFFICE),
    Door("booths:office-stands-new", F, OFFICE, "post"),
    Door("booths:office-stands-fill", F, OFFICE, "post"),
    Door("booths:office-stand-remove", f"{F} stand.pk", OFFICE, "post"),
    Door("festival:schools", F, OFFICE),
    Door("festival:school-new", F, OFFICE),
    Door("festival:schools-import", F, OFFICE),
    Door("festival:missing", F, OFFICE),
    Door("festival:school", f"{F} school.pk", OFFICE),
    Door("festival:school-delete", f"{F} school.pk", OFFICE),
    Door("festival:invitations", F, OFFICE),
    Door("festival:invitations-prepare", F, OFFICE, "post"),
    Door("festival:letters", F, OFFICE, "post"),
    Door("festival:invitations-mail", F, OFFICE, "post"),
    Door("festival:invitation", f"{F} school.pk", OFFICE),
    Door("festival:invitation-act", f"{F} part.pk sent", OFFICE, "post"),
    Door("festival:record", F, OFFICE),
    Door("festival:job", f"{F} job.pk", ORGANISER),
    Door("festival:job-progress", f"{F} job.pk", ORGANISER),
    Door("contests:office-list", F, OFFICE),
    Door("contests:office-detail", C, OFFICE),
    Door("judging:panels", C, OFFICE),
    Door("judging:assign", C, OFFICE),
    Door("judging:panel-act", f"{C} panel.pk close", OFFICE, "post"),
    Door("judging:take", f"{C} judge.pk round.pk", OFFICE, "post"),
    Door("judging:judges", F, OFFICE),
    Door("judging:judge", f"{F} judge.pk", OFFICE),
    Door("judging:badge", f"{F} judge.pk", ORGANISER, "post"),
    Door("judging:judge-remove", f"{F} judge.pk", OFFICE),
    Door("judging:progress", C, OFFICE),
    # an organiser's alone
    Door("festival:settings", F, ORGANISER),
    Door("festival:move", f"{F} closed", ORGANISER),
    Door("festival:signers", F, ORGANISER),
    Door("festival:people", F, ORGANISER),
    Door("festival:person-link", f"{F} part.pk", ORGANISER),
    Door("festival:person-remove", f"{F} part.pk", ORGANISER),
    Door("desk:copy", F, ORGANISER),
    Door("desk:files", F, ORGANISER),
    Door("desk:files-import", F, ORGANISER, "post"),
    Door("desk:files-export", f"{F} zip", ORGANISER, "post"),
    Door("contests:office-new", F, ORGANISER),
    Door("contests:office-edit", C, ORGANISER),
    Door("contests:office-rounds", C, ORGANISER),
    Door("contests:office-delete", C, ORGANISER),
    Door("judging:rubric", C, ORGANISER),
    Door("judging:scoring", C, ORGANISER),
    Door("judging:scoring-round", f"{C} round.pk", ORGANISER),
    Door("judging:example", C, ORGANISER),
    Door("awards:scheme", C, ORGANISER),
    Door("awards:preview", C, ORGANISER, "post"),
    Door("judging:turn", f"{C} close", ORGANISER, "post"),
    Door("judging:settle", f"{C} sheet.assignment.entry.pk -", ORGANISER),
    Door("judging:settlement-undo", f"{C} settlement.pk", ORGANISER, "post"),
    Door("desk:results-step", f"{C} freeze", ORGANISER, "post"),
    Door("desk:results-reopen", P, ORGANISER),
    Door("desk:tie-undo", f"{P} decision.pk", ORGANISER, "post"),
]
ELSEWHERE = {
    # tried by tests of their own, with the row that each needs
    "festival:job-file": "tests/desk/test_printing.py",
    "desk:tie-decide": "tests/desk/test_results_page.py",
    "judging:waive": "tests/desk/test_results_page.py",
    "judging:machine": "tests/judging/test_office_machine.py",
    "festival:new": "tests/access/test_matrix.py",
    "desk:new-import": "tests/access/test_matrix.py",
    "desk:new-make": "tests/access/test_matrix.py",
}
