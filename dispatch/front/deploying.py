"""Ready files for whoever publishes: workflows, a script for a server, and headers.

The templates lie in `layouts/deploy/`. What stands between `@@` in them is a value of this site,
or else a text of the locale catalogues; these are the only delimiters that neither GitHub nor
GitLab, a shell, systemd nor nginx gives a meaning of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from datetime import time
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dispatch.front import pipeline
from dispatch.front.desk import FAULTY
from dispatch.front.desk import GOOD
from dispatch.front.desk import say
from dispatch.ground import files
from dispatch.ground.errors import DispatchError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from dispatch.front.desk import Desk

PYTHON = "3.13"
"""The Python that the workflows ask for."""
AT = time(0, 5)
"""When a scheduled build starts, by the clock of the site."""
REFERRER = "strict-origin-when-cross-origin"
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"

_PLACE = re.compile(r"@@([a-z.-]+)@@")


class DeployTemplateError(DispatchError):
    """A template of `layouts/deploy/` cannot be read, or names what there is not."""

    key = "deploy-template"


class FileDiffersError(DispatchError):
    """A file that was written or changed by somebody stands where one is to go."""

    key = "file-differs"


@dataclass(frozen=True, slots=True)
class Made:
    """A file for a place below the root."""

    template: str
    path: str
    runs: bool = False
    """Whether it is a program."""


KINDS: tuple[tuple[str, tuple[Made, ...]], ...] = (
    ("github", (Made("github.yml", ".github/workflows/dispatch.yml"),)),
    ("gitlab", (Made("gitlab.yml", ".gitlab-ci.yml"),)),
    (
        "server",
        (
            Made("deploy.sh", "deploy.sh", runs=True),
            Made("dispatch.service", "dispatch.service"),
            Made("dispatch.timer", "dispatch.timer"),
        ),
    ),
)
HEADERS = (Made("headers.txt", "_headers"), Made("nginx.conf", "dispatch.nginx.conf"))


def deploy(desk: Desk, kind: str | None, *, headers: bool, force: bool) -> int:
    """Write the files of a kind of host, the headers or both, and say what to do next."""
    wanted = (*dict(KINDS).get(kind or "", ()), *(HEADERS if headers else ()))
    if not wanted:
        say(desk, "deploy.nothing", kinds=" | ".join(name for name, _ in KINDS))
        return FAULTY
    texts = {each: text_of(desk, each.template) for each in wanted}
    if not force:
        _refuse_others(desk.root, texts)
    for made, text in texts.items():
        _write(desk.root, made, text)
        desk.terminal.out(desk.messages.text("deploy.written", path=made.path) + "\n")
    names = [name for name in (kind, "headers" if headers else None) if name]
    for step in _steps(desk, names):
        desk.terminal.out(step + "\n")
    return GOOD


def text_of(desk: Desk, template: str) -> str:
    """Return a template with its places filled for this site."""
    folders = (folder / "deploy" for folder in pipeline.layout_folders(desk.root))
    folder = next((each for each in folders if (each / template).is_file()), None)
    source, _ = files.read_source(folder, template) if folder else (None, ())
    if source is None:
        raise DeployTemplateError(name=template)
    values = _values(desk)

    def fill(found: re.Match[str]) -> str:
        if found[1] in values:
            return values[found[1]]
        if not desk.messages.has(f"deploy.{found[1]}"):
            raise DeployTemplateError(name=f"{template}: {found[0]}")
        return desk.messages.text(f"deploy.{found[1]}", **values)

    return _PLACE.sub(fill, source.text)


def policy(endpoint: str) -> str:
    """Return the Content-Security-Policy for servers: that of the pages, and who may frame them."""
    from dispatch.rendering.policy import policy as of_pages  # noqa: PLC0415 - where it is used

    return f"{of_pages(endpoint)}; frame-ancestors 'self'"


def cron(zone: str, day: date) -> str:
    """Return the cron line, in UTC, of the start of each day in a zone.

    Where clocks are put forward in summer, it is the winter's: an hour late is a new day, an hour
    early is not.
    """
    whens = (datetime.combine(day + timedelta(days=n), AT, _zone(zone)) for n in range(0, 366, 7))
    latest = min(whens, key=lambda when: when.utcoffset() or timedelta())
    begun = latest.astimezone(UTC)
    return f"{begun.minute} {begun.hour} * * *"


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def _values(desk: Desk) -> Mapping[str, str]:
    """Return what templates may name, by name."""
    zone = _zone(pipeline.site_setting(desk.root, "timezone") or "Asia/Shanghai").key
    mount = urlsplit(pipeline.site_setting(desk.root, "base_url")).path.rstrip("/") + "/"
    return {
        "cron": cron(zone, desk.day),
        "local": f"{AT:%H:%M}",
        "mount": mount,
        "permissions": PERMISSIONS,
        "policy": policy(pipeline.site_setting(desk.root, "endpoint")),
        "python": PYTHON,
        "referrer": REFERRER,
        "root": str(desk.root).replace("%", "%%"),
        "timezone": zone,
        "title": pipeline.site_setting(desk.root, "title").replace("%", "%%"),
    }


def _refuse_others(root: Path, texts: Mapping[Made, str]) -> None:
    for made, text in texts.items():
        found = files.read_bytes(root, made.path) if (root / made.path).exists() else text.encode()
        if found != text.encode():
            raise FileDiffersError(path=made.path)


def _write(root: Path, made: Made, text: str) -> None:
    from dispatch.publishing.single import write_file  # noqa: PLC0415 - where it is used

    place = root / made.path
    write_file(place, text.encode())
    if made.runs:
        place.chmod(place.stat().st_mode | 0o111)


def _steps(desk: Desk, names: list[str]) -> Iterator[str]:
    """Yield what is left to do by hand, numbered through."""
    keys = [
        key
        for name in names
        for number in range(1, 5)
        if desk.messages.has(key := f"deploy.next.{name}.{number}")
    ]
    values = _values(desk)
    yield desk.messages.text("deploy.then")
    for number, key in enumerate(keys, start=1):
        yield f"  {number}. {desk.messages.text(key, **values)}"
