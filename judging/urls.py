"""URLs of judging: those of judges under `judge/`, those of the office under `desk/`."""

from django.urls import URLPattern, path

from judging import api
from judging.views import judge, judges, machine, ops, panels, progress, rubric

app_name = "judging"

CONTEST = "<slug:slug>/desk/contests/<slug:contest>"
DESK = "<slug:slug>/desk/judges"
urlpatterns: list[URLPattern] = [
    path("<slug:slug>/judge/", judge.my_entries, name="my-entries"),
    path("<slug:slug>/judge/totals/", judge.my_totals, name="my-totals"),
    path("<slug:slug>/judge/entries/<key:pk>/", judge.sheet, name="sheet"),
    path("<slug:slug>/judge/entries/<key:pk>/reopen/", judge.reopen, name="reopen"),
    path("<slug:slug>/judge/entries/<key:pk>/compare/<uuid:op>/", judge.compare, name="compare"),
    path("<slug:slug>/judge/entries/<key:pk>/files/<key:file>/", judge.attachment, name="attachment"),
    path("<slug:slug>/judge/api/ops/", api.ops, name="api-ops"),
    path("<slug:slug>/judge/api/sheets/", api.sheets, name="api-sheets"),
    path(f"{CONTEST}/rubric/", rubric.rubric, name="rubric"),
    path(f"{CONTEST}/scoring/", rubric.scoring, name="scoring"),
    path(f"{CONTEST}/scoring/example/", rubric.example, name="example"),
    path(f"{CONTEST}/scoring/<key:round>/", rubric.scoring, name="scoring-round"),
    path(f"{CONTEST}/panels/", panels.panels, name="panels"),
    path(f"{CONTEST}/panels/assign/", panels.assign, name="assign"),
    path(f"{CONTEST}/panels/<key:pk>/<slug:action>/", panels.panel_action, name="panel-action"),
    path(f"{CONTEST}/judges/<key:judge>/<key:round>/take/", panels.unassign, name="take"),
    path(f"{CONTEST}/rounds/<key:round>/machine/", machine.machine_marks, name="machine"),
    path(f"{DESK}/", judges.judges, name="judges"),
    path(f"{DESK}/<key:pk>/", judges.judge, name="judge"),
    path(f"{DESK}/<key:pk>/badge/", judges.badge, name="badge"),
    path(f"{DESK}/<key:pk>/badge/replace/", judges.badge_replace, name="badge-replace"),
    path(f"{DESK}/<key:pk>/remove/", judges.judge_remove, name="judge-remove"),
    path(f"{CONTEST}/progress/", progress.progress, name="progress"),
    path(f"{CONTEST}/progress/close/", progress.close, name="close"),
    path(f"{CONTEST}/progress/resume/", progress.resume, name="resume"),
    path(f"{CONTEST}/progress/ops/<uuid:op>/", ops.op, name="op"),
    path(f"{CONTEST}/progress/settle/<key:entry>/<text:round>/", progress.settle, name="settle"),
    path(f"{CONTEST}/progress/waive/<text:key>/", progress.waive_blocker, name="waive"),
    path(f"{CONTEST}/progress/settlements/<key:pk>/undo/", progress.undo_settlement, name="settlement-undo"),
]
