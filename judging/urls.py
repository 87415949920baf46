"""Addresses of judging: the judge's own under `judge/`, the office's under `desk/`."""

from django.urls import URLPattern, path

from judging import api
from judging.views import judge, progress

app_name = "judging"

CONTEST = "<slug:festival>/desk/contests/<slug:contest>"
urlpatterns: list[URLPattern] = [
    path("<slug:festival>/judge/", judge.my_entries, name="my-entries"),
    path("<slug:festival>/judge/totals/", judge.my_totals, name="my-totals"),
    path("<slug:festival>/judge/entries/<int:pk>/", judge.sheet, name="sheet"),
    path("<slug:festival>/judge/entries/<int:pk>/reopen/", judge.reopen, name="reopen"),
    path("<slug:festival>/judge/entries/<int:pk>/compare/<uuid:op>/", judge.compare, name="compare"),
    path("<slug:festival>/judge/entries/<int:pk>/files/<int:file>/", judge.attachment, name="attachment"),
    path("<slug:festival>/judge/api/ops/", api.ops, name="api-ops"),
    path("<slug:festival>/judge/api/sheets/", api.sheets, name="api-sheets"),
    path(f"{CONTEST}/progress/", progress.progress, name="progress"),
    path(f"{CONTEST}/progress/turn/<slug:way>/", progress.turn, name="turn"),
    path(f"{CONTEST}/progress/settle/<int:entry>/<str:round>/", progress.settle, name="settle"),
    path(f"{CONTEST}/progress/waive/<str:key>/", progress.waive_blocker, name="waive"),
    path(f"{CONTEST}/progress/settlements/<int:pk>/undo/", progress.undo_settlement, name="settlement-undo"),
]
