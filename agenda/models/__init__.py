"""The nouns of the common agenda."""

from agenda.models.agenda import Agenda
from agenda.models.goal import Goal
from agenda.models.outcome import Outcome

__all__ = ["Agenda", "Goal", "Outcome"]
