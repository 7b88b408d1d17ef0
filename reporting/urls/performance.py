"""Addresses of the LKjIP."""

from django.urls import path

from reporting.views import (
    performance,
    performance_benchmarks,
    performance_review,
    performance_sign,
    performance_text,
)

ONE = "lkjip/<int:pk>/"

urlpatterns = [
    path("lkjip/", performance.reports, name="performance-reports"),
    path("lkjip/<int:pk>.pdf", performance.pdf_file, name="performance-pdf"),
    path("lkjip/<int:pk>.docx", performance.word_file, name="performance-word"),
    path(ONE, performance.report, name="performance-report"),
    path(f"{ONE}nomor/", performance.number, name="performance-number"),
    path(f"{ONE}rencana/", performance.plan, name="performance-plan"),
    path(f"{ONE}alasan/", performance.reason, name="performance-reason"),
    path(f"{ONE}minta-reviu/", performance.ask, name="performance-ask"),
    path(f"{ONE}bab/<slug:key>/", performance_text.section, name="performance-section"),
    path(f"{ONE}bab/<slug:key>/<path:code>/", performance_text.section, name="performance-objective-section"),
    path(f"{ONE}pembanding/", performance_benchmarks.benchmarks, name="performance-benchmarks"),
    path(
        f"{ONE}pembanding/<int:benchmark_pk>/hapus/",
        performance_benchmarks.drop,
        name="performance-benchmark-drop",
    ),
    path(f"{ONE}reviu/", performance_review.review, name="performance-review"),
    path(f"{ONE}reviu.pdf", performance_review.review_file, name="performance-review-file"),
    path(f"{ONE}buka/", performance_review.reopen_report, name="performance-reopen"),
    path(f"{ONE}tanda-tangan/", performance_sign.sign, name="performance-sign"),
]
