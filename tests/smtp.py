"""A mail server on loopback: one that takes mails, with or without encryption, one that is silent, one that refuses."""

from __future__ import annotations

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import BinaryIO

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID


class Relay:
    """Takes one connection after the other until `close`. `mode`: plain, starttls, tls, silent or refusing."""

    def __init__(self, mode: str, context: ssl.SSLContext | None = None) -> None:
        self.mode, self.context = mode, context
        self.taken: list[str] = []
        self.said: list[str] = []
        self.encrypted = False
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self.socket.close()

    def _serve(self) -> None:
        kept = []
        while True:
            try:
                line, _address = self.socket.accept()
            except OSError:
                return
            kept.append(line)
            if self.mode == "silent":
                continue
            try:
                self._talk(line)
            except OSError:
                continue

    def _talk(self, line: socket.socket) -> None:
        if self.mode == "tls":
            line = self._encrypt(line)
        if self.mode == "refusing":
            line.sendall(b"554 No service\r\n")
            line.close()
            return
        line.sendall(b"220 relay\r\n")
        file = line.makefile("rb")
        while said := file.readline().decode():
            self.said.append(said.strip())
            verb = said[:4].upper().strip()
            if verb == "EHLO":
                offers = self.mode == "starttls" and not self.encrypted
                line.sendall(b"250-relay\r\n250 STARTTLS\r\n" if offers else b"250 relay\r\n")
            elif said.upper().startswith("STARTTLS"):
                line.sendall(b"220 Go on\r\n")
                line = self._encrypt(line)
                file = line.makefile("rb")
            elif verb == "DATA":
                line.sendall(b"354 Go on\r\n")
                self.taken.append("".join(iter(partial(_line_of, file), ".\r\n")))
                line.sendall(b"250 Taken\r\n")
            elif verb == "QUIT":
                line.sendall(b"221 Bye\r\n")
                line.close()
                return
            else:
                line.sendall(b"250 OK\r\n")

    def _encrypt(self, line: socket.socket) -> socket.socket:
        assert self.context
        encrypted = self.context.wrap_socket(line, server_side=True)
        self.encrypted = True
        return encrypted


def _line_of(file: BinaryIO) -> str:
    return file.readline().decode()


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A context with a certificate for this machine, and the file of it for who trusts it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "relay.test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("relay.test")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, secret = folder / "relay.pem", folder / "relay.key"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, secret)
    return context, file
