"""Where the words of a plot go: collisions are solved here, on the server, not by the browser."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.charts.svg import words

LINE_HEIGHT = 8.0
FURTHEST_MOVE = 12.0
LETTER = 3.4
GAP = 3.0


@dataclass(frozen=True, slots=True)
class Label:
    """A word at a place; ``wide`` is its first part, left out on phones."""

    text: str
    x: float
    y: float
    wide: str = ""


def spread(labels: Sequence[Label]) -> tuple[list[Label], list[Label]]:
    """Keep labels of one column a line apart; return the placed ones and those that did not fit.

    Earlier labels matter more: they stay, later ones move away by at most two lines or are
    dropped to the key (ux/standard.md 4.8).
    """
    placed: list[Label] = []
    dropped: list[Label] = []
    for label in labels:
        y = _free_height(label.y, [other.y for other in placed])
        if y is None:
            dropped.append(label)
        else:
            placed.append(replace(label, y=y))
    return placed, dropped


def _free_height(wanted: float, taken: Sequence[float]) -> float | None:
    """Return the nearest height with room for a line, or nothing if it is too far away."""
    edges = [edge for other in taken for edge in (other - LINE_HEIGHT, other + LINE_HEIGHT)]
    for y in sorted([wanted, *edges], key=lambda place: abs(place - wanted)):
        if abs(y - wanted) > FURTHEST_MOVE:
            return None
        if all(abs(y - other) >= LINE_HEIGHT - 1e-9 for other in taken):
            return y
    return None


def thin_out(labels: Sequence[Label]) -> list[Label]:
    """Drop the labels under the plot that would touch an earlier, more important one."""
    kept: list[Label] = []
    for label in labels:
        if all(abs(label.x - other.x) >= _room(label, other) for other in kept):
            kept.append(label)
    return kept


def _room(one: Label, other: Label) -> float:
    """Return how far apart two centred words must be, in percent of a phone's plot."""
    return (len(one.text) + len(other.text)) / 2 * LETTER + GAP


def right_column(labels: Sequence[Label]) -> str:
    """Write the labels at the right edge."""
    return "".join(
        words(label.text, 100, label.y, css="end", dx=".7em", dy=".35em", wide=label.wide)
        for label in labels
    )


def under(labels: Sequence[Label]) -> str:
    """Write the period labels under the plot."""
    return "".join(words(label.text, label.x, 100, anchor="middle", dy="1.5em") for label in labels)
