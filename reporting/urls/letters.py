"""Addresses of letters, the agenda, the texts of papers and their numbers."""

from django.urls import path

from reporting.views import agenda, disposition, letter_acts, letter_settings, letters

LETTER = "surat/<int:pk>/"

urlpatterns = [
    path("surat/", letters.letters, name="letters"),
    path("surat/baru/", letters.letter_new, name="letter-new"),
    path(LETTER, letters.letter, name="letter"),
    path(f"{LETTER}ubah/", letters.letter_edit, name="letter-edit"),
    path(f"{LETTER}surat.pdf", letters.letter_file, name="letter-file"),
    path(f"{LETTER}surat.docx", letters.letter_docx, name="letter-docx"),
    path(f"{LETTER}terbit/", letter_acts.letter_issue, name="letter-issue"),
    path(f"{LETTER}batal/", letter_acts.letter_cancel, name="letter-cancel"),
    path(f"{LETTER}tanda-terima/", letter_acts.letter_receipt, name="letter-receipt"),
    path("surat/agenda/masuk/baru/", agenda.agenda_new, name="agenda-new"),
    path("surat/agenda/<slug:way>/", agenda.agenda, name="agenda"),
    path("surat/agenda/<slug:way>.xlsx", agenda.agenda_file, name="agenda-file"),
    path("surat/templat/", letter_settings.templates, name="letter-templates"),
    path("surat/templat/<slug:code>/<slug:type>/", letter_settings.template, name="letter-template"),
    path("surat/nomor/", letter_settings.numbers, name="letter-numbers"),
    path("surat/nomor/<slug:code>/<slug:paper>/", letter_settings.series, name="number-series"),
    path("tugas/<int:pk>/surat/", letters.task_letter, name="task-letter"),
    path("tugas/<int:pk>/disposisi.pdf", disposition.disposition, name="disposition"),
]
