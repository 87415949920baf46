"""Addresses of pages composed of several apps."""

from django.urls import URLPattern, path

from desk.views import printing, public_results, results

app_name = "desk"

CONTEST = "<slug:festival>/desk/contests/<slug:contest>"
urlpatterns: list[URLPattern] = [
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
