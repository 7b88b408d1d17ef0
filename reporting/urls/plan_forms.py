"""Addresses of the printed forms of planning."""

from django.urls import path

from reporting.views import plan_forms

urlpatterns = [
    path("rencana/<int:pk>/formulir/<slug:name>/", plan_forms.plan_form, name="plan-form"),
    path(
        "rencana/<int:pk>/formulir/<slug:name>.<slug:kind>",
        plan_forms.plan_form_file,
        name="plan-form-file",
    ),
]
