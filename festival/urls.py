"""Addresses of this app."""

from django.urls import URLPattern

app_name = "festival"
urlpatterns: list[URLPattern] = []
