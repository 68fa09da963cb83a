"""A map of rates as one small static SVG: quantised outlines, five classes, no base map."""

import gzip
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from html import escape

from reports.charts import svg
from reports.charts import words as wording
from reports.charts.drawn import Drawn, Markup
from reports.charts.figure import Feature, MapFigure, Row, State, Unit
from reports.charts.scale import round_step
from reports.charts.table import map_table

MOST_CLASSES = 5
MOST_NAMES = 15
LARGEST_BYTES = 40 * 1024
GRIDS = (800, 600, 450, 300, 200, 120)
SMALLEST_RING = 4
Ring = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Classes:
    """Round class limits: class ``n`` holds ``low + n*step`` up to just below the next."""

    low: Decimal
    step: Decimal
    count: int

    def number(self, value: Decimal, unit: Unit) -> int:
        """Return the class of a value as it is written, so map, key and table agree."""
        index = int((_written(value, unit) - self.low) / self.step)
        return min(index, self.count - 1)

    def words(self, index: int, unit: Unit) -> str:
        """Return the limits of a class in words: ``20 to 29%``."""
        smallest = unit.step
        start = self.low + self.step * index
        end = start + self.step - smallest
        return f"{unit.number(start)} to {unit.text(end)}"


@dataclass(frozen=True, slots=True)
class Projection:
    """Degrees to grid units: equirectangular, narrowed by the cosine of the middle latitude."""

    west: float
    north: float
    narrowing: float
    scale: float

    def place(self, position: Sequence[float]) -> tuple[int, int]:
        """Return the grid point of a longitude and latitude."""
        x = (position[0] - self.west) * self.narrowing * self.scale
        return round(x), round((self.north - position[1]) * self.scale)


def draw_map(figure: MapFigure) -> Drawn:
    """Return the figure ready for ``components/map.html``; at most 40 KB compressed."""
    rows = [Row(area.name, area.value, area.state) for area in figure.features]
    summary = wording.rows_summary(figure, rows)
    return Drawn(
        id=figure.id,
        title=figure.title or f"{figure.name}, by {figure.area_heading.lower()}",
        subtitle=figure.subtitle,
        plot=_smallest_enough(figure, wording.alternative("Map.", [summary])),
        key="",
        notes=(),
        summary=summary,
        table=map_table(figure),
        source=figure.source,
    )


def classes_for(figure: MapFigure) -> Classes:
    """Return at most five classes of equal, round width that hold all written values."""
    values = [_written(f.value, figure.unit) for f in figure.features if f.value is not None]
    low, high = (min(values), max(values)) if values else (Decimal(0), Decimal(1))
    smallest = figure.unit.step
    step = max(_decimal(round_step(float(high - low) / MOST_CLASSES or 1.0)), smallest)
    step = step.quantize(smallest, rounding="ROUND_UP")
    while True:
        start = _decimal(math.floor(low / step)) * step
        count = int((high - start) / step) + 1
        if count <= MOST_CLASSES:
            return Classes(start, step, count)
        step = _decimal(round_step(float(step) * 1.01)).quantize(smallest, rounding="ROUND_UP")


def rings_of(feature: Feature) -> list[list[Sequence[float]]]:
    """Return the rings of an area, whether it is one polygon or several."""
    coordinates = feature.geometry.get("coordinates")
    if not isinstance(coordinates, list):
        return []
    polygons = [coordinates] if feature.geometry.get("type") == "Polygon" else coordinates
    return [ring for polygon in polygons for ring in polygon]


def _smallest_enough(figure: MapFigure, label: str) -> Markup:
    """Draw on the finest grid that stays within the budget."""
    markup = Markup("")
    for grid in GRIDS:
        markup = _markup(figure, label, grid)
        if len(gzip.compress(markup.encode())) <= LARGEST_BYTES:
            break
    return markup


def _markup(figure: MapFigure, label: str, grid: int) -> Markup:
    """Return areas, their names if they are few, and the key in words."""
    projection, width, height = _fit(figure.features, grid)
    classes = classes_for(figure)
    shapes, names = [], []
    for area in figure.features:
        outline = _outline(area, projection)
        if not outline:
            continue
        shapes.append(f'<path{_ground(area, classes, figure)} d="{_steps(outline)}"/>')
        if len(figure.features) <= MOST_NAMES:
            names.append(_name(area, outline, width, height))
    tall = " map-tall" if height > width else ""
    return Markup(
        f'<div class="map{tall}" role="img" aria-label="{escape(label)}">'
        f'<svg viewBox="0 0 {width} {height}" aria-hidden="true">{_hatch(figure.id)}'
        f'{"".join(shapes)}</svg><svg class="map-names" aria-hidden="true">{"".join(names)}</svg>'
        f"</div>{_key(figure, classes)}"
    )


def _fit(features: Iterable[Feature], grid: int) -> tuple[Projection, int, int]:
    """Return the projection that fills a grid of at most ``grid`` units either way."""
    corners = [position for feature in features for ring in rings_of(feature) for position in ring]
    if not corners:
        return Projection(0, 0, 1, 1), 1, 1
    west, east = min(p[0] for p in corners), max(p[0] for p in corners)
    south, north = min(p[1] for p in corners), max(p[1] for p in corners)
    narrowing = math.cos(math.radians((south + north) / 2))
    broad, deep = (east - west) * narrowing or 1e-9, (north - south) or 1e-9
    scale = grid / max(broad, deep)
    width, height = max(1, round(broad * scale)), max(1, round(deep * scale))
    return Projection(west, north, narrowing, scale), width, height


def _outline(area: Feature, projection: Projection) -> list[Ring]:
    """Return an area's rings on the grid, without specks; its largest ring always stays."""
    rings = [_without_repeats([projection.place(p) for p in ring]) for ring in rings_of(area)]
    rings.sort(key=_reach, reverse=True)
    kept = [ring for ring in rings if len(ring) > 2 and _reach(ring) >= SMALLEST_RING]
    return kept or [ring for ring in rings[:1] if ring]


def _without_repeats(ring: Ring) -> Ring:
    """Drop points that fell onto their neighbour, and middle points of straight runs."""
    kept: Ring = []
    for point in ring:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and _is_straight(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept[:-1] if len(kept) > 1 and kept[0] == kept[-1] else kept


def _is_straight(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> bool:
    """Tell whether ``b`` lies on the way from ``a`` to ``c``, on one axis."""
    return (a[0] == b[0] == c[0]) or (a[1] == b[1] == c[1])


def _reach(ring: Ring) -> int:
    """Return the longer side of a ring's box, in grid units."""
    if not ring:
        return 0
    across, down = [x for x, _ in ring], [y for _, y in ring]
    return max(max(across) - min(across), max(down) - min(down))


def _steps(rings: Iterable[Ring]) -> str:
    """Write rings as relative steps: small numbers compress well."""
    text = ""
    for ring in rings:
        (x, y), *rest = ring
        text += f"M{x} {y}l"
        moves = []
        for next_x, next_y in rest:
            moves.append(f"{next_x - x} {next_y - y}")
            x, y = next_x, next_y
        text += " ".join(moves) + "z"
    return text.replace(" -", "-")


def _ground(area: Feature, classes: Classes, figure: MapFigure) -> str:
    """Return how an area is filled: its class, the hatch of a hidden one, the plain of a gap."""
    if area.value is not None:
        return f' class="m{_shade(classes.number(area.value, figure.unit), classes)}"'
    if area.state is State.HIDDEN:
        return f' class="m-hidden" fill="url(#{escape(figure.id)}-hatch)"'
    return ' class="m-missing"'


def _shade(index: int, classes: Classes) -> int:
    """Return the step of the ramp for a class; few classes are set far apart."""
    return 3 if classes.count == 1 else 1 + round(index * 4 / (classes.count - 1))


def _hatch(figure_id: str) -> str:
    """Return the pattern that stands for a hidden number."""
    return (
        f'<defs><pattern id="{escape(figure_id)}-hatch" class="hatch" width="8" height="8" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="8" height="8"/>'
        '<line x1="0" y1="0" x2="0" y2="8"/></pattern></defs>'
    )


def _name(area: Feature, outline: Sequence[Ring], width: int, height: int) -> str:
    """Return an area's name in the middle of its largest ring."""
    across, down = [x for x, _ in outline[0]], [y for _, y in outline[0]]
    x = (min(across) + max(across)) / 2 / width * 100
    y = (min(down) + max(down)) / 2 / height * 100
    return svg.words(area.name, x, y, anchor="middle", dy=".35em")


def _key(figure: MapFigure, classes: Classes) -> str:
    """Return the classes in words, each beside its ground."""
    entries = []
    if any(area.value is not None for area in figure.features):
        entries = [
            (f' class="m{_shade(index, classes)}"', classes.words(index, figure.unit))
            for index in range(classes.count)
        ]
    states = {area.state for area in figure.features}
    if State.HIDDEN in states:
        hatch = f' fill="url(#{escape(figure.id)}-hatch)"'
        entries.append((hatch, f"Hidden (fewer than {figure.minimum_people})"))
    if any(not area.state.is_drawn and area.state is not State.HIDDEN for area in figure.features):
        entries.append((' class="m-missing"', "No number"))
    items = "".join(
        f'<li><svg viewBox="0 0 24 16" aria-hidden="true"><rect{ground} width="24" height="16"/>'
        f"</svg>{escape(text)}</li>"
        for ground, text in entries
    )
    return f'<ul class="map-key">{items}</ul>'


def _written(value: Decimal, unit: Unit) -> Decimal:
    """Return a value rounded the way it is written."""
    return value.quantize(unit.step, rounding=ROUND_HALF_UP)


def _decimal(number: float) -> Decimal:
    """Turn a computed number into a short decimal."""
    return Decimal(repr(round(number, 10)))
