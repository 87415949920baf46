"""Addresses of prizes and papers."""

from django.urls import URLPattern, path

from awards.views import public

app_name = "awards"
urlpatterns: list[URLPattern] = [
    path("c/<str:code>", public.check, name="check"),
]
