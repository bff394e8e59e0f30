"""Looking into many files, each within bounds of time and memory.

Whatever a file makes its reader do, it costs one answer: the reader is a process of its own, which
is killed where it takes too long, and begun anew.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from queue import Empty
from queue import SimpleQueue
from typing import TYPE_CHECKING
from typing import Self

from dispatch.reading.inspection import inspect
from dispatch.reading.inspection import is_plain
from dispatch.reading.inspection.base import Inspected
from dispatch.reading.inspection.base import Piece
from dispatch.reading.inspection.base import Trait

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from types import TracebackType

    from dispatch.model.site import AttachedFile

SECONDS = 30.0
"""How long one file may take."""
_BEGIN = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from dispatch.reading.inspection.worker import main; main()"
)


def inspect_files(
    files: Iterable[AttachedFile], *, seconds: float = SECONDS
) -> Mapping[str, Inspected]:
    """Return what is in each file, by its path; files of the same bytes are looked into once."""
    known: dict[str, Inspected] = {}
    found: dict[str, Inspected] = {}
    with Reader(seconds) as reader:
        for file in files:
            if file.digest not in known:
                known[file.digest] = _inspect(file, reader)
            found[file.path] = known[file.digest]
    return found


def _inspect(file: AttachedFile, reader: Reader) -> Inspected:
    name = file.path.rsplit("/", 1)[-1]
    try:
        content = Path(file.location).read_bytes()
    except OSError:
        return Inspected(obstacles=("damaged",))
    return inspect(name, content) if is_plain(content) else reader.ask(name, file.location)


def inspect_bytes(name: str, content: bytes, reader: Reader, folder: Path) -> Inspected:
    """Return what is in the bytes of a file of that name; the folder is for them to lie in."""
    if is_plain(content):
        return inspect(name, content)
    lying = folder / "file"
    lying.write_bytes(content)
    return reader.ask(name, str(lying))


class Reader:
    """The process that reads, begun when it is needed."""

    def __init__(self, seconds: float = SECONDS) -> None:
        """Begin nothing yet; an answer may take so many seconds."""
        self._seconds = seconds
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        """Return the reader."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process."""
        self._end()

    def ask(self, name: str, location: str) -> Inspected:
        """Return what the process finds; an obstacle where it finds no end, or its own."""
        process = self._begun()
        line = ""
        answers: SimpleQueue[str] = SimpleQueue()
        try:
            if process.stdin and process.stdout:
                process.stdin.write(json.dumps([name, location]) + "\n")
                process.stdin.flush()
                reading = threading.Thread(target=_read_line, args=(process, answers), daemon=True)
                reading.start()
                line = answers.get(timeout=self._seconds)
        except Empty:
            self._end()
            return Inspected(obstacles=("too-slow",))
        except OSError:
            line = ""
        if not line:
            self._end()
            return Inspected(obstacles=("too-large",))
        return _inspected(json.loads(line))

    def _begun(self) -> subprocess.Popen[str]:
        if self._process is None:
            root = Path(__file__).resolve().parents[3]
            self._process = subprocess.Popen(  # noqa: S603 - our own code
                [sys.executable, "-P", "-c", _BEGIN, str(root)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                stream.close()


def _read_line(process: subprocess.Popen[str], answers: SimpleQueue[str]) -> None:
    try:
        answers.put(process.stdout.readline() if process.stdout else "")
    except (OSError, ValueError):
        answers.put("")


def _inspected(tree: dict[str, list[dict[str, object]]]) -> Inspected:
    return Inspected(
        pieces=tuple(Piece(**each) for each in tree["pieces"]),  # type: ignore[arg-type]
        traits=tuple(Trait(**each) for each in tree["traits"]),  # type: ignore[arg-type]
        obstacles=tuple(tree["obstacles"]),  # type: ignore[arg-type]
    )
