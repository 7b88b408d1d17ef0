"""Verification for everybody who holds a signed paper: by its code, or by the file."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from organisation.actions.throttle import Limit
from organisation.forms.account import address_of
from reporting.actions.verify import MEANING, Verdict, judge
from reporting.forms.verification import MAX_BYTES, CodeForm, FileForm
from reporting.models import Initial, Signature
from reporting.queries.verification import (
    initial_with,
    initials_on,
    signature_with,
    signatures_on,
    tidy_code,
)

LIMIT = Limit("verify", most=120, seconds=10 * 60)  # a city hall sits behind one address
ENVELOPE = 64 * 1024  # what a form adds around its file


@login_not_required
@csrf_exempt  # nothing is changed and nobody is signed in; so a body can be refused before it is read
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """Which document, who signed it as what and when, unchanged or not, and what that means."""
    if not LIMIT.lets(address_of(request)):
        return render(request, "reporting/verify.html", {"is_too_often": True}, status=429)
    wanted = tidy_code(request.GET.get("kode", ""))
    if wanted and not code:
        return redirect("verify-code", code=wanted)
    signature = (signature_with(code) or initial_with(code)) if code else None
    context = {"code": code, "code_form": CodeForm(), "file_form": FileForm(), **_paper(signature)}
    status = 404 if code and signature is None else 200
    if request.method == "POST":
        form, verdict = _judged(request)
        context |= {"file_form": form, "form": form, "verdict": verdict}
        context["is_another"] = _is_another(signature, verdict)
        status = 200 if verdict else 422
    elif "kode" in request.GET:
        context["code_form"] = context["form"] = CodeForm(request.GET)
        status = 422
    return render(request, "reporting/verify.html", context, status=status)


def _judged(request: HttpRequest) -> tuple[FileForm, Verdict | None]:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES + ENVELOPE:
        return FileForm.too_large(), None
    form = FileForm(request.POST, request.FILES)
    return form, judge(form.cleaned_data["file"]) if form.is_valid() else None


def _paper(signature: Signature | Initial | None) -> dict[str, object]:
    """What the code stands for; no more about people than the paper itself shows."""
    if signature is None:
        return {}
    report = signature.compilation.report
    signatures, meaning = signatures_on(report), MEANING[Signature.Method(signature.method)]
    context = {"paper": signature, "report": report, "signatures": signatures, "meaning": meaning}
    return context | {"initials": initials_on(report)}


def _is_another(signature: Signature | Initial | None, verdict: Verdict | None) -> bool:
    """Whether a genuine file was handed in that is not the paper of the code."""
    if signature is None or verdict is None:
        return False
    if verdict.report is None:
        return verdict.is_genuine
    return verdict.report.pk != signature.compilation.report_id
