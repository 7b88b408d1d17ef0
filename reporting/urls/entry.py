"""Addresses of the entry pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
