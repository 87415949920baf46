"""Pages and commands composed of several apps."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        from desk import labels
        from festival import registries

        registries.value_labels.add(labels.VALUES)
        registries.home_urls.add(
            {
                "organiser": "desk:home",
                "secretary": "desk:home",
                "school": "desk:school-home",
                "": "desk:start",
            }
        )
