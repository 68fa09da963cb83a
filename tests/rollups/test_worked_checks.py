"""The worked checks of measurement.md 1, through the database: accept, drain, read the cell."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from coalition import queue
from coalition.models import Dirty
from measurement.models import (
    Indicator,
    Observation,
    ObservationRevision,
    Rollup,
    SubmissionValue,
)
from measurement.rollups import YearKey, differing, recompute
from measurement.services.observations import accept
from tests.world import World

MONTHS = {1: "January", 2: "February", 3: "March"}


class Reporter:
    """Accepts numbers of partners in zones of their own, month by month of 2026."""

    def __init__(self, world: World, indicator: Indicator, partners: str) -> None:
        self.world, self.indicator = world, indicator
        self.lead = world.member("lead")
        self.zones, self.organisations = {}, {}
        for name in partners:
            self.zones[name] = world.zone(name.lower())
            self.organisations[name] = world.organisation(name.lower())
            world.assign(indicator, self.organisations[name], self.zones[name])
        self.periods = {m: world.period(f"2026-{m:02d}", date(2026, m, 1)) for m in MONTHS}
        self.submissions: dict[Any, Any] = {}

    def report(self, name: str, month: int, numerator: int | None, denominator: int | None = None) -> int:
        key = (name, month)
        if key not in self.submissions:
            self.submissions[key] = self.world.submission(
                self.organisations[name], self.periods[month], "approved"
            )
        with self.world.scope():
            value, _ = SubmissionValue.objects.update_or_create(
                submission=self.submissions[key],
                indicator=self.indicator,
                area=self.zones[name],
                category=None,
                defaults={"numerator": numerator, "denominator": denominator},
            )
            return accept(values=[value], by=self.lead, at=datetime(2026, 6, 1, tzinfo=UTC))

    def cell(self, grain: str, start: date, area: Any = None) -> tuple[Any, ...] | None:
        queue.drain_until_empty()
        with self.world.scope():
            return (
                Rollup.objects.filter(
                    indicator=self.indicator,
                    grain=grain,
                    period_start=start,
                    area=area or self.world.city,
                    category=None,
                )
                .values_list("numerator", "denominator", "reporting", "expected", "carried")
                .first()
            )


def test_rate_is_sum_over_sum_and_not_the_mean_of_rates(world: World) -> None:
    reporter = Reporter(world, world.indicator("share", "rate"), "AB")
    reporter.report("A", 1, 8, 10)
    reporter.report("B", 1, 30, 100)

    assert reporter.cell("month", date(2026, 1, 1)) == (38, 110, 2, 2, 0)


def test_average_is_weighted_by_n(world: World) -> None:
    reporter = Reporter(world, world.indicator("score", "average"), "AB")
    reporter.report("A", 1, 40 * 5, 5)  # 4.0 with one decimal stored
    reporter.report("B", 1, 30 * 45, 45)

    assert reporter.cell("month", date(2026, 1, 1)) == (1550, 50, 2, 2, 0)


def test_stock_takes_each_partners_last_and_marks_what_is_carried(world: World) -> None:
    reporter = Reporter(world, world.indicator("housed", "stock"), "AB")
    for month, count in {1: 40, 2: 55}.items():
        reporter.report("A", month, count)
    for month, count in {1: 10, 2: 12, 3: 15}.items():
        reporter.report("B", month, count)

    assert reporter.cell("quarter", date(2026, 1, 1)) == (70, None, 5, 6, 1)
    assert reporter.cell("month", date(2026, 3, 1)) == (15, None, 1, 2, 0)


def test_stock_with_carry_forward_stands_in_for_one_period(world: World) -> None:
    reporter = Reporter(world, world.indicator("housed", "stock", carry_forward=1), "AB")
    reporter.report("A", 1, 40)
    for month, count in {1: 10, 2: 12, 3: 15}.items():
        reporter.report("B", month, count)

    assert reporter.cell("month", date(2026, 2, 1)) == (52, None, 1, 2, 1)
    assert reporter.cell("month", date(2026, 3, 1)) == (15, None, 1, 2, 0)


def test_zero_of_zero_changes_no_total(world: World) -> None:
    reporter = Reporter(world, world.indicator("share", "rate"), "AB")
    reporter.report("A", 1, 0, 0)
    reporter.report("B", 1, 30, 100)

    assert reporter.cell("month", date(2026, 1, 1)) == (30, 100, 1, 2, 0)
    assert reporter.cell("month", date(2026, 1, 1), reporter.zones["A"]) is None


def test_zero_is_a_value_and_missing_is_not(world: World) -> None:
    reporter = Reporter(world, world.indicator("books"), "AB")
    reporter.report("A", 1, 0)

    assert reporter.cell("month", date(2026, 1, 1)) == (0, None, 1, 2, 0)
    assert reporter.cell("month", date(2026, 2, 1)) is None


def test_restated_value_keeps_the_old_one_and_moves_every_cell(world: World) -> None:
    reporter = Reporter(world, world.indicator("books"), "A")
    reporter.report("A", 1, 5)

    changed = [reporter.report("A", 1, 9), reporter.report("A", 1, 9)]

    assert changed == [1, 0]
    assert reporter.cell("year", date(2026, 1, 1)) == (9, None, 1, 3, 0)
    with world.scope():
        assert list(ObservationRevision.objects.values_list("version", "numerator")) == [(1, 5)]


def test_withdrawn_value_leaves_no_cell(world: World) -> None:
    reporter = Reporter(world, world.indicator("books"), "A")
    reporter.report("A", 1, 5)

    reporter.report("A", 1, None)

    assert reporter.cell("month", date(2026, 1, 1)) is None
    with world.scope():
        assert Observation.objects.get().numerator is None


def test_recompute_twice_writes_nothing_the_second_time(world: World) -> None:
    reporter = Reporter(world, world.indicator("books"), "A")
    reporter.report("A", 1, 5)
    key = str(YearKey(reporter.indicator.pk, date(2026, 1, 1)))

    with world.scope():
        first, second = (recompute(world.coalition.pk, key) for _ in range(2))

    assert (first, second) == (6, 0)


def test_audit_finds_a_planted_wrong_cell(world: World) -> None:
    reporter = Reporter(world, world.indicator("books"), "A")
    reporter.report("A", 1, 5)
    queue.drain_until_empty()
    with world.scope():
        before = differing(reporter.indicator, world.coalition, date(2026, 1, 1))
        Rollup.objects.filter(grain="month", area=world.city).update(numerator=6)
        after = differing(reporter.indicator, world.coalition, date(2026, 1, 1))

    assert (before, after) == (0, 1)


def test_accepting_leaves_dirty_work_in_the_same_transaction(world: World) -> None:
    reporter = Reporter(world, world.indicator("books"), "A")
    with pytest.raises(RuntimeError), world.scope():
        reporter.report("A", 1, 5)
        raise RuntimeError

    assert Dirty.objects.count() == 0
