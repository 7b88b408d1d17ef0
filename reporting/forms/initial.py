"""The form of a paraf: a remark, and who gives it says so again."""

from reporting.forms.confirm import ConfirmForm
from sop.forms.tasks import DecisionForm


class InitialForm(DecisionForm, ConfirmForm):
    """Returning, where the SOP allows it, needs a reason and no confirmation."""

    question = "Cara memaraf"
    declaration = "Saya menyatakan telah memeriksa naskah ini dan memarafnya."
