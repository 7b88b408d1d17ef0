"""Addresses of tasks, runs and SOP documents."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
