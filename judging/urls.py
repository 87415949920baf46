"""Addresses of judging: the judge's own under `judge/`, the office's under `desk/`."""

from django.urls import URLPattern, path

from judging.views import progress

app_name = "judging"

CONTEST = "<slug:festival>/desk/contests/<slug:contest>"
urlpatterns: list[URLPattern] = [
    path(f"{CONTEST}/progress/", progress.progress, name="progress"),
    path(f"{CONTEST}/progress/turn/<slug:way>/", progress.turn, name="turn"),
    path(f"{CONTEST}/progress/settle/<int:entry>/<str:round>/", progress.settle, name="settle"),
    path(f"{CONTEST}/progress/waive/<str:key>/", progress.waive_blocker, name="waive"),
    path(f"{CONTEST}/progress/settlements/<int:pk>/undo/", progress.undo_settlement, name="settlement-undo"),
]
