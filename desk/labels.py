"""Labels of the desk's jobs in the audit log."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

VALUES: Final = {
    "kind:printing": _("Printing"),
    "kind:import": _("Import"),
    "kind:export": _("Export"),
}
