"""Addresses of booths: the office's stands, a school's booths, and the public ones."""

from django.urls import URLPattern, path

from booths.views import office

app_name = "booths"
STANDS = "<slug:festival>/desk/registrations/stands"
urlpatterns: list[URLPattern] = [
    path(f"{STANDS}/", office.stands, name="office-stands"),
    path(f"{STANDS}/new/", office.stands_new, name="office-stands-new"),
    path(f"{STANDS}/fill/", office.stands_fill, name="office-stands-fill"),
    path(f"{STANDS}/<int:pk>/remove/", office.stand_remove, name="office-stand-remove"),
]
