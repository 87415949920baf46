"""URLs of the base app. Pages of the office have the prefix `desk/` below the festival."""

from django.urls import URLPattern, path

from festival.views import audit_log, festivals, invitations, jobs, people, schools, signin

app_name = "festival"
DESK = "<slug:slug>/desk/"
urlpatterns: list[URLPattern] = [
    path("go/<code:token>", signin.go, name="go"),
    path("Go/<code:token>", signin.go),
    path("GO/<code:token>", signin.go),
    path("new/", festivals.new, name="new"),
    path(f"{DESK}settings/", festivals.settings, name="settings"),
    path(f"{DESK}settings/state/<text:to>/", festivals.move, name="move"),
    path(f"{DESK}signers/", festivals.signers, name="signers"),
    path(f"{DESK}schools/", schools.schools, name="schools"),
    path(f"{DESK}schools/new/", schools.school_new, name="school-new"),
    path(f"{DESK}schools/missing/", schools.missing, name="missing"),
    path(f"{DESK}schools/<key:pk>/", schools.school, name="school"),
    path(f"{DESK}schools/<key:pk>/delete/", schools.school_delete, name="school-delete"),
    path(f"{DESK}people/", people.people, name="people"),
    path(f"{DESK}people/<key:pk>/link/", people.person_link, name="person-link"),
    path(f"{DESK}people/<key:pk>/remove/", people.person_remove, name="person-remove"),
    path(f"{DESK}invitations/", invitations.invitations, name="invitations"),
    path(f"{DESK}invitations/prepare/", invitations.invitations_prepare, name="invitations-prepare"),
    path(f"{DESK}invitations/letters/", invitations.letters, name="letters"),
    path(f"{DESK}invitations/mail/", invitations.invitations_mail, name="invitations-mail"),
    path(f"{DESK}invitations/<key:pk>/", invitations.invitation, name="invitation"),
    path(
        f"{DESK}invitations/person/<key:pk>/<text:action>/",
        invitations.invitation_action,
        name="invitation-action",
    ),
    path(f"{DESK}audit-log/", audit_log.audit_log, name="audit-log"),
    path("<slug:slug>/jobs/<key:pk>/", jobs.job, name="job"),
    path("<slug:slug>/jobs/<key:pk>/progress/", jobs.job_progress, name="job-progress"),
    path("<slug:slug>/jobs/<key:pk>/file/", jobs.job_file, name="job-file"),
]
