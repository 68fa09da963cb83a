"""The browser that the look is checked in."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.look.serving import FLAGS

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Return a Chromium, or skip loudly where none can be had."""
    if CHROMIUM is None:
        pytest.skip("no Chromium: the look is not checked")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
