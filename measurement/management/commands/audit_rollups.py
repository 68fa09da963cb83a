"""``manage.py audit_rollups``: recompute every figure and compare it with what is stored."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from coalition.models import Coalition
from coalition.tenancy import in_coalition
from measurement.models import Indicator
from measurement.rollups import differing, years_of


class Command(BaseCommand):
    help = "Print how many stored cells differ from a recomputation; exit 1 if any does."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--coalition")

    def handle(self, *args: Any, **options: Any) -> None:
        coalitions = Coalition.objects.order_by("slug")
        if options["coalition"]:
            coalitions = coalitions.filter(slug=options["coalition"])
        total = sum(self.audit(coalition) for coalition in coalitions)
        self.stdout.write(f"{total} differing cells")
        if total:
            sys.exit(1)

    def audit(self, coalition: Coalition) -> int:
        """Return the differing cells of one coalition, naming indicator and year of each."""
        total = 0
        with in_coalition(coalition.pk):
            for indicator in Indicator.objects.all():
                for start in years_of(indicator, coalition):
                    if found := differing(indicator, coalition, start):
                        self.stderr.write(f"{coalition.slug} {indicator.code} {start}: {found}")
                        total += found
        return total
