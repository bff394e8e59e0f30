"""What the machine refuses anywhere in a run: no room, no more files, a disk that fails."""

from __future__ import annotations

import errno
import os

from dispatch.ground.errors import DispatchError

_CODES = frozenset(
    {
        *(errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
        *(errno.EROFS, errno.EIO, errno.ESTALE, errno.EACCES, errno.EPERM, errno.ENOLCK),
    }
)
"""Answers of a machine that has run out of something, is broken, or does not let us."""


class MachineRefusedError(DispatchError):
    """The system refused something that no run can do without."""

    key = "machine-refused"


def refusal_of(error: BaseException) -> MachineRefusedError | None:
    """Return the failure to tell, where the machine is at fault and not the program."""
    if not isinstance(error, OSError) or error.errno not in _CODES:
        return None
    code = errno.errorcode[error.errno]
    return MachineRefusedError(
        path=error.filename or "—", code=code, reason=os.strerror(error.errno)
    )
