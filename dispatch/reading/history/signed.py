"""Who signed what git holds: the commits that versions came in with, held against given keys.

Only signatures by SSH keys are looked at, and only these keys count: neither the settings of the
user and of the repository nor any key of theirs have a part in it. No program but git and
`ssh-keygen` is run.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Literal

from dispatch.reading.history import added
from dispatch.reading.history import git

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

State = Literal["good", "none", "bad", "unknown"]
"""Of a signature: by one of the keys, not there, broken, or by another key."""

TOOL = "ssh-keygen"
PER_CALL = 200
"""Of how many commits git is asked at a time."""
_SHA1 = 40
_STATES: dict[str, State] = {"G": "good", "N": "none", "U": "unknown", "E": "unknown"}
_KEY = re.compile(
    r"(?P<kind>(?:sk-)?(?:ssh|ecdsa)-[a-z0-9@.-]{3,60})[ \t]+(?P<key>[A-Za-z0-9+/]{40,8000}={0,3})"
    r"(?:[ \t].*)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What is known of the signature of a commit."""

    state: State
    by: str = ""
    """Whose key it is, where it is one of the keys."""


def plain_key(stated: str) -> str:
    """Return a public key as one line without its remark; empty where it is none."""
    match = _KEY.fullmatch(stated.strip())
    return f"{match['kind']} {match['key']}" if match else ""


def last_changes(root: Path) -> Mapping[tuple[str, str], str] | None:
    """Return by path and version the last commit of HEAD that made it so; none without git."""
    if git.answer(root, "rev-parse", "--verify", "--quiet", "HEAD") is None:
        return None
    rows = added.changes(root, UTC, ("HEAD",), frozenset())
    return {(each.path, each.blob): each.commit for each in rows}


def versions_of(root: Path, path: str, *, like: str) -> tuple[str, ...]:
    """Return how git would name a file as it lies there, whichever its line ends; `like` a name."""
    try:
        data = (root / path).read_bytes()
    except OSError:
        return ()
    return tuple(_name(each, like) for each in (data, data.replace(b"\r\n", b"\n")))


def _name(data: bytes, like: str) -> str:
    whole = b"blob %d\0%b" % (len(data), data)
    # What git calls it, and no seal of ours.
    made = hashlib.sha1(whole, usedforsecurity=False) if len(like) == _SHA1 else None
    return (made or hashlib.sha256(whole)).hexdigest()


def signatures(
    root: Path, commits: Iterable[str], keys: Mapping[str, str]
) -> Mapping[str, Signature] | None:
    """Return the signature of each commit by keys that are given by person; none without the tool.

    A signature counts for the moment of its commit.
    """
    tool = shutil.which(TOOL)
    if tool is None:
        return None
    found: dict[str, Signature] = {}
    with tempfile.TemporaryDirectory(prefix="dispatch-") as folder:
        allowed = Path(folder) / "signers"
        rows = (f'{person} namespaces="git" {key}\n' for person, key in sorted(keys.items()))
        allowed.write_text("".join(rows), encoding="utf-8")
        names = sorted(set(commits))
        for start in range(0, len(names), PER_CALL):
            found |= _asked(root, names[start : start + PER_CALL], tool, allowed)
    return found


def _asked(root: Path, commits: list[str], tool: str, allowed: Path) -> dict[str, Signature]:
    settings = (
        *("-c", f"gpg.ssh.program={tool}", "-c", f"gpg.ssh.allowedSignersFile={allowed}"),
        *("-c", "gpg.ssh.revocationFile=", "-c", "gpg.minTrustLevel=undefined"),
        *("-c", "gpg.program=false", "-c", "gpg.openpgp.program=false"),
        *("-c", "gpg.x509.program=false"),
    )
    form = ("log", "--no-walk=unsorted", "--no-show-signature", "--format=%H%x09%G?%x09%GS")
    told = git.answer(root, *settings, *form, *commits, "--")
    rows = (line.split("\t") for line in (told or "").splitlines())
    return {
        name: Signature(state=_STATES.get(state, "bad"), by=by if state == "G" else "")
        for name, state, by in rows
    }
