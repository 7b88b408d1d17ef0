"""Addresses of plans: reading, comparing, importing, editing, publishing."""

from django.urls import path

from reporting.views import plan, plan_dated, plan_editor, plan_import, plan_lines, rebind

PLAN = "rencana/<int:pk>/"
LINE = f"{PLAN}baris/<int:node_pk>/"

urlpatterns = [
    path("rencana/", plan.plans, name="plans"),
    path("rencana/baru/", plan_editor.new_plan, name="plan-new"),
    path("rencana/impor/", plan_import.plan_import, name="plan-import"),
    path("rencana/templat.xlsx", plan.plan_template, name="plan-template"),
    path(PLAN, plan.plan, name="plan"),
    path(f"{PLAN}beda/<int:other>/", plan.difference, name="plan-difference"),
    path(f"{PLAN}beda/<int:other>/unduh.xlsx", plan.difference_file, name="plan-difference-file"),
    path(f"{PLAN}perubahan/", plan_editor.revise, name="plan-revise"),
    path(f"{PLAN}sunting/", plan_editor.editor, name="plan-editor"),
    path(f"{PLAN}kepala/", plan_editor.head, name="plan-head"),
    path(f"{PLAN}terbitkan/", plan_editor.publish, name="plan-publish"),
    path(f"{PLAN}hapus/", plan_editor.discard, name="plan-discard"),
    path(f"{PLAN}pindah/", plan_lines.move, name="plan-move"),
    path(f"{PLAN}buang/<str:part>/<int:part_pk>/", plan_lines.remove, name="plan-remove"),
    path(f"{PLAN}baris/baru/", plan_lines.new_node, name="plan-new-node"),
    path(LINE, plan_lines.node, name="plan-node"),
    path(f"{LINE}indikator/", plan_lines.new_indicator, name="plan-new-indicator"),
    path(f"{LINE}pagu/", plan_dated.new_budget, name="plan-new-budget"),
    path(f"{LINE}kas/", plan_dated.spending_plan, name="plan-spending"),
    path(f"{LINE}pptk/", plan_dated.new_assignment, name="plan-new-assignment"),
    path(f"{PLAN}indikator/<int:indicator_pk>/", plan_lines.indicator, name="plan-indicator"),
    path(f"{PLAN}pagu/<int:budget_pk>/", plan_dated.budget, name="plan-budget"),
    path(f"{PLAN}pptk/<int:assignment_pk>/", plan_dated.assignment, name="plan-assignment"),
    path("laporan/<int:pk>/rencana/", rebind.rebind, name="report-rebind"),
]
