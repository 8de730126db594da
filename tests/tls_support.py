"""Certificates made on the spot, and a proxy that speaks TLS in front of a port that does not."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from contextlib import suppress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = dt.timedelta(days=1)


class Authority:
    """A root that signs certificates of servers.

    Attributes:
        root: file of its certificate.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        made = self._builder(self._name, self._key.public_key(), expired=False).add_extension(
            x509.BasicConstraints(ca=True, path_length=None), critical=True
        )
        self.root = folder / f"{name}.crt"
        self.root.write_bytes(_pem(made.sign(self._key, hashes.SHA256())))

    def sign(self, name: str, *hosts: str, expired: bool = False) -> tuple[Path, Path]:
        """Return files of a certificate for some hosts, and of its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0])])
        alternatives = x509.SubjectAlternativeName([_named(host) for host in hosts])
        made = self._builder(subject, key.public_key(), expired=expired).add_extension(
            alternatives, critical=False
        )
        certificate, secret = self._folder / f"{name}.pem", self._folder / f"{name}.key"
        certificate.write_bytes(_pem(made.sign(self._key, hashes.SHA256())))
        secret.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )  # fmt: skip
        secret.chmod(0o600)
        return certificate, secret

    def _builder(
        self, subject: x509.Name, key: ec.EllipticCurvePublicKey, *, expired: bool
    ) -> x509.CertificateBuilder:
        now = dt.datetime.now(dt.UTC)
        until = now - DAY if expired else now + DAY
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - 2 * DAY)
            .not_valid_after(until)
        )


class TlsProxy:
    """Takes TLS on a port of this computer and hands on what it hears in plain.

    Args:
        port: that is behind it.
        certificate: file of its certificate.
        key: file of its key.
    """

    def __init__(self, port: int, certificate: Path, key: Path) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate, key)
        self._context.set_alpn_protocols(["h2", "http/1.1"])
        self._behind = port
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take nobody any more, and cut those who are there."""
        for each in (self._server, *self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                plain, _ = self._server.accept()
                threading.Thread(target=self._serve, args=(plain,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        with suppress(OSError):  # a client that does not trust it hangs up
            outside = self._context.wrap_socket(plain, server_side=True)
            inside = socket.create_connection(("127.0.0.1", self._behind))
            self._open |= {outside, inside}
            threading.Thread(target=self._pump, args=(inside, outside), daemon=True).start()
            self._pump(outside, inside)

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while block := source.recv(1 << 16):
                sink.sendall(block)
        for each in (source, sink):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


def _named(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
