"""What a write to the agenda means: kept whole, in the trail, by a named member."""

from django.db import transaction

from agenda.models import Agenda, Goal, Outcome
from coalition import audit
from coalition.models import Membership


class StaleAgendaError(Exception):
    """Somebody saved the agenda first; nothing was overwritten."""

    def __init__(self, current: Agenda) -> None:
        super().__init__("Somebody saved the agenda first.")
        self.current = current


def current_agenda() -> Agenda:
    """Return the coalition's agenda, an unsaved empty one before the first save."""
    return Agenda.objects.first() or Agenda(version=0)


@transaction.atomic
def save_vision(*, vision: str, why: str, version: int, by: Membership) -> Agenda:
    """Save the vision if nobody saved since ``version``; raises StaleAgendaError otherwise."""
    agenda = Agenda.objects.select_for_update().first() or Agenda(version=0)
    if agenda.version != version:
        raise StaleAgendaError(agenda)
    before = agenda.vision
    agenda.vision, agenda.why, agenda.version = vision, why, version + 1
    agenda.save()
    audit.record("agenda.changed", agenda, by=by, sentence="changed the vision", before=before)
    return agenda


@transaction.atomic
def save_goal(*, goal: Goal, by: Membership) -> Goal:
    """Save a new or changed goal."""
    verb = "changed" if goal.pk else "added"
    goal.save()
    audit.record(f"goal.{verb}", goal, by=by, sentence=f"{verb} the goal “{goal.title}”")
    return goal


@transaction.atomic
def save_outcome(*, outcome: Outcome, by: Membership) -> Outcome:
    """Save a new or changed outcome."""
    verb = "changed" if outcome.pk else "added"
    outcome.save()
    audit.record(
        f"outcome.{verb}", outcome, by=by, sentence=f"{verb} the outcome “{outcome.title}”"
    )
    return outcome
