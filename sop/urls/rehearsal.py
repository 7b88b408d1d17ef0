"""Addresses of rehearsals."""

from django.urls import path

from sop.views import rehearsal

urlpatterns = [
    path("sop/<slug:slug>/geladi/", rehearsal.rehearsals, name="rehearsals"),
    path("sop/<slug:slug>/geladi/<int:pk>/", rehearsal.rehearsal, name="rehearsal"),
]
