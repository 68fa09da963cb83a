"""A tiny web server for pages made by a test: static files and the install's own policy."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from django.conf import settings

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def policy() -> str:
    """Return the install's Content-Security-Policy as a header."""
    rules = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return "; ".join(f"{name} {' '.join(map(str, value))}" for name, value in rules.items())


class Pages(SimpleHTTPRequestHandler):
    """Serve a folder of pages, and the project's static files."""

    def translate_path(self, path: str) -> str:
        plain = path.split("?", maxsplit=1)[0]
        base = Path.cwd() if plain.startswith("/static/") else Path(self.directory)
        return str(base / plain.lstrip("/"))

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", policy())
        super().end_headers()

    def log_message(self, *args: Any) -> None:
        """Stay quiet."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port and yield its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Pages, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
