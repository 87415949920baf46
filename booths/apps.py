"""Booth registration, floor plan, public pages, visitors."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BoothsConfig(AppConfig):
    name = "booths"
    verbose_name = _("Booths")

    def ready(self) -> None:
        from booths import labels
        from festival import registries

        registries.action_labels.add(labels.ACTIONS)
        registries.value_labels.add(labels.VALUES)
        registries.field_icons.add(labels.FIELD_ICONS)
