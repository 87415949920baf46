"""Contests, categories, rounds, entries, candidate numbers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContestsConfig(AppConfig):
    name = "contests"
    verbose_name = _("Contests")

    def ready(self) -> None:
        from contests import labels
        from contests.queries.audit_names import contest_names, round_names
        from contests.queries.partners import shares_an_entry
        from festival import registries

        registries.partner_lookups.add({"contests": shares_an_entry})
        registries.action_labels.add(labels.ACTIONS)
        registries.value_labels.add(labels.VALUES)
        registries.code_names.add({"contest": contest_names, "round": round_names, "rounds": round_names})
        registries.state_chips.add(labels.CHIPS)
