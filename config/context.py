"""Context processor with facts about this installation."""

from django.conf import settings
from django.http import HttpRequest


def installation(request: HttpRequest) -> dict[str, object]:
    """`is_demo`, `public_url` (empty when not set) and `sends_mail`."""
    return {
        "is_demo": settings.FESTIVAL_DEMO,
        "public_url": settings.PUBLIC_URL,
        "sends_mail": settings.FESTIVAL_MAILS,
    }
