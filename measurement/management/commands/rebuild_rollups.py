"""``manage.py rebuild_rollups``: throw all figures away in thought and make them anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from coalition import queue
from coalition.models import Coalition
from coalition.tenancy import in_coalition
from measurement.models import Indicator
from measurement.rollups import YearKey, recompute, years_of


class Command(BaseCommand):
    help = "Recompute the rollups of all coalitions, of one, or of one indicator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--coalition")
        parser.add_argument("--indicator")

    def handle(self, *args: Any, **options: Any) -> None:
        coalitions = Coalition.objects.order_by("slug")
        if options["coalition"]:
            coalitions = coalitions.filter(slug=options["coalition"])
        for coalition in coalitions:
            self.rebuild(coalition, options["indicator"])

    def rebuild(self, coalition: Coalition, code: str | None) -> None:
        """One transaction for each indicator and year, so that nobody waits long."""
        with in_coalition(coalition.pk):
            indicators = Indicator.objects.all()
            if code:
                indicators = indicators.filter(code=code)
            keys = [(i, YearKey(i.pk, y)) for i in indicators for y in years_of(i, coalition)]
        for number, (indicator, key) in enumerate(keys, 1):
            with in_coalition(coalition.pk):
                queue.lock(coalition.pk, f"rollup:{key}")
                written = recompute(coalition.pk, str(key))
            self.stdout.write(
                f"{coalition.slug} {number}/{len(keys)} {indicator.code} {key.start}: "
                f"{written} cells written"
            )
