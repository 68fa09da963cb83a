"""Rules about every template: nothing inline, components closed, pages that need no context."""

import re
from pathlib import Path

import pytest
from django.contrib.messages import constants
from django.template.loader import render_to_string

from reports.views.styleguide import STATUSES, SampleForm, sample_context

TEMPLATES = sorted(Path("templates").rglob("*.html"))
COMPONENTS = sorted(Path("templates/components").glob("*.html"))
NOTES = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.S)


def source(path):
    """Return a template without its comments."""
    return NOTES.sub("", path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_template_has_nothing_inline(path):
    text = source(path)

    assert not re.search(r"<style\b", text)
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"hx-on|javascript:", text)
    assert re.findall(r"<script\b(?![^>]*\bsrc=)", text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_components_see_only_what_they_are_given(path):
    uses = re.findall(r"\{% include \"components/[^%]*%\}", source(path))

    assert [use for use in uses if not use.endswith(" only %}")] == []


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_component_opens_with_its_arguments(path):
    assert path.read_text().startswith(("{# ", "{% comment %}\n"))


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_component_is_shown_in_the_styleguide(path):
    shown = Path("templates/reports/styleguide.html").read_text()
    inside = "".join(source(other) for other in COMPONENTS if other != path)

    assert f'"components/{path.name}"' in shown + inside


@pytest.mark.parametrize("name", ["base.html", "403.html", "404.html", "500.html"])
def test_page_renders_without_context(name):
    page = render_to_string(name, {})

    assert '<main id="main"' in page
    assert [page.index(f">{word}</a>") for word in ("Help", "Privacy", "Accessibility")] == sorted(
        page.index(f">{word}</a>") for word in ("Help", "Privacy", "Accessibility")
    )


def test_one_coalition_is_a_name_and_two_are_a_menu():
    pair = [{"name": "Riverbend Reads", "url": "/c/riverbend/"}, {"name": "Other", "url": "/c/o/"}]

    alone = render_to_string("base.html", {"coalitions": pair[:1]})
    several = render_to_string("base.html", {"coalitions": pair})

    assert "switcher" not in alone
    assert 'href="/c/o/"' in several


def test_messages_are_announced():
    class Message:
        level_tag = constants.DEFAULT_TAGS[constants.SUCCESS]

        def __str__(self):
            return "Draft saved"

    page = render_to_string("base.html", {"messages": [Message()]})

    assert '<div class="note note-good" role="status"><p>Draft saved</p></div>' in page


@pytest.mark.parametrize(
    ("status", "css"),
    [
        ("4 days late", "tag tag-danger"),
        ("Needs a fix", "tag tag-attention"),
        ("Approved", "tag tag-good"),
        ("Sent", "tag tag-info"),
        ("Not started", "tag"),
        ("Draft, 5 of 12", "tag"),
        ("Due in 3 days", "tag tag-attention"),
    ],
)
def test_status_words_choose_their_ground(status, css):
    tag = render_to_string("components/status_tag.html", {"status": status})

    assert tag.strip() == f'<span class="{css}">{status}</span>'


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"verdict": "toward", "moved": "down", "change": "Down 8 points"},
            "▼ Down 8 points – toward target",
        ),
        ({"verdict": "away", "moved": "up"}, "▲ away from target"),
        ({"verdict": "same"}, "◆ about the same"),
        ({"verdict": "early"}, "○ too early to tell"),
        ({"verdict": "toward", "moved": "up", "public": True}, "▲ Getting better"),
    ],
)
def test_direction_is_sign_and_words(given, said):
    markup = render_to_string("components/direction.html", given)

    assert re.sub(r"<[^>]+>", "", markup).strip() == said


def test_wrong_field_says_so_beside_the_box_and_above_the_page():
    form = SampleForm({"rhythm": "monthly", "language": "en"})

    field = render_to_string("components/field.html", {"field": form["name"]})
    summary = render_to_string("components/error_summary.html", {"form": form})

    assert 'aria-describedby="id_name_helptext id_name_error"' in field
    assert 'id="id_name_error"' in field
    assert 'href="#id_name"' in summary


def test_number_row_describes_its_box_by_the_last_value():
    row = {"id": "n1", "name": "n1", "label": "Children enrolled", "last": "214"}

    markup = render_to_string("components/number_row.html", row)

    assert 'aria-describedby="n1-last n1-check"' in markup
    assert 'inputmode="decimal"' in markup
    assert 'type="number"' not in markup


def test_number_row_keeps_a_typed_zero():
    row = {"id": "n1", "name": "n1", "label": "Children enrolled", "value": 0, "low": 0}

    markup = render_to_string("components/number_row.html", row)

    assert 'value="0"' in markup
    assert 'data-low="0"' in markup


def test_styleguide_shows_every_status():
    page = render_to_string("reports/styleguide.html", sample_context())

    assert [status for status in STATUSES if f">{status}</span>" not in page] == []


def test_styleguide_ids_are_unique():
    page = render_to_string("reports/styleguide.html", sample_context())

    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
