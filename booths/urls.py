"""URLs of booths: stands for the office, a school's booths, public pages."""

from django.urls import URLPattern, path

from booths.views import office, public, school, submit

app_name = "booths"
STANDS = "<slug:slug>/desk/registrations/stands"
urlpatterns: list[URLPattern] = [
    path(f"{STANDS}/", office.stands, name="office-stands"),
    path(f"{STANDS}/new/", office.stands_new, name="office-stands-new"),
    path(f"{STANDS}/fill/", office.stands_fill, name="office-stands-fill"),
    path(f"{STANDS}/<key:pk>/remove/", office.stand_remove, name="office-stand-remove"),
    path("b/<code:code>", public.short, name="short"),
    path("B/<code:code>", public.short),
    path("<slug:slug>/booths/", public.listing, name="public-list"),
    path("<slug:slug>/booths/<code:code>/", public.detail, name="public-detail"),
    path("<slug:slug>/photos/<key:pk>.jpg", public.photo, name="photo"),
    path("<slug:slug>/photos/<key:pk>-small.jpg", public.photo, {"small": True}, name="photo-small"),
    path("<slug:slug>/school/booths/new/", school.new, name="school-new"),
    path("<slug:slug>/school/booths/<key:pk>/", school.edit, name="school-booth"),
    path("<slug:slug>/school/booths/<key:pk>/submit/", submit.submit, name="school-submit"),
    path(
        "<slug:slug>/school/booths/<key:pk>/recall/", school.move, {"action": "recall"}, name="school-recall"
    ),
    path(
        "<slug:slug>/school/booths/<key:pk>/restore/",
        school.move,
        {"action": "restore"},
        name="school-restore",
    ),
    path(
        "<slug:slug>/school/booths/<key:pk>/withdraw/",
        school.move,
        {"action": "withdraw"},
        name="school-withdraw",
    ),
]
