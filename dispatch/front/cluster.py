"""A Dask cluster that does the work of many processes: the only door to distributed.

Its workers need the same Dispatch with the same libraries, and nothing else of ours: what they read
and set comes with the work. Work is code that they run, so a cluster and those who may reach it
must be trusted as this machine is.
"""

from __future__ import annotations

import hashlib
import logging
import platform
import threading
import warnings
from concurrent.futures import BrokenExecutor
from concurrent.futures import Executor
from contextlib import contextmanager
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any
from urllib.parse import urlsplit

from dispatch.front.desk import say
from dispatch.ground.crew import Crew
from dispatch.ground.errors import DispatchError

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from concurrent.futures import Future

    from dispatch.front.desk import Desk

SCHEME = "dask"
SECONDS = 5.0
"""How long a scheduler may take to answer."""
WAIT = 60.0
"""How long the first worker may take to come: some clusters begin them when there is work."""
LIBRARIES = (
    *("chinesecalendar", "click", "holidays", "jinja2", "markdown", "markupsafe", "nh3", "opencc"),
    *("pillow", "pydantic", "pydantic-core", "pypdf", "python-frontmatter", "pyyaml", "segno"),
    *("typst", "tzdata", "xlsxwriter"),
)
"""What decides, beside our own code, what comes of a file or a page."""
_ONE = threading.Lock()
"""Held by the piece that is at work in a process: none of it was made for threads."""


class ClusterMissingError(DispatchError):
    """The library that speaks with clusters is not installed."""

    key = "cluster-missing"


class ClusterUnreachableError(DispatchError):
    """No scheduler answers at an address."""

    key = "cluster-unreachable"


class ClusterIdleError(DispatchError):
    """A scheduler has nobody who works."""

    key = "cluster-idle"


class ClusterDiffersError(DispatchError):
    """Workers have another Dispatch, or none."""

    key = "cluster-differs"


class Cluster(Executor):
    """The workers of a cluster, all of whom have the same Dispatch as we."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - the library has no types
        """Give work through a client."""
        self._client = client
        # Not pure: the same call is not looked for among those of others.
        self._hands = client.get_executor(pure=False)

    @property
    def is_gone(self) -> bool:
        """Whether the scheduler has been lost."""
        return bool(self._client.status != "running")

    @property
    def size(self) -> int:
        """How many workers there are now; none where nobody can be asked any more."""
        with suppress(Exception):
            return 0 if self.is_gone else len(self._client.scheduler_info(n_workers=-1)["workers"])
        return 0

    def share(self, work: object) -> object:
        """Send work once; workers have it of each other, and again if those who have it die."""
        self._check()
        return self._client.submit(_same, work, pure=False)

    def submit(self, do: Callable[..., Any], /, *given: Any, **more: Any) -> Future[Any]:  # noqa: ANN401
        """Have something done; by a worker of another Dispatch, who has come since, it fails."""
        self._check()
        done: Future[Any] = self._hands.submit(_piece, program(), do, *given, **more)
        return done

    def _check(self) -> None:
        if self.is_gone:
            raise BrokenExecutor


@contextmanager
def crew(desk: Desk, address: str, jobs: int) -> Iterator[Crew]:
    """Lend those who do the work: so many processes, and the cluster at an address, if any."""
    if not address:
        yield Crew(jobs=jobs)
        return
    if find_spec("distributed") is None:
        raise ClusterMissingError
    with _quiet(), _connected(urlsplit(address).netloc) as cluster:
        yield Crew(jobs=jobs, executor=cluster)
        if cluster.is_gone:
            say(desk, "cli.cluster-gone", address=address)


@contextmanager
def _quiet() -> Iterator[None]:
    """Have the library say nothing: what there is to say, we say in the language of the site."""
    disabled = logging.root.manager.disable
    logging.disable()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(disabled)


@contextmanager
def _connected(place: str) -> Iterator[Cluster]:
    from distributed import Client  # noqa: PLC0415 - optional, and heavy

    try:
        client: Any = Client(f"tcp://{place}", timeout=SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ClusterUnreachableError(address=place, seconds=f"{SECONDS:g}") from error
    try:
        _compare(client, place)
        yield Cluster(client)
    finally:
        with suppress(Exception):
            client.close(timeout=SECONDS)


def _compare(client: Any, place: str) -> None:  # noqa: ANN401
    """Refuse a cluster whose workers do not have our Dispatch, or that has none."""
    try:
        client.submit(int, pure=False).result(timeout=WAIT)
    except Exception as error:
        raise ClusterIdleError(address=place, seconds=f"{WAIT:g}") from error
    answers = client.run(program, on_error="return")
    others = sorted(name for name, told in answers.items() if told != program())
    if others:
        raise ClusterDiffersError(workers=", ".join(others))


@cache
def program() -> str:
    """Return the digest of what decides the results: our code, this Python and the libraries."""
    package = Path(__file__).resolve().parent.parent
    told = hashlib.sha256(" ".join(platform.python_version_tuple()[:2]).encode())
    for path in sorted(package.rglob("*.py")):
        told.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    for name in LIBRARIES:
        with suppress(PackageNotFoundError):
            told.update(f"{name} {version(name)}".encode())
    return told.hexdigest()


def _same(work: object) -> object:
    return work


def _piece(sender: str, do: Callable[..., Any], *given: Any) -> Any:  # noqa: ANN401
    """Do a piece on a worker."""
    if sender != program():
        raise ClusterDiffersError(workers=platform.node())
    with _ONE:
        return do(*given)
