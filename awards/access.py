"""Access functions of certificates."""

from __future__ import annotations

from django.http import Http404

from awards.models import Certificate


def certificate_by_code(code: str) -> Certificate:
    """The certificate with this check code, for whoever holds the paper; 404 for any other code."""
    papers = Certificate.objects.select_related("festival", "contest", "member", "school", "superseded_by")
    found = papers.filter(check_code=code).first()
    if found is None:
        raise Http404
    return found
