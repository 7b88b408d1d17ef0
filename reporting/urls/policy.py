"""Addresses of the rules of counting."""

from django.urls import path

from reporting.views import policy

urlpatterns = [
    path("aturan/", policy.policies, name="policies"),
    path("aturan/<slug:code>/", policy.policy, name="policy"),
    path("aturan/<slug:code>/baru/", policy.policy_new, name="policy-new"),
    path("aturan/<slug:code>/skala/", policy.scale_new, name="scale-new"),
]
