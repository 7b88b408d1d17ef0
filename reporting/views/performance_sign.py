"""The head signs an LKjIP: what is in the way, what will be frozen, and the signature itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from reporting.actions.performance_sign import NOT_THE_HEAD, Confirmation, blockers_of, sign_final
from reporting.forms.performance import SignFinalForm
from reporting.renderers.book_chapters import book_of
from reporting.views.performance_desk import desk_of, refuse, tell
from sop.workflow import Blocked


@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The page before the signature, and the signature."""
    desk = desk_of(request, pk)
    refuse(NOT_THE_HEAD, unless=desk.signs)
    asks_password = desk.person.has_usable_password()
    form = SignFinalForm(request.POST if request.method == "POST" else None, asks_password=asks_password)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        confirmation = Confirmation(values.get("password", ""), bool(values.get("agrees")))
        try:
            sign_final(desk.report, confirmation, by=desk.person, now=desk.now)
        except Blocked as blocked:
            tell(form, blocked)
        else:
            messages.success(request, "LKjIP ditandatangani; PDF dan Word-nya dibekukan.")
            return redirect("performance-report", pk=pk)
    book = book_of(desk.report, desk.today)
    context = {"desk": desk, "report": desk.report, "form": form, "blockers": blockers_of(book), "book": book}
    return render(request, "reporting/performance_sign.html", context, status=422 if form.errors else 200)
