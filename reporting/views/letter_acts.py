"""What is done to a letter on its page: signing it, cancelling it, keeping its receipt."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kinerja.lib import clock
from organisation.views.people import signed_in
from reporting.actions.letter import cancel_letter, issue
from reporting.actions.letter_receipt import record_receipt
from reporting.actions.sign import confirm
from reporting.forms.letter_acts import CancelForm, IssueForm, ReceiptForm
from reporting.views.letters import letter_of, letter_page
from sop.workflow import Blocked, Conflict


@require_POST
def letter_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """The signature: number, day and PDF at once."""
    person = signed_in(request)
    form = IssueForm(request.POST)

    def deed() -> str:
        values = form.cleaned_data
        confirm(person, password=values["password"], agrees=values["agrees"])
        done = issue(letter_of(person, pk), seen=values["seen"], by=person, now=clock.now())
        return f"Surat terbit dengan nomor {done.number}."

    return _done(request, pk, "issue_form", form, deed)


@require_POST
def letter_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter is not to go out; its number stays in the list."""
    person = signed_in(request)
    form = CancelForm(request.POST)

    def deed() -> str:
        cancel_letter(letter_of(person, pk), form.cleaned_data["reason"], by=person, now=clock.now())
        return "Surat dibatalkan. Nomornya tetap tercatat sebagai batal."

    return _done(request, pk, "cancel_form", form, deed)


@require_POST
def letter_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed receipt half is back."""
    person = signed_in(request)
    form = ReceiptForm(request.POST, request.FILES)

    def deed() -> str:
        closed = record_receipt(letter_of(person, pk), form.receipt, by=person, now=clock.now())
        return "Tanda terima tercatat." + (" Pengiriman laporannya selesai." if closed else "")

    return _done(request, pk, "receipt_form", form, deed)


def _done(request: HttpRequest, pk: int, name: str, form: Form, deed: Callable[[], str]) -> HttpResponse:
    """Do it and go back to the letter, or show its page with what has to be mended."""
    person, status = signed_in(request), 422
    found = letter_of(person, pk)
    if form.is_valid():
        try:
            messages.success(request, deed())
        except Blocked as blocked:
            for blocker in blocked.blockers:
                form.add_error(None, blocker.sentence)
        except Conflict as conflict:
            form.add_error(None, str(conflict))
            status = 409
        else:
            return redirect("letter", pk=pk)
    return letter_page(request, person, found, status=status, form=form, **{name: form})
