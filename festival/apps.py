"""The base app: festivals, people, schools, the audit log."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FestivalConfig(AppConfig):
    name = "festival"
    verbose_name = _("Festival")

    def ready(self) -> None:
        from festival import checks, converters, labels, registries  # noqa: F401  (checks registers itself)
        from festival.queries.audit_names import festival_names, school_names, user_names

        registries.action_labels.add(labels.ACTIONS)
        registries.value_labels.add(labels.VALUES)
        registries.code_names.add({"school": school_names, "judge": user_names, "from": festival_names})
        registries.state_chips.add(labels.CHIPS)
        registries.append_only_models.add({"festival.AuditEvent": "the audit log is never rewritten"})
        converters.register()
