"""All addresses of the application."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("organisation.urls")),
    path("", include("sop.urls")),
    path("", include("reporting.urls")),
    path("admin/", admin.site.urls),
]
