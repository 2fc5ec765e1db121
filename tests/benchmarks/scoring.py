"""What `manage.py score` costs beside the reference. Run by hand: python tests/benchmarks/scoring.py METHOD [agencies]

METHOD is the folder method/maturity of the project's sources, with the reference implementations of the two methods
of the digital maturity (score_example.py and score2.py). Each and ours score the same invented agencies, 10,000 if
nothing else is said, one JSON object a line in and out, each in a process of its own. Prints the processor's seconds
with starting up, and the memory at its peak. The goal: at most 1.5 times the reference's time, and memory that does
not grow with the number of agencies.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

REFERENCES = {
    1: """
import json, sys
sys.path.insert(0, sys.argv[1])
import score_example as reference
known = [
    reference.load(f"{name}.yaml")
    for name in ("maturity-instrument", "recommendations", "scoring-config")
]
for line in open(sys.argv[2], encoding="utf-8"):
    agency = json.loads(line)
    print(json.dumps(reference.score(*known, agency["profile"], agency["answers"])))
""",
    2: """
import json, sys, yaml
sys.path.insert(0, sys.argv[1])
import score2 as reference
known = [
    yaml.load(open(f"{sys.argv[1]}/{name}.yaml", encoding="utf-8"), Loader=yaml.CSafeLoader)
    for name in ("maturity-instrument", "scoring2-config")
]
for line in open(sys.argv[2], encoding="utf-8"):
    agency = json.loads(line)
    print(json.dumps(reference.score(*known, agency["profile"], agency["answers"])))
""",
}


def invent(file: Path, number: int) -> None:
    import django

    django.setup()
    from assessment.methods import published
    from tests.agencies import agency

    instrument = published.latest("digital_maturity")
    with file.open("w", encoding="utf-8") as to:
        for seed in range(number):
            to.write(json.dumps({"id": seed, **agency(instrument, seed)}) + "\n")


def cost(*command: str) -> tuple[float, float]:
    """The processor's seconds and megabytes of a command."""
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    method, number = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    with TemporaryDirectory() as folder:
        file = Path(folder) / "agencies.jsonl"
        invent(file, number)
        for version, reference in REFERENCES.items():
            theirs, their_memory = cost("-B", "-c", reference, method, str(file))
            ours, our_memory = cost(
                "manage.py", "score", "digital_maturity", str(file), "--method", str(version)
            )
            sys.stdout.write(
                f"method {version}, {number} agencies: {ours:.1f} s and {our_memory:.0f} MB, "
                f"the reference {theirs:.1f} s and {their_memory:.0f} MB, ratio {ours / theirs:.2f}\n"
            )


if __name__ == "__main__":
    main()
