"""Addresses of the proof pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
