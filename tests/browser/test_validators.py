"""Judges from outside the project: the Nu validator of the W3C, and Lighthouse."""

from __future__ import annotations

import json
import os
import shutil
import subprocess

import pytest

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(600)]

LEAST = 0.95
"""The score that Lighthouse has to give in each class."""
CLASSES = {"accessibility", "best-practices", "seo"}
"""What does not depend on how busy the machine is; how fast pages are is no matter for a test."""


def test_the_nu_validator_finds_no_error(served, tool):
    java = shutil.which("java")
    assert java, "the validator runs on Java"
    command = [java, "-jar", tool("vnu-jar/build/dist/vnu.jar"), "--skip-non-html"]
    done = subprocess.run(
        [*command, "--errors-only", "--format", "json", served.folder],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    told = json.loads(done.stderr)["messages"]
    assert [f"{each['url']}: {each['message']}" for each in told] == []
    assert done.returncode == 0
    # A validator that reads nothing finds nothing.
    broken = served.folder.parent / "broken.html"
    broken.write_text("<!DOCTYPE html><title>x</title><p><div></p>", encoding="utf-8")
    assert subprocess.run([*command, broken], capture_output=True, check=False).returncode != 0


@pytest.mark.parametrize("served", ["bureau"], indirect=True)
@pytest.mark.parametrize("part", ["", "entries/", "duties/", "search/"])
def test_lighthouse_is_content(served, tool, tmp_path, part):
    path = next(each for each in served.kinds() if each.startswith(part or "index.html"))
    report = tmp_path / "report.json"
    subprocess.run(
        [
            tool(".bin/lighthouse"),
            served.address + path.removesuffix("index.html"),
            "--quiet",
            "--chrome-flags=--headless=new --no-sandbox",
            f"--only-categories={','.join(sorted(CLASSES))}",
            "--output=json",
            f"--output-path={report}",
        ],
        env={**os.environ, "CHROME_PATH": shutil.which("chromium") or "google-chrome"},
        capture_output=True,
        check=True,
    )
    told = json.loads(report.read_text(encoding="utf-8"))["categories"]
    scores = {name: each["score"] for name, each in told.items()}
    assert set(scores) == CLASSES
    assert min(scores.values()) >= LEAST, scores
