"""`deploy`: ready files that are what they should be, and a deployment that nobody notices."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import stat
import subprocess
import threading
from datetime import date
from zoneinfo import ZoneInfo

import pytest
import yaml

from dispatch.front import deploying
from dispatch.ground.messages import LANGUAGES
from tests.conftest import tree_of

SHA = re.compile(r"[\w/-]+@[0-9a-f]{40}")
PLACE = re.compile(r"@@.*?@@")
DAY = date(2026, 11, 23)


@pytest.fixture
def deployed(make_root, run):
    """Return what writes the files of a kind into a small site, and returns the site's root."""

    def deploy(*arguments, files=None):
        root = make_root(files)
        code, out, err = run("deploy", *arguments, root=root)
        assert (code, err) == (0, "")
        return root, out

    return deploy


def workflow(root):
    text = (root / ".github/workflows/dispatch.yml").read_text(encoding="utf-8")
    # YAML 1.1 reads the key `on` as true; GitHub does not.
    return text, {str(key): value for key, value in yaml.safe_load(text).items()}


def test_the_workflow_for_github_is_one(deployed):
    text, made = workflow(deployed("github")[0])
    on = made["True"]
    assert set(on) == {"push", "pull_request", "workflow_dispatch", "schedule"}
    assert re.fullmatch(r"\d{1,2} \d{1,2} \* \* \*", on["schedule"][0]["cron"])
    assert made["permissions"] == {"contents": "read"}
    jobs = made["jobs"]
    assert set(jobs) == {"check", "build", "deploy"}
    steps = [step for job in jobs.values() for step in job["steps"]]
    assert all(("uses" in step) != ("run" in step) for step in steps)
    assert all(SHA.fullmatch(step["uses"]) for step in steps if "uses" in step)
    versions = re.findall(r"uses: \S+@[0-9a-f]{40}  # (\S+)", text)
    assert len(versions) == sum("uses" in step for step in steps)
    assert all(re.fullmatch(r"v\d+\.\d+\.\d+", each) for each in versions)
    known = {step.get("id") for job in jobs.values() for step in job["steps"]}
    assert set(re.findall(r"steps\.(\w+)\.outputs", text)) <= known
    named = {name for name, job in jobs.items() if "outputs" in job}
    assert set(re.findall(r"needs\.(\w+)\.outputs", text)) <= named


def test_pull_requests_are_checked_and_never_published(deployed):
    _, made = workflow(deployed("github")[0])
    jobs = made["jobs"]
    assert jobs["check"]["if"] == "github.event_name == 'pull_request'"
    assert "github.event_name != 'pull_request'" in jobs["build"]["if"]
    assert jobs["deploy"]["needs"] == "build"
    assert [name for name, job in jobs.items() if "permissions" in job] == ["deploy"]
    runs = [step["run"] for step in jobs["check"]["steps"] if "run" in step]
    assert runs == [
        "python3 build.py check --format github",
        "python3 build.py build --integrity",
    ]


@pytest.mark.parametrize(
    ("event", "kept", "due"),
    [
        ("schedule", "2999-01-01", "false"),
        ("schedule", "2026-01-01", "true"),
        ("schedule", "", "true"),
        ("schedule", None, "true"),
        ("push", "2999-01-01", "true"),
        ("workflow_dispatch", "2999-01-01", "true"),
    ],
)
def test_a_scheduled_run_stops_early_before_the_next_day(deployed, tmp_path, event, kept, due):
    _, made = workflow(deployed("github")[0])
    turn = next(step for step in made["jobs"]["build"]["steps"] if step.get("id") == "turn")
    place = tmp_path / "runner"
    place.mkdir()
    if kept is not None:
        (place / "next-day").write_text(f"{kept}\n", encoding="utf-8")
    out = place / "out"
    given = {**os.environ, **turn["env"], "GITHUB_OUTPUT": str(out), "GITHUB_EVENT_NAME": event}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", turn["run"]]
    subprocess.run(command, cwd=place, env=given, check=True)
    assert out.read_text(encoding="utf-8") == f"due={due}\n"
    later = made["jobs"]["build"]["steps"][2:]
    assert all(step["if"] == "steps.turn.outputs.due == 'true'" for step in later)


def test_the_file_for_gitlab_is_one(deployed):
    root, _ = deployed("gitlab")
    made = yaml.safe_load((root / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    jobs = {k: v for k, v in made.items() if isinstance(v, dict) and "script" in v}
    assert set(jobs) == {"check", "pages"}
    assert jobs["pages"]["artifacts"]["paths"] == ["public"]
    assert made["default"]["cache"]["paths"] == [".dispatch/"]
    assert made["variables"]["GIT_DEPTH"] == "0"
    assert "merge_request_event" in jobs["check"]["rules"][0]["if"]
    assert "merge_request_event" not in str(jobs["pages"]["rules"])
    assert re.fullmatch(r"python:3\.\d+-\w+", made["image"])


@pytest.mark.parametrize(
    ("source", "kept", "code"),
    [("schedule", "2999-01-01", 75), ("schedule", "2026-01-01", 0), ("push", "2999-01-01", 0)],
)
def test_a_scheduled_pipeline_stops_early_too(deployed, source, kept, code):
    root, _ = deployed("gitlab")
    made = yaml.safe_load((root / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    assert made["pages"]["allow_failure"] == {"exit_codes": 75}
    (root / ".dispatch").mkdir(exist_ok=True)
    (root / ".dispatch/next-day").write_text(f"{kept}\n", encoding="utf-8")
    given = {**os.environ, "CI_PIPELINE_SOURCE": source, "TZ": made["variables"]["TZ"]}
    command = ["bash", "-eo", "pipefail", "-c", made["pages"]["script"][0]]
    assert subprocess.run(command, cwd=root, env=given, check=False).returncode == code


@pytest.mark.parametrize(
    ("zone", "line"),
    [
        ("Asia/Shanghai", "5 16 * * *"),
        ("Europe/London", "5 0 * * *"),
        ("America/New_York", "5 5 * * *"),
        ("Asia/Kathmandu", "20 18 * * *"),
        ("no/such-zone", "5 0 * * *"),
    ],
)
def test_cron_is_in_utc_and_never_before_midnight(zone, line):
    for day in (DAY, date(2026, 7, 1)):
        assert deploying.cron(zone, day) == line
    minute, hour = (int(part) for part in line.split()[:2])
    if zone != "no/such-zone":
        from datetime import UTC
        from datetime import datetime
        from datetime import timedelta

        starts = [
            datetime(2026, 1, 1, hour, minute, tzinfo=UTC) + timedelta(days=n) for n in range(365)
        ]
        assert {each.astimezone(ZoneInfo(zone)).hour for each in starts} <= {0, 1}


def test_the_files_of_a_server_are_sound(deployed):
    root, _ = deployed("server")
    script = root / "deploy.sh"
    assert script.stat().st_mode & stat.S_IXUSR
    subprocess.run(["bash", "-n", str(script)], check=True)
    for name, parts in (
        ("dispatch.service", {"Unit", "Service"}),
        ("dispatch.timer", {"Unit", "Timer", "Install"}),
    ):
        unit = configparser.RawConfigParser(strict=False)
        unit.optionxform = str
        unit.read(root / name, encoding="utf-8")
        assert set(unit.sections()) == parts
    text = (root / "dispatch.service").read_text(encoding="utf-8")
    assert f"WorkingDirectory={root}\n" in text
    assert "Asia/Shanghai" in (root / "dispatch.timer").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["github", "gitlab", "server"])
def test_no_place_of_a_template_is_left(deployed, kind, language):
    root, out = deployed(kind, "--headers", "--lang", language)
    written = [path for path in tree_of(root) if not str(path).startswith(("content", "config"))]
    assert len(written) >= 3
    for path in written:
        if (root / path).is_file():
            assert not PLACE.search((root / path).read_text(encoding="utf-8")), path
    assert len(re.findall(r"^  \d\. ", out, re.MULTILINE)) >= 5


def test_a_file_that_says_something_else_is_not_written_over(deployed, run):
    root, _ = deployed("server")
    assert run("deploy", "server", root=root)[0] == 0
    (root / "dispatch.timer").write_text("# ours\n", encoding="utf-8")
    before = tree_of(root)
    code, _, err = run("deploy", "server", root=root)
    assert code == 1
    assert "dispatch.timer" in err
    assert tree_of(root) == before
    assert run("deploy", "server", "--force", root=root)[0] == 0
    assert "OnCalendar" in (root / "dispatch.timer").read_text(encoding="utf-8")


def test_nothing_named_is_nothing_written(make_root, run):
    root = make_root()
    before = tree_of(root)
    code, out, err = run("deploy", root=root)
    assert (code, out) == (1, "")
    assert "github | gitlab | server" in err
    assert tree_of(root) == before


def test_headers_close_what_pages_do_not_need(deployed):
    root, _ = deployed("--headers")
    text = (root / "_headers").read_text(encoding="utf-8")
    policy = dict(
        part.strip().split(" ", 1)
        for part in re.search(r"Content-Security-Policy: (.*)", text)[1].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert not [each for each in policy.values() if "unsafe" in each or "*" in each]
    assert re.search(r"assets/\*\n  Cache-Control: public, max-age=31536000, immutable", text)
    assert text.count("Cache-Control") == 1, "hosts join what two rules say of one header"
    nginx = (root / "dispatch.nginx.conf").read_text(encoding="utf-8")
    blocks = re.sub(r"#.*", "", nginx)
    assert blocks.count("{") == blocks.count("}") == 2
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"):
        assert nginx.count(name) == 2, "an inner location of nginx inherits none"
        assert name in text


def test_an_endpoint_for_forms_is_let_through():
    assert "form-action 'self' mailto:;" in deploying.policy("")
    assert "form-action 'self' mailto: https://x.example:8443;" in deploying.policy(
        "https://x.example:8443/form"
    )


PAGES = 60


def version(folder, number):
    """Write a site all of whose pages need assets that only this version has."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "assets").mkdir(parents=True)
    for page in range(PAGES):
        asset = f"assets/site-{page}.{number}.css"
        (folder / asset).write_text(f"/* {number} */" * 400, encoding="utf-8")
        place = folder / ("index.html" if not page else f"pages/{page}/index.html")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"<p>{number}</p><link href='/{asset}'>", encoding="utf-8")
    if number % 2:
        (folder / "pages/gone").mkdir()
        (folder / "pages/gone/index.html").write_text("<p>x</p>", encoding="utf-8")
    (folder / ".dispatch-output").write_text("ours", encoding="utf-8")
    for path in folder.rglob("*"):
        os.utime(path, (0, 0))


class Reader(threading.Thread):
    """Reads pages and what they need, over and over."""

    def __init__(self, folder):
        super().__init__(daemon=True)
        self.folder, self.over = folder, threading.Event()
        self.read, self.broken = 0, []

    def run(self):
        while not self.over.is_set():
            for page in (self.folder / "index.html", *self.folder.glob("pages/*/index.html")):
                self.look(page)

    def look(self, page):
        try:
            text = page.read_text(encoding="utf-8")
        except FileNotFoundError:
            return  # a page that was listed a moment ago and is gone for good
        self.read += 1
        for asset in re.findall(r"href='/([^']+)'", text):
            if not (self.folder / asset).exists():
                self.broken.append((page, asset))


def test_no_reader_meets_a_page_without_its_asset_while_the_script_runs(deployed, tmp_path):
    if not shutil.which("rsync"):
        pytest.skip("rsync is not installed")
    root, _ = deployed("server")
    to = tmp_path / "server" / "site"
    to.mkdir(parents=True)
    (to / ".well-known").mkdir()

    def go(number):
        version(root / "public", number)
        given = {**os.environ, "DISPATCH_GRACE": "0.2"}
        command = [str(root / "deploy.sh"), "--no-build", str(to)]
        subprocess.run(command, env=given, check=True, timeout=60)

    go(1)
    reader = Reader(to)
    reader.start()
    for number in range(2, 8):
        go(number)
    reader.over.set()
    reader.join()
    assert reader.read > 500
    assert reader.broken == []
    ours = {path.relative_to(root / "public") for path in (root / "public").rglob("*")}
    there = {path.relative_to(to) for path in to.rglob("*")}
    assert {str(path) for path in there ^ ours} == {".dispatch-output", ".well-known"}
    assert "<p>7</p>" in (to / "index.html").read_text(encoding="utf-8")


def test_a_site_that_was_not_made_deletes_nothing(deployed, tmp_path):
    root, _ = deployed("server")
    to = tmp_path / "site"
    to.mkdir()
    (to / "index.html").write_text("old", encoding="utf-8")
    (root / "public").mkdir()
    command = [str(root / "deploy.sh"), "--no-build", str(to)]
    assert subprocess.run(command, check=False).returncode != 0
    assert (to / "index.html").read_text(encoding="utf-8") == "old"


def test_a_run_that_is_not_due_does_nothing(deployed):
    root, _ = deployed("server")
    given = {
        **os.environ,
        **{
            f"GIT_{who}_{what}": "x@y.example"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        },
    }
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "site"]):
        subprocess.run(["git", *command], cwd=root, env=given, check=True)
    head = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=root, encoding="utf-8").strip()
    (root / ".dispatch").mkdir(exist_ok=True)
    script = str(root / "deploy.sh")
    for kept, stops in (
        (f"{head} 2999-01-01", True),
        (f"{head} 2020-01-01", False),
        (f"{head} ", False),
        ("0000 2999-01-01", False),
        (None, False),
    ):
        state = root / ".dispatch/deployed"
        state.unlink(missing_ok=True)
        if kept:
            state.write_text(f"{kept}\n", encoding="utf-8")
        # There is no build.py in a small site: whoever goes on fails of that.
        done = subprocess.run([script, "--if-due"], capture_output=True, check=False)
        assert (done.returncode == 0) is stops, kept
