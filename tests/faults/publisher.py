"""A process that publishes a small site, for the tests that kill it, starve it and hinder it.

Usage: publisher.py FOLDER VERSION... [--way NAME] [--bare] [--blow BYTES] [--forever]
With --bare it keeps no spare tree.
It says `ready` before the first version and `done` after the last; 7 is the exit code of a
failure that publishing knows, whose code it says; anything else is a traceback.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
from contextlib import suppress
from pathlib import Path

from dispatch.ground.errors import DispatchError
from dispatch.publishing.base import Target
from dispatch.publishing.publish import staging
from dispatch.publishing.swap import WAYS
from dispatch.rendering.artifact import Artifact

OUTPUTS = ("public", "print")
KEPT = {"rounds/board.pdf": b"the round of today"}
KNOWN_FAILURE = 7


def make_files(version, *, blow=0):
    """What a version of the site holds: 40 pages and 20 sheets, of which a third never change."""
    files = {"public": {}, "print": {}}
    for output, count in (("public", 40), ("print", 20)):
        for number in range(count):
            text = "same" if number % 3 == 0 else version
            path = f"part-{number % 5}/{number}/index.html"
            files[output][path] = f"{output} {number} {text}\n".encode() * 50 + b"." * blow
        files[output][f"only-{version}.html"] = version.encode()
    files["public"]["index.html"] = version.encode()
    return files


def publish_version(folder, version, *, ways=WAYS, blow=0, spare=True):
    """Publish both outputs of a version, page by page and sheet by sheet as a build does."""
    targets = [
        Target(name="public", folder=folder / "public"),
        Target(name="print", folder=folder / "print", keep=("rounds",)),
    ]
    files = make_files(version, blow=blow)
    with staging(targets, ways=ways, spare=spare) as stage:
        for output in files:
            for path, content in files[output].items():
                stage.write(Artifact(path=path, content=content), into=output)
        return stage.commit()


def say(line):
    """Write a line in another way than files are written, so that a fault in that lets it pass."""
    os.writev(sys.stdout.fileno(), [line.encode(), b"\n"])


def note(folder, word):
    """Leave a word in the trace of system calls, and nothing on disk."""
    with suppress(OSError):
        os.close(os.open(folder / f"note-{word}", os.O_RDONLY))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("versions", nargs="+")
    parser.add_argument("--way")
    parser.add_argument("--blow", type=int, default=0)
    parser.add_argument("--forever", action="store_true")
    parser.add_argument("--bare", action="store_true")
    given = parser.parse_args()
    ways = [way for way in WAYS if given.way in {None, way.__name__}]
    say("ready")
    note(given.folder, "start")
    for version in itertools.cycle(given.versions) if given.forever else given.versions:
        try:
            publish_version(given.folder, version, ways=ways, blow=given.blow, spare=not given.bare)
        except DispatchError as failure:
            say(f"{failure.key} {dict(failure.params).get('code')}")
            return KNOWN_FAILURE
    note(given.folder, "end")
    say("done")
    return 0


if __name__ == "__main__":
    sys.exit(main())
