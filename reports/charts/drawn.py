"""A figure made ready for a template: words, markup and the table that proves the picture."""

from dataclasses import dataclass


class Markup(str):
    """Text that is already safe markup; Django's templates leave it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return the markup itself: the convention by which template engines skip escaping."""
        return self


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a figure in words; the first cell of a row is its heading."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One chart in the fixed order of ux/standard.md 4.2, for ``components/figure.html``."""

    id: str
    title: str
    subtitle: str
    plot: Markup
    key: str
    notes: tuple[str, ...]
    summary: str
    table: Table
    source: str


@dataclass(frozen=True, slots=True)
class DrawnPanel:
    """One panel of a small-multiples figure: a plot, or words that say why there is none."""

    heading: str
    plot: Markup
    words: str


@dataclass(frozen=True, slots=True)
class DrawnPanels:
    """Small multiples, for ``components/small_multiples.html``."""

    id: str
    title: str
    subtitle: str
    panels: tuple[DrawnPanel, ...]
    key: str
    summary: str
    table: Table
    source: str
