"""A build shared out over several jobs and joined is the whole build, byte for byte."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys

import pytest
import yaml

from dispatch.front.cli import main
from dispatch.front.selftest import write_sample
from dispatch.publishing import cache
from dispatch.publishing import parts as parts_of
from dispatch.rules.samples import Sample
from tests.conftest import ROOT
from tests.conftest import TODAY
from tests.conftest import tree_of
from tests.test_unchanged import commit

BUREAU_DAY = "2026-11-23"
DAY = ("--as-of", str(TODAY))


def copied(root, to):
    """Return a checkout of its own, as each job has one."""
    kept = shutil.ignore_patterns("public", "print", ".dispatch", "part*")
    return shutil.copytree(root, to, ignore=kept)


def good(run, *arguments):
    code, out, err = run(*arguments)
    assert code == 0, err
    return out, err


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Return a folder with a root, a part of all of its units, and the whole build of it."""
    folder = tmp_path_factory.mktemp("built")
    root, part = write_sample(folder / "root", Sample()), folder / "part"
    whole, job = copied(root, folder / "whole"), copied(root, folder / "job")
    asked = ("--only", "units/*", "--part", str(part))
    assert main(["build", "--root", str(job), *DAY, "--no-sheets", *asked]) == 0
    assert main(["build", "--root", str(whole), *DAY, "--no-sheets"]) == 0
    return folder


@pytest.fixture
def small(built, tmp_path):
    """Return a root, a part of all of its units, and the whole build of it."""
    root = shutil.copytree(built / "root", tmp_path / "root")
    part = shutil.copytree(built / "part", tmp_path / "part")
    return root, part, tree_of(built / "whole/public")


def join(run, root, *parts, day=DAY):
    return run("join", *parts, "--root", root, *day, "--no-sheets")


@pytest.mark.heavy
@pytest.mark.parametrize(
    "split",
    [
        (("units/branch-*",), ("units/party-group", "units/*office"), ("site",)),
        (("units/party-group",), ("units/party-group", "site")),
    ],
    ids=["three", "twice-and-missing"],
)
def test_parts_of_the_bureau_come_to_the_whole_build(run, tmp_path, split):
    root = tmp_path / "root"
    root.mkdir()
    shutil.copy(ROOT / "config.yaml", root)
    shutil.copytree(ROOT / "content", root / "content")
    day = ("--as-of", BUREAU_DAY)
    whole = copied(root, tmp_path / "whole")
    good(run, "build", "--root", whole, *day)
    parts = []
    for number, names in enumerate(split):
        parts.append(tmp_path / "parts" / str(number))
        only = [word for name in names for word in ("--only", name)]
        job = copied(root, tmp_path / f"job{number}")
        good(run, "build", "--root", job, *day, *only, "--part", parts[-1])
        assert not (job / "public").exists()
        (parts[-1] / ".dispatch-output").unlink()  # what carries files leaves such names behind
    _, err = good(run, "join", *parts, "--root", root, *day, "--lang", "zh-Hans")
    assert "网页 0 个" not in err
    for output in ("public", "print"):
        assert tree_of(root / output) == tree_of(whole / output)


def test_what_parts_have_is_taken_and_the_rest_is_made(small, run):
    root, part, whole = small
    told = json.loads((part / "part.json").read_text(encoding="utf-8"))
    pages = [name for name in told["files"] if name.startswith("pages/")]
    assert pages
    code, _, err = join(run, root, part)
    assert code == 0
    assert f"网页 {len(pages)} 个" in err
    assert tree_of(root / "public") == whole


def test_a_part_is_no_site_and_a_site_no_part(small, run):
    root, part, whole = small
    assert not (part / "index.html").exists()
    code, _, err = run("build", "--root", root, *DAY, "--no-sheets", "--public", part)
    assert code == 1
    assert str(part) in err
    assert join(run, root, part)[0] == 0
    only = ("--only", "units/*", "--part", root / "public")
    code, _, err = run("build", "--root", root, *DAY, *only)
    assert code == 1
    assert tree_of(root / "public") == whole


@pytest.mark.parametrize("harm", ["changed", "missing", "link", "manifest", "no-manifest", "read"])
def test_a_damaged_part_is_refused_by_name(small, run, harm):
    root, part, _ = small
    page = min((part / "pages").rglob("*.html"))
    manifest = part / "part.json"
    if harm == "changed":
        page.write_bytes(page.read_bytes() + b" ")
    elif harm == "missing":
        page.unlink()
    elif harm == "link":
        page.rename(part / "elsewhere")
        page.symlink_to(part / "elsewhere")
    elif harm == "manifest":
        manifest.write_bytes(manifest.read_bytes().replace(b"units/", b"units_", 1))
    elif harm == "no-manifest":
        manifest.unlink()
    else:
        (part / "read").write_bytes(b"")
    code, out, err = join(run, root, part)
    assert (code, out) == (1, "")
    assert str(part) in err
    assert not (root / "public").exists()


def test_a_page_of_a_forged_key_is_not_taken(small, run):
    root, part, whole = small
    manifest = part / "part.json"
    told = json.loads(manifest.read_text(encoding="utf-8"))
    for name, row in told["files"].items():
        if name.startswith("pages/"):
            (part / name).write_bytes(b"forged")
            row[0] = "0" * 64
    told.pop("digest")
    told.pop("dispatch-part")
    content = {"dispatch-part": 1, **told, "digest": parts_of._digest(told)}
    manifest.write_text(json.dumps(content), encoding="utf-8")
    assert join(run, root, part)[0] == 0
    assert tree_of(root / "public") == whole


def test_a_part_of_something_else_is_refused(small, run, monkeypatch):
    root, part, _ = small
    before = tree_of(root)
    code, _, err = join(run, root, part, day=("--as-of", "2026-01-02"))
    assert code == 1
    assert "2026-01-02" in err
    code, _, err = run("join", part, "--root", root, *DAY)
    assert code == 1
    assert "--no-sheets" in err
    monkeypatch.setattr(cache, "code", lambda: "another")
    code, _, err = join(run, root, part)
    assert code == 1
    assert "Python" in err
    monkeypatch.undo()
    assert tree_of(root) == before
    for name in ("config.yaml", "content/organisation.yaml"):
        path = root / name
        text = path.read_text(encoding="utf-8")
        path.write_text(text + "# more\n", encoding="utf-8")
        code, _, err = join(run, root, part)
        assert code == 1
        assert str(part) in err
        path.write_text(text, encoding="utf-8")


def test_parts_that_contradict_each_other_are_refused(small, run, tmp_path):
    root, part, _ = small
    other = shutil.copytree(part, tmp_path / "other")
    assert join(run, root, part, other)[0] == 0
    manifest = other / "part.json"
    told = json.loads(manifest.read_text(encoding="utf-8"))
    next(row for name, row in told["files"].items() if name.startswith("pages/"))[1] = "0" * 64
    told.pop("digest")
    told.pop("dispatch-part")
    content = {"dispatch-part": 1, **told, "digest": parts_of._digest(told)}
    manifest.write_text(json.dumps(content), encoding="utf-8")
    code, _, err = join(run, root, part, other)
    assert code == 1
    assert str(part) in err
    assert str(other) in err


def test_options_that_do_not_go_together_are_refused(make_root, run, tmp_path):
    root = make_root()
    before = tree_of(root)
    code, _, err = run("build", "--root", root, *DAY, "--only", "units/no-such-unit")
    assert code == 1
    assert "units/" in err
    only = ("--only", "units/*")
    assert run("build", "--root", root, *DAY, *only, "--public", tmp_path / "x")[0] == 1
    assert run("build", "--root", root, *DAY, "--part", tmp_path / "x")[0] == 1
    assert run("join", "--root", root, *DAY)[0] == 2
    assert tree_of(root) == before


def test_a_part_is_refused_for_what_refuses_a_build(make_root, run, tmp_path):
    root = make_root({"content/entries/2026/2026-0900.md": "---\nid: 2026-0900\n---\n"})
    part = tmp_path / "part"
    assert run("build", "--root", root, *DAY, "--only", "units/*", "--part", part)[0] == 1
    assert not part.exists()


@pytest.mark.heavy
def test_the_example_of_the_readme_runs(run, tmp_path):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```yaml\n(  part:\n.*?)```", text, re.DOTALL)[1]
    jobs = yaml.safe_load(block)
    root = tmp_path / "root"
    root.mkdir()
    shutil.copy(ROOT / "config.yaml", root)
    shutil.copytree(ROOT / "content", root / "content")
    whole = copied(root, tmp_path / "whole")
    good(run, "build", "--root", whole, "--as-of", BUREAU_DAY, "--integrity")

    def steps(job, values):
        for step in jobs[job]["steps"]:
            if "run" in step:
                line = step["run"].replace("python3 build.py", f"{sys.executable} -m dispatch")
                for name, value in values.items():
                    line = line.replace(f"${{{{ matrix.{name} }}}}", value)
                command = ["bash", "-eo", "pipefail", "-c", f"{line} --as-of {BUREAU_DAY}"]
                given = {**os.environ, "PYTHONPATH": str(ROOT)}
                subprocess.run(command, cwd=root, env=given, check=True, capture_output=True)

    for values in jobs["part"]["strategy"]["matrix"]["include"]:
        steps("part", values)
        # As an artifact comes: in a folder of its name, without what begins with a point.
        made = (root / "parts" / values["name"]).rename(root / f"parts/part-{values['name']}")
        (made / ".dispatch-output").unlink()
    shutil.rmtree(root / ".dispatch")
    steps("join", {})
    for output in ("public", "print"):
        assert tree_of(root / output) == tree_of(whole / output)


def test_a_part_of_another_commit_is_refused(small, run):
    root, part, _ = small
    commit(root)
    code, _, err = join(run, root, part)
    assert code == 1
    assert "提交" in err
    assert str(part) in err
    assert not (root / "public").exists()
