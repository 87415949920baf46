"""The permission matrix: every URL name, its arguments, and the roles that have access.

Endpoints with `get` are tried by GET, the others by POST. Other roles get 404, and a visitor is redirected to
sign in where the page needs a role.
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


class Endpoint(NamedTuple):
    """One endpoint: URL name, arguments (`row.attribute` or a literal), roles, and HTTP method."""

    name: str
    words: str
    may: str
    method: str = "get"


F = "festival.slug"
C = f"{F} contest.slug"
P = f"{F} past.slug"
ENDPOINTS = [
    Endpoint("healthz", "", ALL),
    Endpoint("set_language", "", ALL, "post"),
    Endpoint("desk:start", "", ALL),
    Endpoint("desk:front", F, ALL),
    Endpoint("booths:public-list", F, ALL),
    Endpoint("booths:public-detail", f"{F} booth.code", ALL),
    Endpoint("booths:short", "booth.code", ALL),
    Endpoint("booths:photo", f"{F} photo.pk", ALL),
    Endpoint("booths:photo-small", f"{F} photo.pk", ALL),
    Endpoint("desk:public-results", F, ALL),
    Endpoint("desk:public-result", P, ALL),
    Endpoint("awards:check", "paper.check_code", ALL),
    Endpoint("festival:go", "token", ALL),
    # for the school
    Endpoint("desk:school-home", F, SCHOOLS),
    Endpoint("desk:school-choose", F, SCHOOLS, "post"),
    Endpoint("desk:school-participation", F, SCHOOLS),
    Endpoint("desk:school-form", F, SCHOOLS),
    Endpoint("desk:school-papers", F, SCHOOLS),
    Endpoint("desk:school-certificates", F, OWN_SCHOOL),
    Endpoint("booths:school-new", F, SCHOOLS),
    Endpoint("booths:school-booth", f"{F} draft.pk", OWN_SCHOOL),
    Endpoint("booths:school-submit", f"{F} draft.pk", OWN_SCHOOL),
    Endpoint("booths:school-recall", f"{F} booth.pk", OWN_SCHOOL, "post"),
    Endpoint("booths:school-restore", f"{F} booth.pk", OWN_SCHOOL, "post"),
    Endpoint("booths:school-withdraw", f"{F} booth.pk", OWN_SCHOOL, "post"),
    Endpoint("contests:school-entries", C, SCHOOLS),
    Endpoint("contests:school-new", C, SCHOOLS),
    Endpoint("contests:school-entry", f"{C} entry.pk", OWN_SCHOOL),
    Endpoint("contests:school-submit", f"{C} entry.pk", OWN_SCHOOL),
    Endpoint("contests:school-submit-all", C, SCHOOLS),
    Endpoint("contests:school-recall", f"{C} entry.pk", OWN_SCHOOL, "post"),
    Endpoint("contests:school-restore", f"{C} entry.pk", OWN_SCHOOL, "post"),
    Endpoint("contests:school-withdraw", f"{C} entry.pk", OWN_SCHOOL, "post"),
    Endpoint("contests:file", f"{F} file.pk", f"{OWN_SCHOOL} {OFFICE}"),
    Endpoint("contests:file-remove", f"{F} file.pk", OWN_SCHOOL, "post"),
    # for the judge
    Endpoint("judging:my-entries", F, JUDGES),
    Endpoint("judging:my-totals", F, JUDGES),
    Endpoint("judging:sheet", f"{F} sheet.pk", OWN_JUDGE),
    Endpoint("judging:reopen", f"{F} sheet.pk", OWN_JUDGE, "post"),
    Endpoint("judging:compare", f"{F} sheet.pk op.pk", OWN_JUDGE),
    Endpoint("judging:attachment", f"{F} sheet.pk judged_file.pk", OWN_JUDGE),
    Endpoint("judging:api-ops", F, JUDGES, "post"),
    Endpoint("judging:api-sheets", F, JUDGES),
    # for the office
    Endpoint("desk:home", F, OFFICE),
    Endpoint("desk:registrations", F, OFFICE),
    Endpoint("desk:registrations-approve", F, OFFICE, "post"),
    Endpoint("desk:registrations-undo", F, OFFICE, "post"),
    Endpoint("desk:registration", f"{F} booth booth.pk", OFFICE),
    Endpoint("desk:printing", F, OFFICE),
    Endpoint("desk:print-all", f"{F} booth-qr", OFFICE, "post"),
    Endpoint("desk:print", f"{F} score-sheets contest.slug", OFFICE, "post"),
    Endpoint("desk:results", P, OFFICE),
    Endpoint("booths:office-stands", F, OFFICE),
    Endpoint("booths:office-stands-new", F, OFFICE, "post"),
    Endpoint("booths:office-stands-fill", F, OFFICE, "post"),
    Endpoint("booths:office-stand-remove", f"{F} stand.pk", OFFICE, "post"),
    Endpoint("festival:schools", F, OFFICE),
    Endpoint("festival:school-new", F, OFFICE),
    Endpoint("desk:schools-import", F, OFFICE),
    Endpoint("desk:schools-import-confirm", F, OFFICE, "post"),
    Endpoint("festival:missing", F, OFFICE),
    Endpoint("festival:school", f"{F} school.pk", OFFICE),
    Endpoint("festival:school-delete", f"{F} school.pk", OFFICE),
    Endpoint("festival:invitations", F, OFFICE),
    Endpoint("festival:invitations-prepare", F, OFFICE, "post"),
    Endpoint("festival:letters", F, OFFICE, "post"),
    Endpoint("festival:invitations-mail", F, OFFICE, "post"),
    Endpoint("festival:invitation", f"{F} school.pk", OFFICE),
    Endpoint("festival:invitation-action", f"{F} membership.pk sent", OFFICE, "post"),
    Endpoint("festival:audit-log", F, OFFICE),
    Endpoint("festival:job", f"{F} job.pk", ORGANISER),
    Endpoint("festival:job-progress", f"{F} job.pk", ORGANISER),
    Endpoint("contests:office-list", F, OFFICE),
    Endpoint("contests:office-detail", C, OFFICE),
    Endpoint("judging:panels", C, OFFICE),
    Endpoint("judging:assign", C, OFFICE),
    Endpoint("judging:panel-action", f"{C} panel.pk close", OFFICE, "post"),
    Endpoint("judging:take", f"{C} judge.pk round.pk", OFFICE, "post"),
    Endpoint("judging:judges", F, OFFICE),
    Endpoint("judging:judge", f"{F} judge.pk", OFFICE),
    Endpoint("judging:badge", f"{F} judge.pk", ORGANISER, "post"),
    Endpoint("judging:badge-replace", f"{F} judge.pk", ORGANISER, "post"),
    Endpoint("judging:judge-remove", f"{F} judge.pk", OFFICE),
    Endpoint("judging:progress", C, OFFICE),
    Endpoint("judging:op", f"{C} op.pk", OFFICE),
    # for organisers alone
    Endpoint("festival:settings", F, ORGANISER),
    Endpoint("festival:move", f"{F} closed", ORGANISER),
    Endpoint("festival:signers", F, ORGANISER),
    Endpoint("festival:people", F, ORGANISER),
    Endpoint("festival:person-link", f"{F} membership.pk", ORGANISER),
    Endpoint("festival:person-remove", f"{F} membership.pk", ORGANISER),
    Endpoint("desk:copy", F, ORGANISER),
    Endpoint("desk:files", F, ORGANISER),
    Endpoint("desk:files-import", F, ORGANISER, "post"),
    Endpoint("desk:files-export", f"{F} zip", ORGANISER, "post"),
    Endpoint("contests:office-new", F, ORGANISER),
    Endpoint("contests:office-edit", C, ORGANISER),
    Endpoint("contests:office-rounds", C, ORGANISER),
    Endpoint("contests:office-delete", C, ORGANISER),
    Endpoint("judging:rubric", C, ORGANISER),
    Endpoint("judging:scoring", C, ORGANISER),
    Endpoint("judging:scoring-round", f"{C} round.pk", ORGANISER),
    Endpoint("judging:example", C, ORGANISER),
    Endpoint("awards:scheme", C, ORGANISER),
    Endpoint("awards:preview", C, ORGANISER, "post"),
    Endpoint("judging:close", C, ORGANISER, "post"),
    Endpoint("judging:resume", C, ORGANISER, "post"),
    Endpoint("judging:settle", f"{C} sheet.assignment.entry.pk -", ORGANISER),
    Endpoint("judging:settlement-undo", f"{C} settlement.pk", ORGANISER, "post"),
    Endpoint("desk:results-step", f"{C} freeze", ORGANISER, "post"),
    Endpoint("desk:results-reopen", P, ORGANISER),
    Endpoint("desk:results-names", f"{P} ranked.pk", ORGANISER),
    Endpoint("desk:tie-undo", f"{P} decision.pk", ORGANISER, "post"),
]
ELSEWHERE = {
    # covered by other tests, with the rows that each needs
    "festival:job-file": "tests/desk/test_printing.py",
    "desk:tie-decide": "tests/desk/test_results_page.py",
    "judging:waive": "tests/desk/test_results_page.py",
    "judging:machine": "tests/judging/test_office_machine.py",
    "festival:new": "tests/access/test_matrix.py",
    "desk:new-import": "tests/access/test_matrix.py",
    "desk:new-make": "tests/access/test_matrix.py",
}
