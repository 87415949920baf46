"""URLs of prizes and certificates."""

from django.urls import URLPattern, path

from awards.views import public, scheme

app_name = "awards"

CONTEST = "<slug:slug>/desk/contests/<slug:contest>"
urlpatterns: list[URLPattern] = [
    path("c/<code:code>", public.check, name="check"),
    path("C/<code:code>", public.check),
    path(f"{CONTEST}/prizes/", scheme.scheme, name="scheme"),
    path(f"{CONTEST}/prizes/preview/", scheme.preview, name="preview"),
]
