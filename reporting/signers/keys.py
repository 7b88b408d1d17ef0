"""The office's own keys: how one is made, and how one is told from another."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_NAME_LENGTH = 64  # X.520: a common name or organisation is at most this long


@dataclass(frozen=True)
class NewKey:
    """A self-signed certificate and its private key, locked with the passphrase; both as PEM."""

    certificate: str
    private_key: bytes


def new_key(
    name: str, government: str, *, valid_from: datetime, valid_to: datetime, passphrase: bytes
) -> NewKey:
    """An EC P-256 key and a certificate in which an office names itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, government[:_NAME_LENGTH] or name[:_NAME_LENGTH]),
            x509.NameAttribute(NameOID.COMMON_NAME, name[:_NAME_LENGTH]),
        ]
    )
    usage = dict.fromkeys(
        (
            *("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"),
            *("encipher_only", "decipher_only"),
        ),
        False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid_from)
        .not_valid_after(valid_to)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .sign(key, hashes.SHA256())
    )
    locked = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase),
    )
    return NewKey(certificate.public_bytes(serialization.Encoding.PEM).decode(), locked)


def fingerprint_of(certificate: str) -> str:
    """SHA-256 over the certificate, as 64 hexadecimal digits."""
    return x509.load_pem_x509_certificate(certificate.encode()).fingerprint(hashes.SHA256()).hex()
