"""Public pages of booths."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from booths.access import booth_by_code, booth_for_public, photo_for_viewer
from booths.queries.public import (
    fields_of,
    public_booths,
    public_partners,
    public_pictures,
    public_products,
    with_prizes,
)
from festival.access import festival_for_public
from festival.caching import public_page
from festival.requests import query_text

PER_PAGE = 24
PHOTO_SECONDS = 3600


@require_safe
@public_page
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """The booths, with search (without diacritics) and a filter by field."""
    festival = festival_for_public(slug)
    query, field = query_text(request, "q"), query_text(request, "field")
    fields = fields_of(festival)
    page = Paginator(public_booths(festival, query=query, field=field), PER_PAGE).get_page(
        query_text(request, "page")
    )
    page.object_list = with_prizes(page.object_list)
    context = {
        "festival": festival,
        "fields": fields,
        "field": field,
        "total": sum(each.booths for each in fields),
        "page_obj": page,
    }
    return render(request, "booths/public_list.html", context)


@require_safe
@public_page
def detail(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One booth."""
    (booth,) = with_prizes([booth_for_public(slug, code)])
    context = {
        "festival": booth.festival,
        "booth": booth,
        "pictures": public_pictures(booth),
        "products": public_products(booth),
        "partners": public_partners(booth),
        "root": request.build_absolute_uri("/")[:-1],
    }
    return render(request, "booths/public_detail.html", context)


@require_safe
def short(request: HttpRequest, code: str) -> HttpResponse:
    """Redirect of the URL in a printed QR code, which does not depend on the festival's slug."""
    booth = booth_by_code(code)
    return redirect("booths:public-detail", booth.festival.slug, booth.code)


@require_safe
def photo(request: HttpRequest, slug: str, pk: int, *, small: bool = False) -> HttpResponseBase:
    """A photo, for users who may see it."""
    row, is_public = photo_for_viewer(request.user, slug, pk)
    file = row.thumbnail if small and row.thumbnail else row.image
    response = FileResponse(file.open(), content_type="image/jpeg")
    response["Content-Security-Policy"] = "default-src 'none'"
    if is_public:
        patch_cache_control(response, public=True, max_age=PHOTO_SECONDS)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response
