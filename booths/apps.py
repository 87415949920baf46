"""Booth registration, floor plan, public pages, visitors."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BoothsConfig(AppConfig):
    name = "booths"
    verbose_name = _("Booths")

    def ready(self) -> None:
        from booths import labels
        from booths.queries.partners import shares_a_booth
        from booths.queries.presentations import booth_presentation
        from contests.presentations import register_presentations
        from festival import registries

        registries.partner_lookups.add({"booths": shares_a_booth})
        registries.action_labels.add(labels.ACTIONS)
        registries.value_labels.add(labels.VALUES)
        registries.field_icons.add(labels.FIELD_ICONS)
        register_presentations(booth_presentation)
