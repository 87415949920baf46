"""Import of the list of schools from its page, with the rows, form and upsert of schools.csv."""

from __future__ import annotations

from typing import IO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from festival.audit import log_event
from festival.forms.table import rows_of
from festival.forms.tables import SCHOOL_LIST
from festival.imports import ImportContext, import_schools
from festival.models import Festival, User
from festival.tables.files import limited
from festival.tables.opening import table_in
from festival.tables.report import Report
from festival.upsert import CHANGED, CREATED, UNCHANGED


def import_school_list(upload: IO[bytes], *, festival: Festival, by: User) -> tuple[list[str], str]:
    """Add and change schools, matched by code or else by name; a missing column changes nothing.

    Returns the faults by row, and a sentence with counts and warnings. After a fault nothing is written.
    """
    report = Report()
    file = upload.name or SCHOOL_LIST.name
    rows = rows_of(table_in(file, limited(upload), SCHOOL_LIST), SCHOOL_LIST, report)
    if not rows.rows and not report.faults:
        return [_("The table has no rows.")], ""
    with transaction.atomic():
        context = ImportContext(report, timezone.now(), by)
        context.use(festival)
        import_schools(context, rows, is_list=True)
        if report.faults:
            transaction.set_rollback(True)
            return [fault.on_page(with_file=False) for fault in report.faults], ""
        total = context.counts.total
        if total[CREATED] or total[CHANGED]:
            fields = sorted(context.counts.columns["schools"])
            body = {"created": total[CREATED], "changed": total[CHANGED], "fields": fields}
            log_event(by, "schools-imported", festival, festival=festival, body=body)
    sentence = _("%(created)d schools added, %(changed)d changed, %(unchanged)d as before.")
    words = {"created": total[CREATED], "changed": total[CHANGED], "unchanged": total[UNCHANGED]}
    return [], " ".join([sentence % words, *(w.on_page(with_file=False) for w in report.warnings)])
