"""From SQLite to PostgreSQL and back, every row and seal the same: `.venv/bin/python -m tests.proof.move`."""

from __future__ import annotations

import json
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from .installation import manage
from .postgres import server


def checksums(file: Path) -> dict[str, str]:
    with zipfile.ZipFile(file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    rows = {name: about["sha256"] for name, about in manifest["members"].items()}
    return {**rows, "seals": json.dumps(manifest["seals"])}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, server() as postgres:
        place = Path(folder)
        first, second = f"sqlite:///{place}/first.db", f"sqlite:///{place}/second.db"
        manage(first, "demo", "--no-serve")
        told = []
        for number, (source, target) in enumerate(
            ((first, postgres.address), (postgres.address, second))
        ):
            began = time.monotonic()
            told.append(manage(source, "backup", f"{place}/{number}.zip"))
            manage(target, "migrate", "--verbosity", "0")
            told.append(manage(target, "restore", f"{place}/{number}.zip"))
            told.append(f"in {time.monotonic() - began:.1f} s, migrations included\n")
        told.append(manage(second, "backup", f"{place}/last.zip"))
        made = [checksums(place / name) for name in ("0.zip", "1.zip", "last.zip")]
        sys.stdout.write("".join(told))
        differing = {n for other in made[1:] for n in made[0] if made[0][n] != other.get(n)}
        if differing:
            raise SystemExit(f"Not the same after moving: {', '.join(sorted(differing))}")
        sys.stdout.write(f"{len(made[0]) - 1} tables and files are the same to the last byte.\n")


if __name__ == "__main__":
    main()
