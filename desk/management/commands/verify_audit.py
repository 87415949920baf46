"""`manage.py verify_audit`: verifies the audit log, its triggers, the score ops and the frozen results."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _

from contests.models import Contest
from festival import append_only
from festival.models import Festival
from festival.queries.chains import chain_fault, chain_names
from judging.queries.replay import replay_faults
from judging.verification import differences

REASONS = {
    "gap": "a line is missing or doubled",
    "link": "the hash before is another",
    "line": "the line was altered",
    "body": "its words were altered",
    "head": "the chain ends elsewhere than its head says",
}


class Command(BaseCommand):
    help = "Verifies the audit log, replays score operations to sheets, recomputes frozen results."

    def handle(self, *args: Any, **options: Any) -> None:
        chains = chain_names()
        faults = [*_triggers(), *_chains(chains), *_replays(), *_results()]
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(_("%(count)d faults.") % {"count": len(faults)})
        self.stdout.write(_("The audit log is intact. Chains verified: %(count)d") % {"count": len(chains)})


def _triggers() -> Iterator[str]:
    for name in append_only.missing(connection):
        yield f"trigger {name}: missing; run guard_tables"


def _chains(chains: list[str]) -> Iterator[str]:
    slugs = {str(pk): slug for pk, slug in Festival.objects.values_list("pk", "slug")}
    for chain in chains:
        fault = chain_fault(chain)
        if fault is not None:
            yield f"{slugs.get(chain, chain)}: line {fault.seq}: {REASONS[fault.code]}"


def _replays() -> Iterator[str]:
    for festival in Festival.objects.order_by("pk"):
        for fault in replay_faults(festival):
            yield f"{festival.slug}: {fault}"


def _results() -> Iterator[str]:
    for contest in Contest.objects.select_related("festival"):
        if contest.is_frozen:
            for fault in differences(contest):
                yield f"{contest.festival.slug} {contest.slug}: {fault}"
