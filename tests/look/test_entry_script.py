"""The comfort script of the entry form: paste, autosave, gentle checks, the offline copy."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.template.loader import render_to_string

from tests.look.serving import serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("entry")
    rows = "".join(
        render_to_string(
            "components/number_row.html",
            {
                "id": f"n{n}",
                "name": f"n{n}",
                "label": f"Number {n}",
                "low": 10,
                "high": 60,
                "check_text": "Outside your usual 10 to 60.",
            },
        )
        for n in range(1, 13)
    )
    status = render_to_string("components/save_status.html")
    (folder / "entry.html").write_text(
        '<!doctype html><html lang="en"><title>Entry</title>'
        f'<form method="post" data-draft-url="/draft" data-draft-key="d1">{rows}{status}</form>'
        '<script src="/static/js/entry.js" defer></script></html>'
    )
    with serving(folder) as address:
        yield address


@pytest.fixture
def entry(browser: Any, site: str) -> Iterator[tuple[Any, list[str]]]:
    """Open the form; the second part collects what was saved."""
    context = browser.new_context()
    page, saved = context.new_page(), []

    def keep(route: Any) -> None:
        saved.append(route.request.post_data)
        route.fulfill(status=204)

    page.route("**/draft", keep)
    page.goto(f"{site}/entry.html")
    yield page, saved
    context.close()


PASTE = """([id, text]) => {
  const data = new DataTransfer();
  data.setData("text", text);
  const input = document.getElementById(id);
  input.focus();
  input.dispatchEvent(new ClipboardEvent("paste",
    {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def status(page: Any) -> str:
    return page.inner_text("#save-status")


def test_pasted_column_fills_downward_and_is_saved_once(entry):
    page, saved = entry

    page.evaluate(PASTE, ["n1", "\n".join(str(n) for n in range(11, 23))])
    page.wait_for_selector("#save-status:has-text('saved')")

    values = page.eval_on_selector_all("[data-number]", "all => all.map(each => each.value)")
    assert values == [str(n) for n in range(11, 23)]
    assert len(saved) == 1


def test_pasted_values_without_a_row_are_named(entry):
    page, _ = entry

    page.evaluate(PASTE, ["n12", "11\n12\n13"])

    page.wait_for_selector("#save-status:has-text('Draft saved')")
    assert status(page).endswith("1 number pasted. Check it below. No row left for: 12, 13.")
    assert page.input_value("#n12") == "11"


def test_single_value_is_pasted_by_the_browser(entry):
    page, saved = entry

    page.evaluate(PASTE, ["n1", "36"])

    assert page.input_value("#n2") == ""
    assert saved == []


@pytest.mark.parametrize(
    ("typed", "hidden"),
    [
        ("36", True),
        ("136", False),
        ("1,204", False),
        ("", True),
        ("5%", False),
    ],
)
def test_unusual_number_is_questioned_gently(entry, typed, hidden):
    page, _ = entry

    page.fill("#n1", typed)
    page.press("#n1", "Tab")

    assert page.is_hidden("#n1-check") is hidden


def test_typing_saves_within_five_seconds(entry):
    page, saved = entry

    page.fill("#n1", "36")
    page.wait_for_selector("#save-status:has-text('Draft saved')", timeout=8000)

    assert len(saved) == 1


def test_offline_copy_is_offered_and_never_applied_by_itself(entry):
    page, _ = entry
    page.unroute("**/draft")
    page.route("**/draft", lambda route: route.abort())
    page.evaluate(PASTE, ["n1", "21\n22"])
    page.wait_for_selector("#save-status:has-text('offline')")

    page.reload()

    assert page.input_value("#n1") == ""
    page.click("text=Use those numbers")
    assert page.input_value("#n1") == "21"
    assert page.input_value("#n2") == "22"
