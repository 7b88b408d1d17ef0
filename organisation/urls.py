"""Addresses of sign-in, inbox, files and health."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
