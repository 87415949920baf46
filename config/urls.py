"""Root URLs. Pages of a festival have the prefix `/<slug:slug>/`, so fixed prefixes come first."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from config.health import healthz
from festival.requests import query_text


def admin_login(request: HttpRequest) -> HttpResponse:
    """Redirect the admin's sign-in to ours, which has rate limits and the second factor."""
    target = urlencode({"next": query_text(request, "next") or "/admin/"})
    return redirect(f"/accounts/login/?{target}")


handler400 = "festival.bodies.bad_request"
handler500 = "festival.busy.server_error"
urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("admin/login/", admin_login),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    # changes nothing but the language, so it needs no CSRF token, and public pages need no cookie
    path("i18n/setlang/", csrf_exempt(set_language), name="set_language"),
    path("", include("booths.urls")),
    path("", include("contests.urls")),
    path("", include("judging.urls")),
    path("", include("awards.urls")),
    path("", include("festival.urls")),
    path("", include("desk.urls")),
]
