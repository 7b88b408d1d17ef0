"""Addresses of plans and of the entry pages."""

from django.urls import path

from reporting.views import entry, evidence, plan

urlpatterns = [
    path("rencana/", plan.plans, name="plans"),
    path("rencana/impor/", plan.plan_import, name="plan-import"),
    path("rencana/templat.xlsx", plan.plan_template, name="plan-template"),
    path("rencana/<int:pk>/", plan.plan, name="plan"),
    path("realisasi/<int:task_pk>/", entry.entry, name="entry"),
    path("realisasi/<int:task_pk>/periksa/", entry.check, name="entry-check"),
    path("realisasi/<int:task_pk>/tanda-terima/", entry.receipt, name="entry-receipt"),
    path("realisasi/<int:task_pk>/bukti/<int:pk>/hapus/", evidence.remove, name="evidence-remove"),
]
