"""Addresses of pages composed of several apps."""

from django.urls import URLPattern, path

from desk.views import desk, files, front, printing, public_results, registrations, results, school

app_name = "desk"

CONTEST = "<slug:festival>/desk/contests/<slug:contest>"
SCHOOL = "<slug:festival>/school"
OFFICE = "<slug:festival>/desk"
urlpatterns: list[URLPattern] = [
    path("", desk.start, name="start"),
    path("new/import/", files.new_from_file, name="new-import"),
    path("new/import/make/", files.make, name="new-make"),
    path(f"{OFFICE}/", desk.home, name="home"),
    path(f"{OFFICE}/files/", files.files, name="files"),
    path(f"{OFFICE}/files/import/", files.bring_in, name="files-import"),
    path(f"{OFFICE}/files/export/<slug:kind>/", files.write_out, name="files-export"),
    path(f"{OFFICE}/copy/", desk.copy, name="copy"),
    path(f"{OFFICE}/registrations/", registrations.registrations, name="registrations"),
    path(f"{OFFICE}/registrations/approve/", registrations.approve_ticked, name="registrations-approve"),
    path(f"{OFFICE}/registrations/undo/", registrations.undo, name="registrations-undo"),
    path(f"{OFFICE}/registrations/<slug:kind>/<int:pk>/", registrations.registration, name="registration"),
    path("<slug:festival>/", front.front, name="front"),
    path(f"{SCHOOL}/", school.home, name="school-home"),
    path(f"{SCHOOL}/choose/", school.choose, name="school-choose"),
    path(f"{SCHOOL}/participation/", school.participation, name="school-participation"),
    path(f"{SCHOOL}/form.pdf", school.form_pdf, name="school-form"),
    path(f"{SCHOOL}/papers/", school.papers, name="school-papers"),
    path(f"{SCHOOL}/papers/certificates.pdf", school.certificates, name="school-certificates"),
    path(f"{CONTEST}/results/", results.results, name="results"),
    path(f"{CONTEST}/results/reopen/", results.reopen, name="results-reopen"),
    path(f"{CONTEST}/results/step/<slug:step>/", results.take_step, name="results-step"),
    path(f"{CONTEST}/results/ties/<int:pk>/undo/", results.undo_decision, name="tie-undo"),
    path(f"{CONTEST}/results/ties/<str:category>/<slug:tier>/", results.decide, name="tie-decide"),
    path("<slug:festival>/desk/print/", printing.printing, name="printing"),
    path("<slug:festival>/desk/print/<slug:kind>/", printing.start, name="print-all"),
    path("<slug:festival>/desk/print/<slug:kind>/<slug:contest>/", printing.start, name="print"),
    path("<slug:festival>/results/", public_results.contests, name="public-results"),
    path("<slug:festival>/results/<slug:contest>/", public_results.table, name="public-result"),
]
