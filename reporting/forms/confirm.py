"""Who signs or initials says so again: the way, the password or a declaration, the passphrase."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kinerja.lib.sealing import Secret
from reporting.models import Signature, SigningAttempt

Method = Signature.Method
WORDS = {
    Method.IN_APPLICATION: "Dalam aplikasi (tercatat, tanpa tanda tangan elektronik pada berkas)",
    Method.OWN_KEY: "Elektronik dengan kunci kantor (TTE tidak tersertifikasi)",
    Method.CERTIFIED: "Elektronik melalui BSrE (TTE tersertifikasi)",
    Method.WET_INK: "Tanda tangan basah: cetak, tanda tangani, unggah pindaiannya",
}
CONFIRMING = ("method", "passphrase", "gives_up", "password", "agrees")
_MOST = 500


class ConfirmForm(forms.Form):
    """The fields are there only where they are asked for; without a way nothing is confirmed at all."""

    method = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    passphrase = forms.CharField(
        label="Passphrase TTE Anda",
        required=False,
        strip=False,
        max_length=_MOST,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Diteruskan ke layanan eSign untuk kali ini saja; tidak disimpan dan tidak dicatat.",
    )
    gives_up = forms.BooleanField(
        label="Sudah saya periksa: tanda tangan yang pertama hilang. Minta tanda tangan baru.", required=False
    )
    password = forms.CharField(
        label="Kata sandi Anda",
        required=False,
        max_length=_MOST,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    agrees = forms.BooleanField(required=False)
    question = "Cara menandatangani"
    declaration = "Saya menyatakan telah memeriksa laporan ini dan menandatanganinya."

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        ways: Sequence[Method],
        attempt: SigningAttempt | None = None,
    ) -> None:
        super().__init__(data, files, initial={"method": ways[0].value if ways else ""})
        self.ways, self.attempt = ways, attempt
        self.fields["method"].choices = [(way.value, WORDS[way]) for way in ways]  # type: ignore[attr-defined]
        self.fields["method"].label, self.fields["agrees"].label = self.question, self.declaration
        for name in self._not_asked():
            del self.fields[name]

    def _not_asked(self) -> Sequence[str]:
        if not self.ways:
            return CONFIRMING
        if Method.CERTIFIED not in self.ways and self.attempt is None:
            return ("passphrase", "gives_up")
        return () if self.attempt else ("gives_up",)

    def clean_method(self) -> Method:
        """The usual way unless another one is chosen."""
        return Method(self.cleaned_data["method"] or self.ways[0])

    def clean_passphrase(self) -> Secret:
        return Secret(self.cleaned_data["passphrase"])
