"""The sample and the bureau as sites on a server of their own, and a browser to open them in."""

from __future__ import annotations

import shutil
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest

from dispatch.ground import messages
from dispatch.ledger.account import account_of
from dispatch.planning.plan import plan
from dispatch.reading import loader
from dispatch.rendering import feeds
from dispatch.rendering import pages
from dispatch.rendering import sitemaps
from dispatch.rendering.templates import Templates
from tests.browser import sample

ROOT = Path(__file__).resolve().parent.parent.parent
MOUNT = "dwgk"
TOOLS = Path(__file__).resolve().parent / "node_modules"


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *_):
        pass


def until(page, condition):
    """Wait until a condition holds on a page whose policy forbids to look for it from within."""
    for _ in range(300):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never came true: {condition}")


@dataclass(frozen=True)
class Served:
    """A site on disk, and the address that it is served at."""

    folder: Path
    address: str

    def pages(self):
        """Return the path of every page."""
        return sorted(
            each.relative_to(self.folder).as_posix() for each in self.folder.rglob("*.html")
        )

    def exists(self, place):
        """Whether a link of the site leads to a file, or to a folder with an index page."""
        file = self.folder / unquote(place)
        return (
            (file / "index.html").is_file() if place.endswith("/") or not place else file.is_file()
        )

    def kinds(self):
        """Return one page of each kind: of pages with one layout, that with most to show."""
        found = {}
        for path in self.pages():
            parts = path.split("/")
            kind = "/".join(parts[:-1] if len(parts) <= 2 else [parts[0], str(len(parts))])
            size = (self.folder / path).stat().st_size
            found[kind] = max(found.get(kind, (0, "")), (size, path))
        return [path for _, path in found.values()]


@pytest.fixture(scope="session", params=["sample", "bureau"])
def served(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    words = words_in("zh-Hans")
    view = sample.site() if request.param == "sample" else view_of(ROOT, words)
    write(folder / MOUNT, view, words)
    with serving(folder) as there:
        yield there


@pytest.fixture(scope="session")
def parish(tmp_path_factory):
    """Return the site of a body that works in English."""
    folder = tmp_path_factory.mktemp("parish")
    words = words_in("en")
    write(folder / MOUNT, view_of(ROOT / "tests/sites/parish", words), words)
    with serving(folder) as there:
        yield there


def write(folder, view, words):
    """Write the pages of a site in all its scripts."""
    layouts = (ROOT / "layouts",)
    templates = Templates(layouts, words)
    variants = [
        (script, Templates(layouts, words_in(script.language), within=script.folder))
        for script in view.frame.scripts
    ]
    made = (
        *pages.pages(view, templates, variants),
        *feeds.feeds(view, templates),
        *sitemaps.sitemaps(view, templates),
    )
    for artifact in made:
        path = folder / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)


@contextmanager
def serving(folder):
    """Serve a folder on a port of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Served(folder / MOUNT, f"http://127.0.0.1:{server.server_port}/{MOUNT}/")
    server.shutdown()
    server.server_close()


def words_in(language):
    return messages.load((ROOT / "layouts/locale",), language)


def view_of(root, words):
    """Return the views of a site on a day."""
    site, _ = loader.load(root)
    return plan(account_of(site, date(2026, 11, 23)), words, sheets=False).site


@pytest.fixture(scope="session")
def browser(driver):
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    opened = driver.chromium.launch(executable_path=chromium, args=options)
    yield opened
    opened.close()


@pytest.fixture
def tool():
    """Return what finds a tool that npm has put beside the tests."""

    def find(name):
        path = TOOLS / name
        if not path.exists():
            pytest.skip(f"no {name}: npm ci --prefix tests/browser installs it")
        return path

    return find
