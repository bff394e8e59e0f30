"""What the search costs: to make, to keep, and until the first result stands there.

`python tests/benchmarks/search.py [--entries 10000] [--queries 30]`, from the root of the checkout.
Sizes are those of gzip; the text is all that is searched in one piece, the hardest to stand
beside.
Times are from the key Enter to the first result, each in a browser without anything in its cache,
from a server on this machine that compresses nothing. What three shards and then a text take that
are only fetched says how much of it is the machine.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import shutil
import statistics
import sys
import tempfile
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler
from http.server import ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent)]

from playwright.sync_api import sync_playwright  # noqa: E402 - the checkout is not installed

from dispatch.planning.finding import finding_view  # noqa: E402
from dispatch.planning.shelves import shelves_of  # noqa: E402
from dispatch.planning.views.site import SiteView  # noqa: E402, TC001
from dispatch.rendering import search  # noqa: E402
from tests.browser import finding  # noqa: E402
from tests.cases import varied  # noqa: E402

PLAIN = """names => {
  const begun = performance.now();
  const load = name => new Promise(resolve => {
    const script = document.createElement("script");
    script.src = document.querySelector("form[data-index]").dataset.index + name + ".js?plain";
    script.onload = resolve;
    document.head.append(script);
  });
  return Promise.all(names.map(load)).then(() => load("t0")).then(() => performance.now() - begun);
}"""
FIRST = """piece => new Promise(resolve => {
  const list = document.getElementById("found");
  const begun = performance.now();
  new MutationObserver((_, seen) => {
    if (list.children.length) { seen.disconnect(); resolve(performance.now() - begun); }
  }).observe(list, {childList: true});
  document.querySelector("input[name=q]").value = piece;
  document.getElementById("search-go").click();
})"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word, and keeps its connections, as servers do."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Says nothing of browsers that hang up."""

    def handle_error(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--entries", type=int, default=10_000)
    options.add_argument("--queries", type=int, default=30)
    given = options.parse_args()
    gc.disable()
    view = finding.site(given.entries)
    _make(view)
    with tempfile.TemporaryDirectory() as folder:
        finding.write(view, Path(folder))
        _sizes(view, Path(folder))
        _times(view, Path(folder), given.queries)


def _make(view: SiteView) -> None:
    begun = time.process_time()
    found = finding_view(view, *shelves_of(view))
    planned = time.process_time()
    search.index_of(found)
    made = time.process_time()
    print(
        f"{len(view.entries)} entries: views {planned - begun:.2f} s, index {made - planned:.2f} s"
    )


def _sizes(view: SiteView, folder: Path) -> None:
    said = "\n".join(f"{each.title}\n{each.unit}\n{each.text}" for each in view.finding.documents)
    text = len(gzip.compress(said.encode()))
    sizes = {path: len(gzip.compress(path.read_bytes())) for path in folder.glob("search/*/*.js")}
    print(f"text {text:,} bytes; index {sum(sizes.values()):,} bytes in {len(sizes)} files")
    for sign, name in (("p", "postings"), ("t", "texts"), ("f", "facets")):
        of = [size for path, size in sizes.items() if path.name.startswith(sign)]
        print(
            f"  {name} {sum(of) / text:.3f} of the text; "
            f"mean {statistics.mean(of):,.0f} bytes, largest {max(of):,}"
        )
    print(f"index {sum(sizes.values()) / text:.3f} of the text (wanted at most 2)")


def _times(view: SiteView, folder: Path, count: int) -> None:
    pieces = varied.pieces(list(finding.said(view).values()), count, seed=11)
    server = Server(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    times, plain, bytes_first = [], [], []
    with sync_playwright() as driver:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=options)
        for piece in pieces:
            context = browser.new_context()
            page, fetched = context.new_page(), []
            page.on("requestfinished", lambda request, to=fetched: to.append(request.url))
            page.goto(f"{address}search/")
            page.wait_for_load_state("networkidle")
            fetched.clear()
            times.append(page.evaluate(FIRST, piece))
            paths = [folder / url.removeprefix(address) for url in fetched]
            bytes_first.append(sum(len(gzip.compress(path.read_bytes())) for path in paths))
            plain.append(page.evaluate(PLAIN, ["p0", "p1", "p2"]))
            context.close()
        browser.close()
    server.shutdown()
    print(
        f"first result: median {statistics.median(times):.0f} ms, slowest {max(times):.0f} ms "
        f"of {count} (wanted under 300)"
    )
    print(
        f"three shards and a text, fetched only: median {statistics.median(plain):.0f} ms, "
        f"slowest {max(plain):.0f} ms"
    )
    print(
        f"fetched until then: median {statistics.median(bytes_first):,.0f} bytes, "
        f"most {max(bytes_first):,}"
    )


if __name__ == "__main__":
    main()
