"""``manage.py drain``: the sweeper, which needs PostgreSQL only and can carry the whole load."""

import logging
import signal
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection
from django.db.utils import InterfaceError, OperationalError

from coalition import queue

log = logging.getLogger(__name__)
PAUSE = 0.5


class Command(BaseCommand):
    help = "Recompute what is due; with --loop until stopped."
    stopped = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="stay and sweep")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["loop"]:
            self.stdout.write(f"{queue.drain_until_empty()} done")
            return
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        while not self.stopped:
            self.sweep()

    def sweep(self) -> None:
        """One look; a lost connection is closed and made anew at the next look."""
        try:
            if queue.drain_once() == 0:
                time.sleep(PAUSE)
        except (OperationalError, InterfaceError) as problem:
            log.warning("The sweeper waits for PostgreSQL: %s", type(problem).__name__)
            connection.close()
            time.sleep(PAUSE)
        close_old_connections()

    def stop(self, *_: Any) -> None:
        self.stopped = True
