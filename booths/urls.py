"""Addresses of booths: the office's stands, a school's booths, and the public ones."""

from django.urls import URLPattern, path

from booths.views import office, public, school

app_name = "booths"
STANDS = "<slug:slug>/desk/registrations/stands"
urlpatterns: list[URLPattern] = [
    path(f"{STANDS}/", office.stands, name="office-stands"),
    path(f"{STANDS}/new/", office.stands_new, name="office-stands-new"),
    path(f"{STANDS}/fill/", office.stands_fill, name="office-stands-fill"),
    path(f"{STANDS}/<int:pk>/remove/", office.stand_remove, name="office-stand-remove"),
    path("b/<str:code>", public.short, name="short"),
    path("<slug:slug>/booths/", public.listing, name="public-list"),
    path("<slug:slug>/booths/<str:code>/", public.detail, name="public-detail"),
    path("<slug:slug>/photos/<int:pk>.jpg", public.photo, name="photo"),
    path("<slug:slug>/photos/<int:pk>-small.jpg", public.photo, {"small": True}, name="photo-small"),
    path("<slug:slug>/school/booths/new/", school.new, name="school-new"),
    path("<slug:slug>/school/booths/<int:pk>/", school.edit, name="school-booth"),
    path(
        "<slug:slug>/school/booths/<int:pk>/recall/", school.move, {"action": "recall"}, name="school-recall"
    ),
    path(
        "<slug:slug>/school/booths/<int:pk>/restore/",
        school.move,
        {"action": "restore"},
        name="school-restore",
    ),
    path(
        "<slug:slug>/school/booths/<int:pk>/withdraw/",
        school.move,
        {"action": "withdraw"},
        name="school-withdraw",
    ),
]
