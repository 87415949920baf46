"""Addresses of this app."""

from django.urls import URLPattern, path

from contests.views import office

app_name = "contests"
DESK = "<slug:festival>/desk/contests/"
urlpatterns: list[URLPattern] = [
    path(DESK, office.contest_list, name="office-list"),
    path(f"{DESK}new/", office.contest_new, name="office-new"),
    path(f"{DESK}<slug:contest>/", office.contest_detail, name="office-detail"),
    path(f"{DESK}<slug:contest>/edit/", office.contest_edit, name="office-edit"),
    path(f"{DESK}<slug:contest>/rounds/", office.rounds, name="office-rounds"),
    path(f"{DESK}<slug:contest>/delete/", office.contest_delete, name="office-delete"),
]
