"""URLs of pages that concern several apps."""

from django.urls import URLPattern, path

from desk.views import desk, files, front, names, printing, public_results, registrations, results, school

app_name = "desk"

CONTEST = "<slug:slug>/desk/contests/<slug:contest>"
SCHOOL = "<slug:slug>/school"
OFFICE = "<slug:slug>/desk"
urlpatterns: list[URLPattern] = [
    path("", desk.start, name="start"),
    path("new/import/", files.new_from_file, name="new-import"),
    path("new/import/make/", files.make, name="new-make"),
    path(f"{OFFICE}/", desk.home, name="home"),
    path(f"{OFFICE}/files/", files.files, name="files"),
    path(f"{OFFICE}/files/import/", files.import_files, name="files-import"),
    path(f"{OFFICE}/files/export/<slug:kind>/", files.export_files, name="files-export"),
    path(f"{OFFICE}/schools/import/", files.schools, name="schools-import"),
    path(f"{OFFICE}/schools/import/confirm/", files.import_schools, name="schools-import-confirm"),
    path(f"{OFFICE}/copy/", desk.copy, name="copy"),
    path(f"{OFFICE}/registrations/", registrations.registrations, name="registrations"),
    path(f"{OFFICE}/registrations/approve/", registrations.approve_ticked, name="registrations-approve"),
    path(f"{OFFICE}/registrations/undo/", registrations.undo, name="registrations-undo"),
    path(f"{OFFICE}/registrations/<slug:kind>/<key:pk>/", registrations.registration, name="registration"),
    path("<slug:slug>/", front.front, name="front"),
    path(f"{SCHOOL}/", school.home, name="school-home"),
    path(f"{SCHOOL}/choose/", school.choose, name="school-choose"),
    path(f"{SCHOOL}/participation/", school.participation, name="school-participation"),
    path(f"{SCHOOL}/form.pdf", school.form_pdf, name="school-form"),
    path(f"{SCHOOL}/papers/", school.papers, name="school-papers"),
    path(f"{SCHOOL}/papers/certificates.pdf", school.certificates, name="school-certificates"),
    path(f"{CONTEST}/results/", results.results, name="results"),
    path(f"{CONTEST}/results/reopen/", results.reopen, name="results-reopen"),
    path(f"{CONTEST}/results/names/<key:pk>/", names.names, name="results-names"),
    path(f"{CONTEST}/results/step/<slug:step>/", results.next_step, name="results-step"),
    path(f"{CONTEST}/results/ties/<key:pk>/undo/", results.undo_decision, name="tie-undo"),
    path(f"{CONTEST}/results/ties/<text:category>/<slug:tier>/", results.decide, name="tie-decide"),
    path("<slug:slug>/desk/print/", printing.printing, name="printing"),
    path("<slug:slug>/desk/print/<slug:kind>/", printing.start, name="print-all"),
    path("<slug:slug>/desk/print/<slug:kind>/<slug:contest>/", printing.start, name="print"),
    path("<slug:slug>/results/", public_results.contests, name="public-results"),
    path("<slug:slug>/results/<slug:contest>/", public_results.table, name="public-result"),
]
