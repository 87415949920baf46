"""Prizes, awards, certificates, the register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AwardsConfig(AppConfig):
    name = "awards"
    verbose_name = _("Awards")

    def ready(self) -> None:
        from awards import labels
        from awards.pages.scheme import scheme_step
        from awards.queries.scheme import tier_names
        from awards.queries.won import published_prizes
        from booths.won import register_won_prizes
        from contests.steps import register_contest_step
        from festival import registries

        registries.action_labels.add(labels.ACTIONS)
        registries.value_labels.add(labels.VALUES)
        registries.code_names.add({"tier": tier_names})
        registries.state_chips.add(labels.CHIPS)
        register_contest_step(2, scheme_step)
        register_won_prizes(published_prizes)
