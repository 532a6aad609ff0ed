"""Certificates for tests, made when they are needed: authorities, servers and clients, good and bad ones."""

import datetime
import ipaddress
import ssl
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime.datetime.now(datetime.timezone.utc)
DAY = datetime.timedelta(days=1)


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _alternative(text):
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)


@dataclass
class Issued:
    """A certificate with its key and, if it has one, the chain above it."""
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    chain: tuple = ()

    @property
    def pem(self):
        return b"".join(each.public_bytes(serialization.Encoding.PEM) for each in (self.certificate, *self.chain))

    def key_pem(self, password=None):
        lock = serialization.BestAvailableEncryption(password.encode()) if password else serialization.NoEncryption()
        return self.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)

    def write(self, folder, name, password=None):
        """NAME.crt and NAME.key; their paths."""
        certificate, key = folder / f"{name}.crt", folder / f"{name}.key"
        certificate.write_bytes(self.pem)
        key.write_bytes(self.key_pem(password))
        return certificate, key


def _build(subject, issuer, key, signing_key, since, until, names=(), authority=False):
    made = (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(NOW + since).not_valid_after(NOW + until)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True))
    if names:
        made = made.add_extension(x509.SubjectAlternativeName([_alternative(name) for name in names]), critical=False)
    if not authority:
        usages = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
        made = made.add_extension(x509.ExtendedKeyUsage(usages), critical=False)
    return made.sign(signing_key, hashes.SHA256())


def self_signed(*names, common_name="nobody", since=-DAY, until=DAY):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(common_name)
    return Issued(_build(subject, subject, key, key, since, until, names), key)


class Authority:
    """A CA; with a parent it is an intermediate one."""

    def __init__(self, name, parent=None, since=-DAY, until=DAY):
        self.key = ec.generate_private_key(ec.SECP256R1())
        subject = _name(name)
        issuer, signing_key = (parent.certificate.subject, parent.key) if parent else (subject, self.key)
        self.certificate = _build(subject, issuer, self.key, signing_key, since, until, authority=True)
        self.chain = (self.certificate, *parent.chain) if parent else ()

    @property
    def pem(self):
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def issue(self, *names, common_name="nobody", since=-DAY, until=DAY):
        key = ec.generate_private_key(ec.SECP256R1())
        made = _build(_name(common_name), self.certificate.subject, key, self.key, since, until, names)
        return Issued(made, key, self.chain)


def server_context(folder, issued, low=ssl.TLSVersion.TLSv1_2, high=ssl.TLSVersion.TLSv1_3, clients=None):
    """What a server that shows this certificate speaks; `clients` is the CA whose certificates clients must show."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if low < ssl.TLSVersion.TLSv1_2:
        context.set_ciphers("DEFAULT@SECLEVEL=0")
    context.minimum_version, context.maximum_version = low, high
    context.load_cert_chain(*issued.write(folder, "server"))
    if clients:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(cadata=clients.pem.decode())
    return context
