"""Addresses of tasks, runs and SOP documents."""

from django.urls import path

from sop.views import demo, documents, runs, tasks

urlpatterns = [
    path("", tasks.home, name="home"),
    path("tugas/<int:pk>/", tasks.task, name="task"),
    path("tugas/<int:pk>/perpanjang/", tasks.extension, name="extend"),
    path("pelaksanaan/<int:pk>/", runs.run, name="run"),
    path("sop/", documents.catalogue, name="sop-list"),
    path("sop/<slug:slug>/", documents.document, name="sop"),
    path("sop/<slug:slug>/v<int:version>.pdf", documents.document_pdf, name="sop-pdf"),
    path("peragaan/jam/", demo.demo_clock, name="demo-clock"),
]
