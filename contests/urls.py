"""URLs of contests."""

from django.urls import URLPattern, path

from contests.views import files, office, school, submit

app_name = "contests"
DESK = "<slug:slug>/desk/contests/"
SCHOOL = "<slug:slug>/school/entries/<slug:contest>/"
urlpatterns: list[URLPattern] = [
    path(SCHOOL, school.entries, name="school-entries"),
    path(f"{SCHOOL}new/", school.new, name="school-new"),
    path(f"{SCHOOL}submit/", submit.submit_all, name="school-submit-all"),
    path(f"{SCHOOL}<key:pk>/submit/", submit.submit, name="school-submit"),
    path(f"{SCHOOL}<key:pk>/", school.entry, name="school-entry"),
    path(f"{SCHOOL}<key:pk>/recall/", school.move, {"action": "recall"}, name="school-recall"),
    path(f"{SCHOOL}<key:pk>/restore/", school.move, {"action": "restore"}, name="school-restore"),
    path(f"{SCHOOL}<key:pk>/withdraw/", school.move, {"action": "withdraw"}, name="school-withdraw"),
    path("<slug:slug>/files/<key:pk>/", files.file, name="file"),
    path("<slug:slug>/files/<key:pk>/remove/", files.remove, name="file-remove"),
    path(DESK, office.contest_list, name="office-list"),
    path(f"{DESK}new/", office.contest_new, name="office-new"),
    path(f"{DESK}<slug:contest>/", office.contest_detail, name="office-detail"),
    path(f"{DESK}<slug:contest>/edit/", office.contest_edit, name="office-edit"),
    path(f"{DESK}<slug:contest>/rounds/", office.rounds, name="office-rounds"),
    path(f"{DESK}<slug:contest>/delete/", office.contest_delete, name="office-delete"),
]
