"""What it costs SQLite to lose nothing when the power goes. Run by hand: python tests/benchmarks/durability.py [FOLDER]

A save as the service makes it (a transaction with one changed row of 4 KB), with synchronous=NORMAL, where the last
seconds may be lost with the power, and with FULL. Prints milliseconds a save. FOLDER: on the disk that counts.
"""

from __future__ import annotations

import sqlite3
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

SAVES = 300


def measure(folder: str, mode: str) -> list[float]:
    database = sqlite3.connect(Path(folder) / f"{mode}.db", isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute(f"PRAGMA synchronous={mode}")
    database.execute("CREATE TABLE answers (id INTEGER PRIMARY KEY, words TEXT)")
    for _ in range(50):
        database.execute("INSERT INTO answers (words) VALUES (?)", ("x" * 4000,))
    took = []
    for number in range(SAVES):
        began = time.perf_counter()
        database.execute("BEGIN IMMEDIATE")
        words = (
            f"{number:04}" * 1000,
            number % 50 + 1,
        )  # SQLite writes no page that stays the same
        database.execute("UPDATE answers SET words = ? WHERE id = ?", words)
        database.execute("COMMIT")
        took.append((time.perf_counter() - began) * 1000)
    database.close()
    return sorted(took)


def main() -> None:
    place = sys.argv[1] if len(sys.argv) > 1 else None
    with TemporaryDirectory(dir=place) as folder:
        for mode in ("NORMAL", "FULL"):
            took = measure(folder, mode)
            most = took[SAVES * 95 // 100]
            sys.stdout.write(
                f"{mode}: median {median(took):.2f} ms, 95 of 100 within {most:.2f} ms\n"
            )


if __name__ == "__main__":
    main()
