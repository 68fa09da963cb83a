"""One door to the server-side renderers: any figure in, something a component can show out."""

from typing import overload

from reports.charts.bars import draw_bars
from reports.charts.choropleth import draw_map
from reports.charts.drawn import Drawn, DrawnPanels
from reports.charts.figure import BarsFigure, MapFigure, SmallMultiples, TrendFigure
from reports.charts.panels import draw_panels
from reports.charts.trend import draw_trend


@overload
def draw(figure: SmallMultiples) -> DrawnPanels: ...
@overload
def draw(figure: TrendFigure | BarsFigure | MapFigure) -> Drawn: ...
def draw(figure: TrendFigure | SmallMultiples | BarsFigure | MapFigure) -> Drawn | DrawnPanels:
    """Return a figure drawn for ``figure.html``, ``map.html`` or ``small_multiples.html``."""
    if isinstance(figure, TrendFigure):
        return draw_trend(figure)
    if isinstance(figure, SmallMultiples):
        return draw_panels(figure)
    if isinstance(figure, BarsFigure):
        return draw_bars(figure)
    return draw_map(figure)
