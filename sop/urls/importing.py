"""Addresses of the importing pages, and of what can be taken along: the template, a version as a document."""

from django.urls import path

from sop.views import importing

urlpatterns = [
    path("sop/impor/", importing.upload, name="sop-import"),
    path("sop/impor/templat.xlsx", importing.template, name="sop-template"),
    path("sop/impor/<int:pk>/", importing.preview, name="sop-import-preview"),
    path("sop/<slug:slug>/v<int:version>.json", importing.exported, name="sop-json"),
]
