"""Pages and commands composed of several apps."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        from contests.steps import register_contest_step
        from desk import labels
        from desk.pages.registrations import entries_step
        from festival import registries

        registries.value_labels.add(labels.VALUES)
        register_contest_step(3, entries_step)
        registries.home_urls.add(
            {
                "organiser": "desk:home",
                "secretary": "desk:home",
                "school": "desk:school-home",
                "": "desk:start",
            }
        )
