"""Where the data are, read from one address and what goes with it."""

from __future__ import annotations

from typing import Any

import dj_database_url

SQLITE = "django.db.backends.sqlite3"


def settings_of(address: str, tls: str = "", certificate: str = "", *, pooled: bool = False) -> Any:
    """Django's settings for a database."""
    if (
        pooled
    ):  # connections belong to the pooler, and a cursor on the server outlives no transaction
        found: Any = dj_database_url.parse(
            address, conn_max_age=0, disable_server_side_cursors=True
        )
    else:
        found = dj_database_url.parse(address, conn_max_age=60, conn_health_checks=True)
    options = found.setdefault("OPTIONS", {})
    if found["ENGINE"] == SQLITE:
        # With Django's defaults, saves fail as "locked" at some tens of requests a second.
        options |= {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            # FULL: what was said to be saved outlives a power cut; with NORMAL the last moments may not. The price is
            # some milliseconds a save (tests/benchmarks/durability.py).
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
        return found
    options.setdefault("connect_timeout", 10)  # a server that is away holds nobody up for long
    if tls:
        options["sslmode"] = tls
    if certificate:
        options["sslrootcert"] = certificate
    return found
