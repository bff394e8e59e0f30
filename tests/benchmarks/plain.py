"""The plain pipeline: the least that read + parse + Markdown + render + write can do.

One page for each entry with navigation and a table of its head, index pages of twenty, a page for
each unit and item, a feed and a sitemap: as `benchmark.md` of the peers has it, with the given
libraries (PyYAML's C loader, Python-Markdown, Jinja) in one process, and nothing checked.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import jinja2
import markdown
import yaml

PAGE = """<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">
<title>{{ head.title }}</title></head><body>
<nav>{% for unit in units %}<a href="/units/{{ unit }}/">{{ unit }}</a> {% endfor %}</nav>
<h1>{{ head.title }}</h1><table>{% for key, value in head.items() %}<tr><th>{{ key }}</th>
<td>{{ value }}</td></tr>{% endfor %}</table><article>{{ body }}</article></body></html>
"""
LIST = """<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">
<title>{{ title }}</title></head><body>
<nav>{% for unit in units %}<a href="/units/{{ unit }}/">{{ unit }}</a> {% endfor %}</nav>
<h1>{{ title }}</h1><ul>{% for head in heads %}<li><a href="/entries/{{ head.id }}/">
{{ head.title }}</a> {{ head.published }}</li>{% endfor %}</ul></body></html>
"""
FEED = """<feed>{% for head in heads %}<entry><id>{{ head.id }}</id><title>{{ head.title }}</title>
</entry>{% endfor %}</feed>
"""


def build(root: Path, output: Path) -> int:
    """Build a root made by `corpus`, and return the number of entries."""
    environment = jinja2.Environment(autoescape=True)
    page, listing, feed = (environment.from_string(text) for text in (PAGE, LIST, FEED))
    parser = markdown.Markdown(extensions=["tables", "sane_lists"])
    entries = []
    for path in sorted((root / "content/entries").rglob("*.md")):
        _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
        parser.reset()
        entries.append((yaml.load(head, Loader=yaml.CSafeLoader), parser.convert(body)))
    heads = [head for head, _ in entries]
    units = sorted({head["unit"] for head in heads})
    for head, body in entries:
        content = page.render(head=head, units=units, body=jinja2.utils.markupsafe.Markup(body))
        _write(output / "entries" / head["id"] / "index.html", content)
    _lists(heads, units, listing, output)
    _write(output / "feed.xml", feed.render(heads=heads[:50]))
    _write(output / "sitemap.xml", feed.render(heads=heads))
    return len(heads)


def _lists(
    heads: list[dict[str, str]], units: list[str], listing: jinja2.Template, output: Path
) -> None:
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    for number, head in enumerate(heads):
        groups[f"pages/{number // 20}"].append(head)
        groups[f"units/{head['unit']}"].append(head)
        groups[f"items/{head['item']}"].append(head)
    for name, members in groups.items():
        content = listing.render(title=name, heads=members, units=units)
        _write(output / name / "index.html", content)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
