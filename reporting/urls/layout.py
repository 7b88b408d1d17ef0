"""Addresses of the layout of the report."""

from django.urls import path

from reporting.views import layout

urlpatterns = [
    path("laporan/tata-letak/", layout.layouts, name="layouts"),
    path("laporan/tata-letak/<slug:code>/", layout.layout, name="layout"),
]
