"""The code that layouts are made into, for pages of every depth and for the next run."""

from __future__ import annotations

import hashlib
import marshal
import sys
from typing import TYPE_CHECKING

import jinja2
from jinja2 import BytecodeCache

if TYPE_CHECKING:
    from types import CodeType

    from jinja2.bccache import Bucket

    from dispatch.ground.messages import Messages


class Compiled(BytecodeCache):
    """The code of layouts, which pages of every folder depth share."""

    def __init__(self, former: bytes) -> None:
        self._code: dict[str, CodeType] = _loaded(former)
        self._given = len(self._code)

    def __reduce__(self) -> tuple[object, ...]:
        """Return what has the same code in another process, if that runs the same Python."""
        return _made_again, (sys.version, marshal.dumps(self._code))

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code that was kept of the same source, if any was."""
        bucket.code = self._code.get(f"{bucket.key}-{bucket.checksum}")

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code."""
        if bucket.code is not None:
            self._code[f"{bucket.key}-{bucket.checksum}"] = bucket.code

    def dumped(self) -> bytes:
        """Return all code as bytes, if some of it is new."""
        return marshal.dumps(self._code) if len(self._code) > self._given else b""


def _made_again(version: str, code: bytes) -> Compiled:
    return Compiled(code if version == sys.version else b"")


def _loaded(former: bytes) -> dict[str, CodeType]:
    # Whoever keeps these bytes holds them against a digest; who may write there may write layouts.
    return marshal.loads(former) if former else {}  # noqa: S302


def key_of(messages: Messages) -> str:
    """Return what compiled layouts depend on beside their sources.

    Words without places are put into the code when it is made.
    """
    texts = "\0".join(f"{key}={text}" for key, text in sorted(messages.texts.items()))
    digest = hashlib.sha256(texts.encode()).hexdigest()
    return f"{sys.version} {jinja2.__version__} {messages.language} {digest}"
