"""What makes going on meaningless, one exception class per sentence."""

from __future__ import annotations


class DispatchError(Exception):
    """A failure that ends the run; its sentence is `errors.KEY` in the locale catalogues."""

    key = "failed"

    def __init__(self, **params: object) -> None:
        """Keep the parameters of the sentence as text."""
        self.params = tuple(sorted((name, str(value)) for name, value in params.items()))
        facts = ", ".join(f"{name}={value!r}" for name, value in self.params)
        super().__init__(f"{self.key}: {facts}")

    def __reduce__(self) -> tuple[object, ...]:
        """Return what makes it again in another process."""
        return _made_again, (type(self), self.params)


def _made_again(kind: type[DispatchError], params: tuple[tuple[str, str], ...]) -> DispatchError:
    return kind(**dict(params))


class RootNotFoundError(DispatchError):
    """No config.yaml in the folder given, nor in any folder above."""

    key = "root-not-found"


class UnknownNameError(DispatchError):
    """A name on the command line that the site does not have; carries the nearest known ones."""

    key = "unknown-name"
