"""Addresses of destinations, sendings and the sheets to re-key from."""

from django.urls import path

from reporting.views import deliveries, destinations

REKEYING = "laporan/<int:pk>/salin/<int:destination_pk>"

urlpatterns = [
    path("tujuan/", destinations.destinations, name="destinations"),
    path("tujuan/<slug:code>/baru/", destinations.destination_new, name="destination-new"),
    path("tujuan/<slug:code>/<int:pk>/", destinations.destination, name="destination"),
    path("tugas/<int:pk>/kirim/<int:destination_pk>/", deliveries.send, name="send"),
    path("laporan/<int:pk>/pengiriman/", deliveries.deliveries, name="deliveries"),
    path(f"{REKEYING}/", deliveries.rekeying, name="rekeying"),
    path(f"{REKEYING}.xlsx", deliveries.rekeying_file, name="rekeying-file"),
]
