"""The edition, people, schools, the record: the ground floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FestivalConfig(AppConfig):
    name = "festival"
    verbose_name = _("Festival")

    def ready(self) -> None:
        from festival import checks  # noqa: F401  (registers itself)
