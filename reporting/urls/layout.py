"""Addresses of the layout of the report and of its letterhead."""

from django.urls import path

from reporting.views import layout, letterhead

urlpatterns = [
    path("laporan/tata-letak/", layout.layouts, name="layouts"),
    path("laporan/tata-letak/<slug:code>/", layout.layout, name="layout"),
    path("laporan/kop/<slug:code>/", letterhead.letterhead, name="letterhead"),
    path("laporan/kop/<slug:code>/logo/", letterhead.logo, name="letterhead-logo"),
    path("laporan/kop/<slug:code>/pelimpahan/", letterhead.mandate_new, name="mandate-new"),
    path("laporan/kop/<slug:code>/pelimpahan/<int:pk>/akhiri/", letterhead.mandate_end, name="mandate-end"),
]
