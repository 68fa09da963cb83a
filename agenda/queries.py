"""Reads of the agenda across its tables."""

from django.db.models import Prefetch, QuerySet

from agenda.models import Goal, Outcome


def goals_with_outcomes() -> QuerySet[Goal]:
    """Return the goals in order, each with its outcomes and their indicators: three queries."""
    outcomes = Outcome.objects.prefetch_related("indicators")
    goals: QuerySet[Goal] = Goal.objects.prefetch_related(Prefetch("outcomes", queryset=outcomes))
    return goals
