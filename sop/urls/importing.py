"""Addresses of the importing pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
