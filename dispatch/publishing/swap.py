"""Putting a staged folder in the place of the old one, in the safest way the file system has.

1. *Exchange* the two names in one step (`renameat2`): readers see the old site or the new one.
2. Where the file system cannot exchange, the output becomes a *link* to a hidden folder beside
   it, and a new link is renamed over the old one: as safe. Only the first time, when a plain
   folder has to make way for the link, is there a moment between two renames.
3. Where there are no links either, *two renames*. Whoever is killed between them leaves the old
   folder under a hidden name, and `sweep` puts it back at the next run.
"""

from __future__ import annotations

import errno
import os
from functools import partial
from typing import TYPE_CHECKING

from dispatch.publishing.base import beside
from dispatch.publishing.base import call_libc

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Sequence
    from pathlib import Path

    Undo = Callable[[], None]
    Way = Callable[[Path, Path], Undo]

AT_FDCWD = -100
RENAME_EXCHANGE = 2

_UNSUPPORTED = frozenset({errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM})


class UnsupportedError(Exception):
    """The file system does not know this way; nothing was changed."""


def exchange(stage: Path, target: Path) -> Undo:
    """Exchange stage and target; what was the target is left under the name of the stage."""
    if os.path.lexists(target):
        _exchange_names(stage, target)
        return partial(_exchange_names, stage, target)
    # Asks whether there is an exchange here, so that a first site is not laid out for one in vain.
    empty = beside(target, "stage")
    empty.mkdir()
    _exchange_names(stage, empty)
    empty.rename(target)
    return partial(os.rename, target, stage)


def _exchange_names(one: Path, other: Path) -> None:
    """Let two paths change places at once."""
    names = (AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other))
    try:
        call_libc("renameat2", *names, RENAME_EXCHANGE)
    except OSError as fault:
        if fault.errno in _UNSUPPORTED:
            raise UnsupportedError from fault
        raise


def relink(stage: Path, target: Path) -> Undo:
    """Make the target a link to the stage, which gets a lasting name."""
    site = beside(target, "site")
    link = beside(target, "link")
    _make_link(link, site.name)
    stage.rename(site)
    if target.is_symlink():
        back = beside(target, "link")
        back.symlink_to(target.readlink())
        link.rename(target)
        return partial(os.rename, back, target)
    return rename_twice(link, target)


def _make_link(link: Path, to: str) -> None:
    """Make a link, where the file system has links."""
    try:
        link.symlink_to(to)
    except OSError as fault:
        if fault.errno in _UNSUPPORTED:
            raise UnsupportedError from fault
        raise


def rename_twice(stage: Path, target: Path) -> Undo:
    """Rename the target away and the stage into its place; back again where that fails."""
    if not os.path.lexists(target):
        stage.rename(target)
        return partial(os.rename, target, stage)
    old = beside(target, "old")
    target.rename(old)
    try:
        stage.rename(target)
    except BaseException:
        old.rename(target)
        raise
    return partial(_undo_twice, stage, target, old)


def _undo_twice(stage: Path, target: Path, old: Path) -> None:
    """Put back what two renames have moved."""
    target.rename(stage)
    old.rename(target)


WAYS: Sequence[Way] = (exchange, relink, rename_twice)
"""From the safest on; the next is tried where the file system does not know one."""


def swap(stage: Path, target: Path, *, ways: Sequence[Way] = WAYS) -> Undo:
    """Put the stage in the place of the target and return how to undo it.

    The old tree is left beside the target, for `sweep`. OSError where no way leads there.
    """
    for way in ways:
        try:
            return way(stage, target)
        except UnsupportedError:
            continue
    raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP))
