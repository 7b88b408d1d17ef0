"""Addresses of the editor pages: versions of an SOP, and the parts of a draft."""

from django.urls import path

from sop.views.editor import actors, acts, identity, parts, steps, versions

HERE = "sop/<slug:slug>/versi/"
DRAFT = f"{HERE}<int:number>/"

urlpatterns = [
    path(HERE, versions.versions, name="sop-versions"),
    path(f"{HERE}beda/", versions.difference, name="sop-difference"),
    path(f"{HERE}baru/", versions.new_draft, name="sop-new-draft"),
    path(DRAFT, parts.overview, name="sop-editor"),
    path(f"{DRAFT}bagan/", parts.chart, name="sop-chart"),
    path(f"{DRAFT}terbitkan/", versions.publish, name="sop-publish"),
    path(f"{DRAFT}hentikan/", versions.retire, name="sop-retire"),
    path(f"{DRAFT}hapus/", versions.delete_draft, name="sop-delete-draft"),
    path(f"{DRAFT}identitas/", identity.identity, name="sop-identity"),
    path(f"{DRAFT}pelaksana/baru/", actors.new_actor, name="sop-new-actor"),
    path(f"{DRAFT}pelaksana/<int:pk>/", actors.actor, name="sop-actor"),
    path(f"{DRAFT}langkah/baru/", steps.new_step, name="sop-new-step"),
    path(f"{DRAFT}langkah/<int:pk>/", steps.step, name="sop-step"),
    path(f"{DRAFT}langkah/<int:step_pk>/tindakan/", acts.new_act, name="sop-new-act"),
    path(f"{DRAFT}langkah/<int:step_pk>/tindakan/bagan/", acts.preview, name="sop-new-act-chart"),
    path(f"{DRAFT}tindakan/<int:pk>/", acts.act, name="sop-act"),
    path(f"{DRAFT}tindakan/<int:pk>/bagan/", acts.preview, name="sop-act-chart"),
    path(f"{DRAFT}pindah/", parts.move, name="sop-move"),
    path(f"{DRAFT}pastikan/", parts.confirm, name="sop-confirm"),
    path(f"{DRAFT}buang/<str:part>/<int:pk>/", parts.remove, name="sop-remove"),
]
