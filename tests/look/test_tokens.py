"""The stylesheet's colours can be read and told apart, in both themes (ux/standard.md 5.2, G23)."""

import gzip
import itertools
import re
from pathlib import Path

import pytest

from reports.charts.plotly import TOKENS
from tests.look.colour import SEEN, contrast, distance

CSS = Path("static/css/app.css").read_text()
TEXT = (
    "ink",
    "ink2",
    "ink3",
    "link",
    "visited",
    "attn",
    "danger",
    "ok",
    "info",
    "spruce",
    "toward",
    "away",
    "flat",
    "l1",
    "l2",
    "l3",
    "l4",
    "l5",
)
GROUNDS = ("paper", "surface", "sunken")
PAIRS = (
    ("attn", "attn-t"),
    ("danger", "danger-t"),
    ("ok", "ok-t"),
    ("info", "info-t"),
    ("spruce", "spruce-t"),
    ("on", "spruce"),
    ("on", "spruce-h"),
    ("danger", "paper"),
    ("ink", "attn-t"),
    ("ink", "danger-t"),
    ("ink", "ok-t"),
    ("ink", "info-t"),
    ("link", "attn-t"),
    ("link", "info-t"),
)
SERIES = ("s1", "s2", "s3", "s4", "s5")
ACCENTS = ("navy", "plum", "brick", "moss", "slate")


def block(start):
    """Return the colour tokens of the rule that begins with ``start``."""
    at = CSS.index(start)
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9A-F]{6})", CSS[at : CSS.index("}", at)]))


LIGHT = block(":root {")
DARK = LIGHT | block(':root:not([data-theme="light"]) {')
THEMES = {"light": LIGHT, "dark": DARK}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXT)
def test_text_contrast_is_at_least_4_5(theme, text, ground):
    tokens = THEMES[theme]

    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_on_its_tint_is_at_least_4_5(theme, text, ground):
    tokens = THEMES[theme]

    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("mark", "grounds"),
    [
        ("edge", GROUNDS),
        ("focus", ("paper", "surface")),
        ("ctx", ("paper",)),
        *((mark, ("paper", "surface")) for mark in SERIES),
    ],
)
def test_marks_and_edges_are_at_least_3(theme, mark, grounds):
    tokens = THEMES[theme]

    assert min(contrast(tokens[mark], tokens[ground]) for ground in grounds) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", SEEN)
@pytest.mark.parametrize(("names", "least"), [(SERIES, 15), (("toward", "away", "flat"), 14)])
def test_colours_differ_for_every_kind_of_colour_vision(theme, vision, names, least):
    colours = [THEMES[theme][name] for name in names]

    pairs = itertools.combinations(colours, 2)

    assert min(distance(one, other, vision) for one, other in pairs) >= least


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("accent", ACCENTS)
def test_accents_can_be_read(theme, accent):
    start = f'[data-accent="{accent}"] {{' if theme == "light" else f"/* dark {accent} */"
    tokens = THEMES[theme] | block(start)

    assert contrast(tokens["on"], tokens["spruce"]) >= 4.5
    assert contrast(tokens["on"], tokens["spruce-h"]) >= 4.5
    assert contrast(tokens["spruce"], tokens["paper"]) >= 4.5
    assert contrast(tokens["spruce"], tokens["spruce-t"]) >= 4.5


def test_dark_by_choice_is_dark_by_preference():
    assert block(':root[data-theme="dark"] {') == block(':root:not([data-theme="light"]) {')


def test_explored_charts_use_the_light_theme_tokens():
    assert {LIGHT[token.removeprefix("--")]: token for token in TOKENS.values()} == TOKENS


def test_stylesheet_has_at_most_14_kilobytes_compressed():
    assert len(gzip.compress(CSS.encode())) <= 14 * 1024


def test_stylesheet_asks_nothing_of_other_sites():
    assert "@import" not in CSS
    assert "@font-face" not in CSS
    assert "url(" not in CSS


def test_every_used_custom_property_is_defined():
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", CSS))
    defined = set(re.findall(r"--([a-z0-9-]+):", CSS))

    assert used - defined == set()
