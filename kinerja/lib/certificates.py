"""Certificates as PEM text."""

from asn1crypto import pem, x509


def authorities(text: str) -> list[x509.Certificate]:
    """The certificates in a PEM text; ValueError where there is none, or one that is no issuer."""
    found = [
        x509.Certificate.load(der)
        for kind, _, der in pem.unarmor(text.strip().encode(), multiple=True)
        if kind == "CERTIFICATE"
    ]
    if not found or not all(one.ca for one in found):
        raise ValueError("Tempel sertifikat induk (CA) dalam bentuk PEM, satu atau beberapa.")
    return found


def loaded(certificate: str) -> x509.Certificate:
    """One certificate as PEM."""
    _, _, der = pem.unarmor(certificate.encode())
    return x509.Certificate.load(der)
