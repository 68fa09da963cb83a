"""``manage.py series``: print what the API answers, as CSV."""

import csv
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coalition.models import Coalition
from coalition.tenancy import in_coalition
from measurement.queries import cells
from measurement.queries.series import Point, many_series
from measurement.release import Audience

HEADER = "indicator,area,group,period,value,numerator,denominator,reporting,expected,state"


class Command(BaseCommand):
    help = "Print an indicator's figures as CSV, as members of the coalition see them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--coalition", required=True)
        parser.add_argument("--indicator", required=True)
        parser.add_argument("--area", default="", help="an area's code; default: the widest")
        parser.add_argument("--level", default="", help="every area of this level")
        parser.add_argument("--group", default="all", help="dimension:category")
        parser.add_argument("--grain", default="", choices=["", "month", "quarter", "year"])
        parser.add_argument("--from", dest="first", default="", help="a period, e.g. 2026-09")
        parser.add_argument("--to", dest="last", default="", help="a period, e.g. 2026-12")

    def handle(self, *args: Any, **options: Any) -> None:
        coalition = Coalition.objects.filter(slug=options["coalition"]).first()
        if coalition is None:
            raise CommandError(f"There is no coalition “{options['coalition']}”.")
        try:
            with in_coalition(coalition.pk):
                self.write(coalition, options)
        except cells.UnknownNameError as unknown:
            raise CommandError(f"--{unknown.parameter}: {unknown}") from unknown

    def write(self, coalition: Coalition, options: dict[str, Any]) -> None:
        """Print the header and one line for each area and period."""
        indicator = cells.find_indicator(options["indicator"])
        areas = cells.find_areas(indicator, area=options["area"], level=options["level"])
        category = cells.find_category(indicator, options["group"])
        grain = cells.find_grain(indicator, coalition, options["grain"])
        first, last = (
            cells.find_period(indicator, coalition, options[name]) if options[name] else None
            for name in ("first", "last")
        )
        lines = many_series(
            indicator=indicator,
            coalition=coalition,
            areas=areas,
            categories=[category],
            grain=grain,
            audience=Audience.MEMBERS,
        )
        self.stdout.write(HEADER)
        writer = csv.writer(self.stdout, lineterminator="\n")
        for area in areas:
            for point in lines[area.pk, category.pk if category else None]:
                if (first is None or point.period.start >= first.start) and (
                    last is None or point.period.start <= last.end
                ):
                    names = [indicator.code, area.code, cells.group_code(category)]
                    writer.writerow([*names, *row_of(point)])


def plain(value: Any) -> str:
    """Write a number without exponent or trailing zeros after a whole number; None as nothing."""
    if value is None:
        return ""
    text = f"{value:f}" if hasattr(value, "as_tuple") else str(value)
    return text.rstrip("0").rstrip(".") if "." in text and float(text).is_integer() else text


def row_of(point: Point) -> list[str]:
    """Return the columns of one figure after its names."""
    return [
        point.period.code,
        "" if point.value is None else f"{point.value:f}",
        plain(point.numerator),
        plain(point.denominator),
        str(point.reporting),
        str(point.expected),
        point.state,
    ]
