"""The base app: festivals, people, schools, the audit log."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FestivalConfig(AppConfig):
    name = "festival"
    verbose_name = _("Festival")

    def ready(self) -> None:
        from festival import checks, converters, labels, registries  # noqa: F401  (checks registers itself)

        registries.action_labels.add(labels.ACTIONS)
        registries.value_labels.add(labels.VALUES)
        registries.state_chips.add(labels.CHIPS)
        registries.append_only_models.add({"festival.AuditEvent": "the audit log is never rewritten"})
        converters.register()
