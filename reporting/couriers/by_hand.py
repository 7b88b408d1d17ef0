"""By hand: a person uploads or re-keys; the application only keeps the address to go to."""

from reporting.couriers.courier import Courier, Parcel, Refused, Slip


class ByHand(Courier):
    """Nothing is sent by the application."""

    def address_problem(self, address: str) -> str:
        if address and not address.startswith(("https://", "http://")):
            return "Tulis alamat halaman yang diawali https://, atau kosongkan."
        return ""

    def send(self, parcel: Parcel) -> Slip | None:  # noqa: ARG002 - the interface's
        raise Refused("Tujuan ini diunggah sendiri; aplikasi tidak mengirim apa pun ke sana.")
