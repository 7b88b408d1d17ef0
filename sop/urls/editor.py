"""Addresses of the editor pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
