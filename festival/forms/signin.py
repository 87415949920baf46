"""The form with which an invited user sets a password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext_lazy as _

from festival.models import User


class FirstPasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    """Django's form with our labels; the action sets the password."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password1"].help_text = _(
            "At least 10 characters; a short sentence is easy to remember."
        )
        self.fields["new_password2"].label = _("The same password again")
        self.fields["new_password2"].help_text = ""

    def clean(self) -> dict[str, Any]:
        """Return the arguments of the action only."""
        super().clean()
        return {"password": self.cleaned_data.get("new_password1", "")}
