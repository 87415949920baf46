"""Access functions of certificates."""

from __future__ import annotations

from django.http import Http404

from awards.models import Certificate
from festival.codes import typed_code


def certificate_by_code(code: str) -> Certificate:
    """The certificate with this check code, for every visitor; 404 for any other code.

    The code may be typed from paper. Of older codes, in which the case matters, it is ignored
    when only one certificate matches.
    """
    papers = Certificate.objects.select_related("festival", "contest", "member", "school", "superseded_by")
    found = papers.filter(check_code=code).first() or papers.filter(check_code=typed_code(code)).first()
    alike = [found] if found else list(papers.filter(check_code__iexact=code)[:2])
    if len(alike) != 1:
        raise Http404
    return alike[0]
