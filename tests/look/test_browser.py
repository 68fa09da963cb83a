"""The styleguide in a real browser: axe, reflow, and exploring under the strict policy."""

import json
from collections.abc import Iterator

import pytest
from django.template.loader import render_to_string

from reports.charts import plotly, samples
from reports.views.styleguide import sample_context
from tests.look.serving import serving

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FIGURES = {"reading": samples.reading, "zones": samples.zones}

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("styleguide")
    addresses = {"explore_url": "/reading.json", "map_explore_url": "/zones.json"}
    for theme in ("light", "dark"):
        context = sample_context() | addresses | {"theme": theme}
        (folder / f"{theme}.html").write_text(render_to_string("reports/styleguide.html", context))
    for name, figure in FIGURES.items():
        (folder / f"{name}.json").write_text(json.dumps(plotly.payload(figure())))
    with serving(folder) as address:
        yield address


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_styleguide_has_no_axe_violation_and_fits(browser, site, theme, width):
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport={"width": width, "height": 800}, bypass_csp=True)
    page.goto(f"{site}/{theme}.html")

    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]

    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelector('.top').offsetHeight") <= 64
    page.close()


def test_exploring_breaks_no_policy_and_leaves_the_site_alone(browser, site):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/light.html")

    for button in page.query_selector_all("[data-explore] .button"):
        button.click()
    page.wait_for_selector("figure:has(#reading-title) .explore-chart .scatterlayer .point")
    page.wait_for_selector("figure:has(#zones-title) .explore-chart .choroplethlayer path")

    assert said == []
    assert [url for url in asked if not url.startswith((site, "data:", "blob:"))] == []
    page.close()


def test_explore_link_works_from_its_address(browser, site):
    page = browser.new_page()
    page.goto(f"{site}/light.html?explore=1#zones-title")

    page.wait_for_selector("figure:has(#zones-title) .explore-chart .choroplethlayer path")

    assert page.query_selector("figure:has(#reading-title) .explore-chart .trace") is None
    page.close()


def test_menu_opens_on_a_phone_without_scripts(browser, site):
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/light.html")

    page.click(".menu-button")

    assert page.is_visible("#nav >> text=Agenda")
    context.close()
