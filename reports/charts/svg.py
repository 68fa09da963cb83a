"""The few shapes and words our charts are made of, as SVG without inline style (ADR 4).

Shapes live in a box of 100 by 100 that stretches; strokes do not. Words live in a second,
unstretched layer, placed in percent, so they keep the reader's font size.
"""

from collections.abc import Iterable
from html import escape

from reports.charts.drawn import Markup

Place = tuple[float, float]


def short(number: float) -> str:
    """Write a coordinate with at most two decimals and no trailing zeros."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def path(css: str, steps: str) -> str:
    """Return a path, or nothing for no steps."""
    return f'<path class="{css}" d="{steps}"/>' if steps else ""


def polyline(places: Iterable[Place]) -> str:
    """Return the steps of a line through places."""
    return "M" + "L".join(f"{short(x)} {short(y)}" for x, y in places)


def dots(places: Iterable[Place]) -> str:
    """Return the steps of dots: zero-length strokes that the round cap makes visible."""
    return "".join(f"M{short(x)} {short(y)}h0" for x, y in places)


def rule(y: float) -> str:
    """Return the steps of a horizontal rule across the plot."""
    return f"M0 {short(y)}h100"


def zone(left: float, right: float) -> str:
    """Return a full-height band between two places."""
    return f'<rect class="zone" x="{short(left)}" width="{short(right - left)}" height="100"/>'


def diamond(place: Place) -> str:
    """Return an unstretched hollow diamond for the word layer: an estimated value."""
    x, y = place
    return (
        f'<svg x="{short(x)}%" y="{short(y)}%" overflow="visible">'
        '<path class="diamond" d="M0-6L6 0 0 6-6 0z"/></svg>'
    )


def words(  # noqa: PLR0913 - a word has a place, an anchor, two nudges and a class
    text: str,
    x: float,
    y: float,
    *,
    css: str = "",
    anchor: str = "",
    dx: str = "",
    dy: str = "",
    wide: str = "",
) -> str:
    """Return a word at a place in percent; ``wide`` is a prefix left out on phones."""
    named = (("class", css), ("text-anchor", anchor), ("dx", dx), ("dy", dy))
    attributes = "".join(f' {name}="{value}"' for name, value in named if value)
    prefix = f'<tspan class="wide">{escape(wide)} </tspan>' if wide else ""
    return f'<text x="{short(x)}%" y="{short(y)}%"{attributes}>{prefix}{escape(text)}</text>'


def no_plot(text: str) -> Markup:
    """Return words where there is nothing to draw."""
    return Markup(f'<p class="panel-words">{escape(text)}</p>')


def plot(shapes: str, text: str, label: str, *, plain: bool = False) -> Markup:
    """Return a stretched plot: shapes below, words above, one description for both.

    ``plain`` plots have no long words at their right edge and use that room.
    """
    css = "plot plot-plain" if plain else "plot"
    return Markup(
        f'<div class="{css}" role="img" aria-label="{escape(label)}">'
        f'<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">{shapes}</svg>'
        f'<svg aria-hidden="true">{text}</svg></div>'
    )
