"""``manage.py prove_rollup``: show that a figure travels through the Celery worker."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand

from coalition.models import Coalition
from coalition.tenancy import in_coalition
from measurement.models import Indicator, Rollup
from measurement.rollups import YearKey, years_of
from measurement.tasks import recompute_in_worker

PATIENCE = 30.0


class Command(BaseCommand):
    help = "Empty one figure and wait until the worker has recomputed it; exit 1 if it does not."

    def handle(self, *args: Any, **options: Any) -> None:
        found = self.pick()
        if found is None:
            self.stderr.write("There is no figure to prove the way with.")
            sys.exit(1)
        coalition, indicator, key = found
        with in_coalition(coalition.pk):
            cell = Rollup.objects.filter(indicator=indicator, period_start=key.start).first()
            before = cell.numerator
            Rollup.objects.filter(pk=cell.pk).update(numerator=before + 1)
        # Straight to the worker, past the dirty table, so that the sweeper cannot have done it.
        recompute_in_worker.apply_async((coalition.pk, str(key)), retry=False)
        for _ in range(int(PATIENCE / 0.1)):
            with in_coalition(coalition.pk):
                now = Rollup.objects.filter(pk=cell.pk).values_list("numerator", flat=True).first()
            if now == before:
                self.stdout.write(f"The worker recomputed {indicator.code} {key.start}.")
                return
            time.sleep(0.1)
        self.stderr.write(f"The worker did not recompute {indicator.code} in {PATIENCE:.0f} s.")
        sys.exit(1)

    def pick(self) -> tuple[Coalition, Indicator, YearKey] | None:
        """Return the first indicator that has figures."""
        for coalition in Coalition.objects.order_by("slug"):
            with in_coalition(coalition.pk):
                for indicator in Indicator.objects.all():
                    for start in years_of(indicator, coalition):
                        if Rollup.objects.filter(indicator=indicator, period_start=start).exists():
                            return coalition, indicator, YearKey(indicator.pk, start)
        return None
