"""A PostgreSQL of its own for a proof, which may be stopped and started."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    if not found:
        raise SystemExit("PostgreSQL is missing; `sh .ci/setup test` brings it.")
    return found[-1].parent


class Server:
    """Started in a folder for this proof only; as `postgres` where the proof is run by root, which it refuses."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.prefix = ("runuser", "-u", "postgres", "--") if os.getuid() == 0 else ()
        if self.prefix:
            shutil.chown(folder, "postgres")
        self._run("initdb", "-D", f"{folder}/data", "-U", "faceta", "--auth=trust", "-E", "UTF8")
        self.start()
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "faceta", "faceta")

    @property
    def address(self) -> str:
        return f"postgres://faceta@127.0.0.1:{self.port}/faceta"

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        log = f"{self.folder}/log"
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-o", options, "-l", log, "-w", "start")

    def stop(self) -> None:
        """At once: connections are cut off."""
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-m", "fast", "-w", "stop")

    def _run(self, name: str, *arguments: str) -> None:
        command = [*self.prefix, str(binaries() / name), *arguments]
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=self.folder
        )


@contextmanager
def server() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="faceta-proof-") as folder:
        Path(folder).chmod(0o755)
        running = Server(Path(folder))
        try:
            yield running
        finally:
            running.stop()
