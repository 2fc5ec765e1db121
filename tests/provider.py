"""A provider of OpenID Connect on loopback: as strict as the standard, and as wrong as a test wants it."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT, SECRET = "faceta", "secret-of-the-tests"


class Provider:
    """Answers until `close`. What it says about a person is `claims`, in the token `token_claims` besides."""

    def __init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.codes: dict[str, dict[str, str]] = {}
        self.token_claims: dict[str, Any] = {}
        self.answers: dict[str, tuple[int, bytes]] = {}  # in place of the right ones, by path
        self.asked: list[str] = []
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def sign_in(self, address: str, **claims: Any) -> str:
        """What the person's browser is led back to who signs in there."""
        parts = urlsplit(address)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.issuer}/authorize"
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
        assert asked["code_challenge_method"] == "S256"
        self.scope = asked["scope"]
        code = secrets.token_urlsafe()
        self.codes[code] = asked | {"claims": json.dumps({"sub": "1", **claims})}
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def _handler(provider) -> type[BaseHTTPRequestHandler]:  # noqa: N805 (of the class inside)
        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args: object) -> None:
                pass

            def do_GET(self) -> None:
                self.answer(b"")

            def do_POST(self) -> None:
                self.answer(self.rfile.read(int(self.headers["Content-Length"])))

            def answer(self, body: bytes) -> None:
                path = urlsplit(self.path).path
                provider.asked.append(path)
                status, content = provider.answers.get(path) or provider.right(
                    path, body, self.headers.get("Authorization", "")
                )
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(content)

        return Handler

    def right(self, path: str, body: bytes, authorization: str) -> tuple[int, bytes]:
        if path == "/.well-known/openid-configuration":
            return _json(self.configuration())
        if path == "/token":
            return self.token({name: values[0] for name, values in parse_qs(body.decode()).items()})
        if path == "/userinfo":
            return _json(json.loads(authorization.removeprefix("Bearer ")))
        return _json({"error": "not_found"}, 404)

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def token(self, sent: dict[str, str]) -> tuple[int, bytes]:
        asked = self.codes.pop(sent.get("code", ""), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (
            not asked
            or (sent.get("client_id"), sent.get("client_secret")) != (CLIENT, SECRET)
            or challenge != asked["code_challenge"]
            or sent.get("redirect_uri") != asked["redirect_uri"]
        ):
            return _json({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 60,
            **json.loads(asked["claims"]),
        }
        return _json(
            {
                "access_token": asked["claims"],
                "token_type": "Bearer",
                "id_token": jwt.encode(claims | self.token_claims, KEY, "RS256"),
            }
        )


def _json(value: Any, status: int = 200) -> tuple[int, bytes]:
    return status, json.dumps(value).encode()
