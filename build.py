"""The door to Dispatch: `python3 build.py [COMMAND]` needs Python, this checkout and nothing else.

Where `.venv` does not match the lock file, it is made anew beside this file, and the command goes
on in it; where it does, one digest is compared and the command goes on at once. `test` wants the
test lock as well, and runs pytest with the arguments that follow. The pip that does the work lies
in `.pip`, as CPython carries one in ensurepip: some systems leave ensurepip out, and pip itself
knows best how a network is configured (index, mirror, proxy, certificates). It is held to its
digest, and what it installs to the hashes of the lock file.

This file keeps to the syntax of Python 3.6, so that an old Python gets a sentence.
"""

import sys

if sys.version_info < (3, 11):
    found = ".".join(str(number) for number in sys.version_info[:2])
    sys.stderr.write(
        f"Dispatch 需要 Python 3.11 或更新的版本，现在运行的是 {found}。\n"
        f"Dispatch needs Python 3.11 or newer, and this is {found}.\n"
    )
    sys.exit(2)

import contextlib
import errno
import hashlib
import os
from collections.abc import Iterable
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
STAMP = VENV / "dispatch.stamp"
LOCK = HERE / "requirements.lock"
TEST_LOCK = HERE / "requirements-test.lock"
PIP = HERE / ".pip" / "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"

# These lead Python or pip elsewhere than into .venv; all the other settings of the user stand.
STRAY = (
    *("PYTHONHOME", "PYTHONPATH", "PYTHONEXECUTABLE", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__"),
    *("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER", "PIP_PYTHON", "PIP_DRY_RUN"),
    *("PIP_REQUIREMENT", "PIP_CONSTRAINT", "PIP_EDITABLE", "PIP_NO_BINARY"),
)


class SetUpError(Exception):
    """Says, in Chinese and in English, why there can be no environment."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"{chinese}\n{english}")


def main(arguments: list[str]) -> int:
    """Return the exit code of the command; on POSIX the command takes this process over instead."""
    testing = arguments[:1] == ["test"]
    try:
        if not is_ready(testing=testing):
            set_up(testing=testing)
        if testing:
            os.chdir(HERE)
            return go_on("pytest", arguments[1:], {"PYTHONWARNDEFAULTENCODING": "1"})
        return go_on("dispatch", arguments, {})
    except SetUpError as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def go_on(module: str, arguments: list[str], settings: dict[str, str]) -> int:
    """Run a module in .venv with the arguments untouched, in the place of this process."""
    command = [str(python_of(VENV)), "-P", "-s", "-m", module, *arguments]
    environment = own_environment() | settings
    if os.name == "posix":
        os.execve(command[0], command, environment)
    import subprocess

    return subprocess.call(command, env=environment)


def is_ready(*, testing: bool) -> bool:
    """Tell whether .venv was made whole, for these lock files and this Python, and still starts."""
    try:
        stamps = STAMP.read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError):
        return False
    return digest(testing=testing) in stamps and python_of(VENV).exists()


def digest(*, testing: bool) -> str:
    """Return what an environment is made of, as a digest: the locks, and the Python beneath."""
    base = (sys.implementation.cache_tag, sys.platform, sys.base_prefix)
    state = hashlib.sha256(repr(base).encode("utf-8", "surrogateescape"))
    for lock in (LOCK, TEST_LOCK) if testing else (LOCK,):
        state.update(hashlib.sha256(read(lock)).digest())
    return state.hexdigest()


def read(path: Path) -> bytes:
    """Return the bytes of a file of this checkout."""
    try:
        return path.read_bytes()
    except OSError as fault:
        raise SetUpError(
            f"无法读取 {path}：{fault.strerror}。请重新获取代码库。",
            f"cannot read {path} ({fault.strerror}); clone again",
        ) from fault


def python_of(environment: Path) -> Path:
    """Return the interpreter of an environment."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def own_environment() -> dict[str, str]:
    """Return the environment variables without those that would lead out of .venv."""
    return {name: value for name, value in os.environ.items() if name not in STRAY}


# What follows happens once for each state of the lock files; no later start pays for its imports.


def set_up(*, testing: bool) -> None:
    """Make .venv in a staging directory and swap it in; of two at once, the second waits."""
    try:
        with alone():
            if not is_ready(testing=testing):
                refuse_foreign()
                sweep()
                make(testing=testing)
    except OSError as fault:
        raise SetUpError(
            f"无法建立运行环境：{fault.filename or HERE}：{fault.strerror}。"
            f"请确认 {HERE} 可以写入，磁盘尚有空间。",
            f"cannot set up: {fault.filename or HERE}: {fault.strerror}; "
            f"{HERE} must be writable and have space left",
        ) from fault


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Hold the right to set up, which the system takes back when this process ends in any way."""
    with (HERE / ".venv.lock").open("a", encoding="ascii") as file:
        if not is_locked(file.fileno(), wait=False):
            say("另一个进程正在准备运行环境，请稍候……", "another process is setting up; waiting")
            while not is_locked(file.fileno(), wait=True):
                pass
        yield


def is_locked(descriptor: int, *, wait: bool) -> bool:
    """Tell whether the lock is held now; Windows itself waits ten seconds at most."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError as fault:
        if fault.errno in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
            return False
        raise
    return True


def refuse_foreign() -> None:
    """Leave a .venv alone that this file has not made: its owner may want it."""
    if os.path.lexists(VENV) and not STAMP.is_file():
        raise SetUpError(
            f"{VENV} 不是由 build.py 建立的，不会改动它。请将其移走或删除，然后重新运行。",
            f"{VENV} was not made by build.py and stays as it is; move or remove it, start again",
        )


def sweep() -> None:
    """Remove what set-ups have left that were killed."""
    import shutil

    for left in (*HERE.glob(".venv.new-*"), *HERE.glob(".venv.old-*")):
        shutil.rmtree(left, ignore_errors=True)


def make(*, testing: bool) -> None:
    """Make an environment in a staging directory, whole and stamped, and put it in its place."""
    stage = HERE / f".venv.new-{os.getpid()}"
    say("正在准备运行环境 .venv（只需一次）……", "setting up .venv, once")
    try:
        create(stage)
        install(python_of(stage), TEST_LOCK if testing else LOCK)
        open_to_checkout(stage)
        name_in_place(stage)
        stamps = [digest(testing=kind) for kind in ((False, True) if testing else (False,))]
        (stage / STAMP.name).write_text("\n".join(stamps) + "\n", encoding="ascii")
        if VENV.exists():
            VENV.rename(HERE / f".venv.old-{os.getpid()}")
        stage.rename(VENV)
    finally:
        sweep()
    say("运行环境已就绪。", "the environment is ready")


def create(stage: Path) -> None:
    """Make an environment without pip; in UTF-8, as the locale may lack the letters of a path."""
    import subprocess

    command = [sys.executable, "-X", "utf8", "-P", "-m", "venv", "--without-pip"]
    done = subprocess.run(
        [*command, "--prompt", "dispatch", str(stage)],
        env=own_environment(),
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace")
        raise SetUpError(
            f"{told}无法建立虚拟环境，原因见上。请确认安装的是完整的 Python 3（含 venv 模块）。",
            "making a virtual environment failed, for the reason above; "
            "Python 3 must be installed whole, with its venv module",
        )


def install(python: Path, lock: Path) -> None:
    """Install what a lock file pins, wheels only, each held to its hash."""
    import subprocess

    if hashlib.sha256(read(PIP)).hexdigest() != PIP_SHA256:
        raise SetUpError(f"{PIP} 已损坏，请重新获取代码库。", f"{PIP} is damaged; clone again")
    command = [str(python), "-I", "-X", "utf8", str(PIP / "pip"), "install", "--no-deps"]
    command += ["--require-hashes", "--only-binary", ":all:", "--no-user", "--no-input"]
    command += ["--disable-pip-version-check", "--no-color", "--progress-bar", "off"]
    command += ["--no-warn-script-location", "--requirement", str(lock)]
    pins = [line for line in read(lock).splitlines() if line[:1].isalpha()]
    with subprocess.Popen(
        command,
        env=own_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        told = follow(process.stdout or (), total=len(pins))
    if process.returncode:
        raise SetUpError(
            f"{told}安装依赖失败，原因见上。如为网络不通，请检查网络后重新运行；也可用环境变量 "
            "PIP_INDEX_URL 指定镜像，或用 PIP_FIND_LINKS（加 PIP_NO_INDEX=1）指定 wheel 的目录。",
            "installing the dependencies failed, for the reason above. If the network is at fault, "
            "start again when it is back, or let PIP_INDEX_URL name a mirror, or PIP_FIND_LINKS "
            "(with PIP_NO_INDEX=1) a directory of wheels.",
        )


def follow(lines: Iterable[str], *, total: int) -> str:
    """Show on a terminal how far pip is; return what it has complained about."""
    terminal = sys.stderr.isatty()
    errors: list[str] = []
    retry, seen = "", 0
    for line in lines:
        if line.startswith("Collecting "):
            seen += 1
            if terminal:
                sys.stderr.write(f"\r\033[K  {seen}/{total} {line.split()[1]}")
        elif line.startswith("WARNING: Retrying"):
            retry = line
        elif errors or line.startswith("ERROR:"):
            errors.append(line)
    sys.stderr.write("\r\033[K" if terminal else "")
    return retry + "".join(errors)


def open_to_checkout(stage: Path) -> None:
    """Let the environment import from this checkout, by a relative path that survives a move."""
    import sysconfig

    scheme = {"base": str(stage), "platbase": str(stage)}
    packages = Path(sysconfig.get_path("purelib", "venv", scheme))
    there = os.path.relpath(HERE, packages)
    (packages / "dispatch-checkout.pth").write_text(f"{there}\n", encoding="ascii")


def name_in_place(stage: Path) -> None:
    """Write the final path where the staging path stands in scripts and settings."""
    for path in (stage / "pyvenv.cfg", *stage.glob("bin/*")):
        if path.is_file() and not path.is_symlink():
            text = path.read_bytes()
            path.write_bytes(text.replace(os.fsencode(stage), os.fsencode(VENV)))


def say(chinese: str, english: str) -> None:
    """Tell the person at the terminal what goes on."""
    sys.stderr.write(f"{chinese} {english}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
