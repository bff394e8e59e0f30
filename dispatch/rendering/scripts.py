"""A page in another script: what people read or hear is converted, and nothing else of it.

The tokenizer below knows what our layouts and the cleaned texts in them are: elements whose
attributes are quoted. It is some ten times faster than `html.parser`, against which the tests hold
it on every page. In JSON-LD texts are converted too. Not converted are addresses, ids and names;
other scripts and styles; code and digests;
elements that are said to be of another language, or not to be translated (such an element holds
none of its own name); and values that a script compares, which stand in `data-key…`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.ground.scripts import Converter
from dispatch.planning.views.scripts import TwinView
from dispatch.rendering.artifact import Artifact
from dispatch.rendering.templates.links import address

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator

    from dispatch.planning.views.finding import FindingView
    from dispatch.planning.views.scripts import ScriptView
    from dispatch.planning.views.site import FrameView

    Convert = Callable[[str], str]

ORIGIN = "zh-Hans"
PAGE = (".html", "worker.js")
"""How the names of files end that are made for each script; all others are the site's."""
INDEX = "search/"
"""Where the index of the search is, which is made for each script too."""

_REST = r"""(?:[^<>"']|"[^"]*"|'[^']*')*>"""
_TOKEN = re.compile(
    rf"""<!--.*?-->
    |<(?P<raw>script|style|code|kbd|samp|var)\b{_REST}.*?</(?P=raw)\s*>
    |<(?P<held>[a-z][a-z0-9]*)\b
     (?=[^<>]*\s(?:translate="no"|lang="(?!zh-Hant)[^"]*")){_REST}.*?</(?P=held)\s*>
    |<[!/a-z]{_REST}""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_READ = re.compile(
    r"""(\s(?:title|alt|placeholder|label|summary|content|data-(?!key)[\w-]+
    |aria-(?:label|description|roledescription|valuetext|placeholder))\s*=\s*)
    ("[^"]*"|'[^']*')""",
    re.IGNORECASE | re.VERBOSE,
)
_LINKED = '<script type="application/ld+json"'
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


def converted(html: str, convert: Convert) -> str:
    """Return a page with the words that people read or hear converted."""
    return "".join(_pieces(html, convert))


def _pieces(html: str, convert: Convert) -> Iterator[str]:
    end = 0
    for found in _TOKEN.finditer(html):
        yield convert(html[end : found.start()])
        token = found[0]
        if token.startswith(_LINKED):
            token = _STRING.sub(lambda text: _value(text[0], convert), token)
        as_it_is = found["raw"] or found["held"] or token.isascii() or token.startswith("<!")
        yield token if as_it_is else _tag(token, convert)
        end = found.end()
    yield convert(html[end:])


def _tag(tag: str, convert: Convert) -> str:
    return _READ.sub(lambda found: found[1] + _value(found[2], convert), tag)


def _value(value: str, convert: Convert) -> str:
    """Return the quoted value of an attribute; an address stays."""
    return value if "://" in value else convert(value)


def finding_in(finding: FindingView, script: ScriptView) -> FindingView:
    """Return what can be found on the pages in a script, in the letters that they have."""
    convert = Converter(script.conversion, dict(script.terms)).text
    documents = (
        replace(each, title=convert(each.title), unit=convert(each.unit), text=convert(each.text))
        for each in finding.documents
    )
    return replace(finding, documents=tuple(documents))


def frame_in(frame: FrameView, script: ScriptView) -> FrameView:
    """Return the frame of the pages in a script."""
    return replace(frame, language=script.language)


def own_path(frame: FrameView, path: str) -> str:
    """Return where a page is in the script that the frame is in."""
    folders = (each.folder for each in frame.scripts if each.language == frame.language)
    return next(folders, "") + path


def twins(frame: FrameView, path: str, language: str) -> tuple[TwinView, ...]:
    """Return a page in all scripts of its site, the first one first; nothing where it has one."""
    if not frame.scripts:
        return ()
    folders = ((ORIGIN, ""), *((each.language, each.folder) for each in frame.scripts))
    return tuple(
        TwinView(
            language=name,
            path=folder + path,
            address=address(frame.base_url, folder + path),
            here=name == language,
        )
        for name, folder in folders
    )


def moved(artifacts: Iterable[Artifact], script: ScriptView) -> Iterator[Artifact]:
    """Yield the pages and the index among some files in a script, in its folder."""
    convert = Converter(script.conversion, dict(script.terms)).text
    for artifact in artifacts:
        if artifact.path.startswith(INDEX) and not artifact.path.endswith(PAGE):
            yield replace(artifact, path=script.folder + artifact.path)
        if artifact.path.endswith(PAGE):
            text = artifact.content.decode()
            if artifact.path.endswith(".html"):
                text = converted(text, convert)
            yield Artifact(path=script.folder + artifact.path, content=text.encode())
