"""The queue under what happens to machines. Each is one command that prints its figures and fails where work is lost.

.venv/bin/python -m tests.proof.queue outage    PostgreSQL is stopped for five seconds while files are made
.venv/bin/python -m tests.proof.queue kill      a worker is killed, again and again, in the middle of its work
"""

from __future__ import annotations

import json
import sys
import time
from subprocess import Popen

from .installation import manage, shell, start
from .postgres import Server, server

FILES = 4
LONGEST = 300.0
ASK = f"""
from assessment import workflow
from assessment.models import SealedAnswers
from assessment.wording import LANGUAGES
for sealed in SealedAnswers.objects.order_by("pk"):
    for language in LANGUAGES:
        from assessment.models import Report
        if Report.objects.count() < {FILES}:
            workflow.request_report(sealed.submission, language)
print(Report.objects.count())
"""
STATES = """
import json
from collections import Counter
from assessment.models import Heartbeat, Report
print(json.dumps({"states": Counter(Report.objects.values_list("status", flat=True)),
                  "attempts": sum(Report.objects.values_list("attempts", flat=True)),
                  "workers": Heartbeat.objects.filter(part="worker").count()}))
"""

# What is told where a proof fails.
TASKS = """
from django_tasks_db.models import DBTaskResult
for task in DBTaskResult.objects.order_by("enqueued_at"):
    print(task.status, task.task_path, task.args_kwargs, len(task.worker_ids), task.exception_class_path)
    print(task.traceback)
"""


def states(database: str) -> dict[str, dict[str, int]]:
    return json.loads(shell(database, STATES))


def wait_until_all_are_made(database: str, began: float) -> dict[str, dict[str, int]]:
    while time.monotonic() - began < LONGEST:
        found = states(database)
        if found["states"].get("ready", 0) == FILES:
            return found
        time.sleep(1)
    tasks = shell(database, TASKS)
    raise SystemExit(f"Not all were made in {LONGEST:.0f} s: {found}\n{tasks}")


def outage(postgres: Server) -> str:
    worker = start(postgres.address, "worker")
    began = time.monotonic()
    try:
        time.sleep(6)
        postgres.stop()
        time.sleep(5)
        is_alive = worker.poll() is None
        postgres.start()
        back = time.monotonic()
        found = wait_until_all_are_made(postgres.address, began)
        if not is_alive or worker.poll() is not None:
            raise SystemExit("The worker ended.")
    finally:
        worker.kill()
    return (
        f"{FILES} files in {time.monotonic() - began:.0f} s, "
        f"the last {time.monotonic() - back:.0f} s after the database "
        f"came back; {found['attempts']} attempts, the same worker all along."
    )


def kill(postgres: Server) -> str:
    began, killed = time.monotonic(), 0
    worker: Popen[bytes] | None = None
    try:
        for _ in range(2):
            worker = start(postgres.address, "worker")
            time.sleep(7)
            worker.kill()
            worker.wait()
            killed += 1
        worker = start(postgres.address, "worker")
        last = time.monotonic()
        found = wait_until_all_are_made(postgres.address, began)
    finally:
        if worker:
            worker.kill()
    return (
        f"{FILES} files in {time.monotonic() - began:.0f} s with {killed} workers killed, the last "
        f"{time.monotonic() - last:.0f} s after the third began; {found['attempts']} attempts."
    )


def main() -> None:
    proofs = {"outage": outage, "kill": kill}
    if len(sys.argv) != 2 or sys.argv[1] not in proofs:
        raise SystemExit(__doc__)
    with server() as postgres:
        manage(postgres.address, "demo", "--no-serve")
        asked = shell(postgres.address, ASK)
        if asked != str(FILES):
            raise SystemExit(f"Only {asked} files could be asked for.")
        sys.stdout.write(f"{proofs[sys.argv[1]](postgres)}\n")


if __name__ == "__main__":
    main()
