"""Addresses of the rehearsal pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
