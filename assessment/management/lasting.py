"""The worker that lasts: it outlives outages of the database and takes back what killed ones left.

That of django-tasks-db ends at the first error of the database, and a task whose worker was killed stays "running" for
ever. Its rows and its way to run one task are kept; around them is a loop of our own, which waits longer and longer
while the database is away, and looks for lost tasks as it starts and each minute.
"""

from __future__ import annotations

import logging
import os
import random
import signal
import socket
import time
from datetime import timedelta
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from assessment import tasks
from assessment.build import build
from assessment.models import Heartbeat, Part

logger = logging.getLogger("assessment.worker")

BEAT = 10.0  # seconds between signs of life
MINUTE = 60.0
LONGEST_WAIT = 15.0
AWAY = (OperationalError, InterfaceError)
TICK_LATE = timedelta(seconds=90)  # then no service manager runs the clock


class LastingWorker(Worker):
    """One process, one task at a time."""

    def __init__(self, interval: float, *, once: bool = False) -> None:
        super().__init__(
            queue_names=["*"],
            interval=interval,
            batch=once,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{socket.gethostname()[:40]}/{os.getpid()}/{random.randbytes(4).hex()}",  # noqa: S311
            excluded_queue_names=[],
        )
        self.beaten = self.looked = float("-inf")

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Ends after the task in hand; a second signal ends at once, and the next worker takes the task back."""
        if not self.running:
            signal.signal(signum, signal.SIG_DFL)
            os.kill(os.getpid(), signum)
        self.running = False

    def run(self) -> None:
        failures = 0
        while self.running:
            try:
                has_worked = self.step()
                failures = 0
            except AWAY as error:
                failures += 1
                wait = min(LONGEST_WAIT, 0.25 * 2**failures) * random.uniform(0.7, 1.3)  # noqa: S311
                # Not the words of the error: they may name the server and its user.
                logger.warning(
                    "The database is away (%s), again in %.1f s", type(error).__name__, wait
                )
                connection.close()
                self.looked = float("-inf")  # what was in hand as it went is taken back
                self._sleep(wait)
                continue
            if not has_worked:
                if self.batch:
                    return
                self._sleep(self.interval)

    def step(self) -> bool:
        """One round of the loop. Whether there was a task."""
        close_old_connections()
        now = time.monotonic()
        if now - self.beaten > BEAT:
            self.beaten = now
            Heartbeat.objects.beat(Part.WORKER, self.worker_id, build=build())
        if now - self.looked > MINUTE:
            self.looked = now
            self.each_minute()
        if (found := self._claim()) is None:
            return False
        self.run_task(found)
        return True

    def each_minute(self) -> None:
        if lost := tasks.take_back_lost(self.worker_id):
            logger.warning("Taken back from workers that ended: %s", lost)
        newest = Heartbeat.objects.newest(Part.TICK)
        if newest is None or newest.at < timezone.now() - TICK_LATE:
            call_command("tick")

    def _claim(self) -> DBTaskResult[Any, Any] | None:
        waiting = DBTaskResult.objects.ready().filter(backend_name=self.backend_name)
        with exclusive_transaction(waiting.db):
            found: DBTaskResult[Any, Any] | None = waiting.get_locked()
            if found is not None:
                found.claim(self.worker_id)
        return found

    def run_task(self, db_task_result: DBTaskResult[Any, Any]) -> None:
        super().run_task(db_task_result)
        failed_with = db_task_result.exception_class_path.rpartition(".")[2]
        if failed_with in {
            kind.__name__ for kind in AWAY
        }:  # it came back quickly: no fault of the task
            tasks.take_back(db_task_result)

    def _sleep(self, seconds: float) -> None:
        """In short pieces, so that a signal is heeded soon."""
        until = time.monotonic() + seconds
        while self.running and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.5))
