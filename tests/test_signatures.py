"""`check --verify-signatures`: approvals against commits that are signed with real keys."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from dispatch.reading.history.signed import plain_key
from tests.commits import commit
from tests.commits import git
from tests.conftest import TODAY

pytestmark = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is missing")

ENTRY = "content/entries/2026/2026-0001.md"
ORGANISATION = "content/organisation.yaml"


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """Return the paths of keys made just now, by whose they are."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("secretary", "director", "stranger"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", folder / name],
            check=True,
        )
    return {path.name: path for path in folder.iterdir() if not path.suffix}


@pytest.fixture
def site(make_root, keys):
    """Return a root in git whose signers are the secretary and the director."""
    root = make_root()
    rows = "".join(f"  {name}: {public(keys[name])}\n" for name in ("secretary", "director"))
    path = root / ORGANISATION
    path.write_text(f"{path.read_text(encoding='utf-8').rstrip()}\nsigners:\n{rows}", "utf-8")
    return root


def public(key):
    return key.with_suffix(".pub").read_text(encoding="utf-8").strip()


def sign(root, key, *arguments):
    """Commit everything, signed with a key."""
    git(root, "add", "-A")
    form = ("-c", "gpg.format=ssh", "-c", f"user.signingkey={key}")
    git(root, *form, "commit", "-q", "-S", "-m", "content", *arguments)


@pytest.fixture
def verify(run):
    """Return what runs the command: the exit code, and what it says of one entry and the keys."""

    def call(root):
        arguments = ("check", "--verify-signatures", "--as-of", TODAY, "--format", "json")
        code, out, err = run(*arguments, "--root", root)
        assert err == ""
        rows = [row for row in json.loads(out) if row["code"] == "R041"]
        return code, [row for row in rows if row["path"] in (ENTRY, ORGANISATION)]

    return call


def started(root):
    """Commit everything but the entries, by nobody."""
    texts = {path: path.read_bytes() for path in root.glob("content/entries/*/*.md")}
    for path in texts:
        path.unlink()
    commit(root, "2026-10-11")
    for path, text in texts.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text)


def test_what_the_approver_signed_passes(site, keys, verify):
    started(site)
    sign(site, keys["secretary"])
    assert verify(site) == (0, [])


def test_without_the_option_nobody_asks(site, run):
    commit(site, "2026-10-12")
    assert run("check", "--as-of", TODAY, "--root", site)[0] == 0


def test_a_commit_that_is_not_signed_is_told_at_the_approval(site, verify):
    name = commit(site, "2026-10-12")
    code, rows = verify(site)
    assert (code, len(rows)) == (1, 1)
    line = (site / ENTRY).read_text(encoding="utf-8").splitlines()[rows[0]["line"] - 1]
    assert rows[0]["path"] == ENTRY
    assert "approved" in line
    assert f"{name[:10]} 没有签名" in rows[0]["message"]


@pytest.mark.parametrize(("who", "said"), [("director", "签的名"), ("stranger", "不是用 signers")])
def test_the_signature_of_somebody_else_is_none(site, keys, verify, who, said):
    started(site)
    sign(site, keys[who])
    code, rows = verify(site)
    assert (code, len(rows)) == (1, 1)
    assert said in rows[0]["message"]


def test_what_is_changed_after_the_approval_is_not_approved(site, keys, verify):
    started(site)
    sign(site, keys["secretary"])
    approved = (site / ENTRY).read_text(encoding="utf-8")
    (site / ENTRY).write_text(approved + "\n补充一句。\n", encoding="utf-8")
    assert "还没有提交" in verify(site)[1][0]["message"]
    commit(site, "2026-10-20")
    assert "没有签名" in verify(site)[1][0]["message"]
    (site / ENTRY).write_text(approved + "\n再补充一句。\n", encoding="utf-8")
    sign(site, keys["secretary"])
    assert verify(site) == (0, [])


def test_other_files_need_no_signature_and_line_ends_do_not_count(site, keys, verify):
    started(site)
    sign(site, keys["secretary"])
    (site / "content/pages/note.md").write_text("---\ntitle: 说明\n---\n一\n", encoding="utf-8")
    commit(site, "2026-10-20")
    (site / ENTRY).write_bytes((site / ENTRY).read_bytes().replace(b"\n", b"\r\n"))
    assert verify(site) == (0, [])


def test_a_merge_that_changes_nothing_of_its_own_needs_no_signature(site, keys, verify):
    started(site)
    text = (site / ENTRY).read_bytes()
    (site / ENTRY).unlink()
    git(site, "checkout", "-q", "-b", "side")
    (site / ENTRY).write_bytes(text)
    sign(site, keys["secretary"])
    git(site, "checkout", "-q", "main")
    (site / "content/pages/note.md").write_text("---\ntitle: 说明\n---\n一\n", encoding="utf-8")
    commit(site, "2026-10-20")
    git(site, "merge", "-q", "--no-ff", "-m", "merge", "side")
    assert verify(site) == (0, [])


def test_a_signature_that_was_moved_to_another_text_is_broken(site, keys, verify):
    started(site)
    sign(site, keys["secretary"])
    told = git(site, "cat-file", "commit", "HEAD")
    forged = told.replace("\n\ncontent", "\n\nforged")
    (site.parent / "forged").write_text(forged, encoding="utf-8")
    name = git(site, "hash-object", "-t", "commit", "-w", str(site.parent / "forged")).strip()
    git(site, "reset", "-q", "--hard", name)
    assert "签名是坏的" in verify(site)[1][0]["message"]


def test_the_settings_of_the_repository_have_no_part_in_it(site, keys, verify, tmp_path):
    started(site)
    sign(site, keys["stranger"])
    ran = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {ran}\nexit 0\n", encoding="utf-8")
    program.chmod(0o755)
    theirs = tmp_path / "signers"
    theirs.write_text(f"secretary {public(keys['stranger'])}\n", encoding="utf-8")
    for name in ("gpg.program", "gpg.ssh.program", "gpg.x509.program", "gpg.openpgp.program"):
        git(site, "config", name, str(program))
    git(site, "config", "gpg.ssh.allowedSignersFile", str(theirs))
    assert "不是用 signers" in verify(site)[1][0]["message"]
    assert not ran.exists()


def test_an_approver_without_a_key_is_told(site, verify):
    path = site / ORGANISATION
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "  secretary: ssh" not in line), "utf-8")
    commit(site, "2026-10-12")
    assert "没有此人的公钥" in verify(site)[1][0]["message"]


def test_what_is_no_key_is_told_where_it_stands(site, verify):
    path = site / ORGANISATION
    text = path.read_text(encoding="utf-8").replace("director: ssh-ed25519", "director: ssh")
    path.write_text(text, encoding="utf-8")
    commit(site, "2026-10-12")
    code, rows = verify(site)
    assert code == 1
    assert ORGANISATION in [row["path"] for row in rows]


@pytest.mark.parametrize("drop", ["signers", "git"])
def test_where_nothing_can_be_checked_it_is_refused(make_root, site, run, drop):
    root = make_root(name="bare") if drop == "signers" else site
    code, out, err = run("check", "--verify-signatures", "--root", root)
    assert (code, out) == (1, "")
    assert ("signers" if drop == "signers" else "不在 git 仓库里") in err


@pytest.mark.parametrize(
    ("stated", "sound"),
    [
        ("ssh-ed25519 " + "A" * 68, True),
        ("  sk-ssh-ed25519@openssh.com " + "A" * 90 + " 张三", True),
        ("ecdsa-sha2-nistp256 " + "A" * 120 + "==", True),
        ("ssh-ed25519", False),
        ("ssh-ed25519 short", False),
        ("ssh-ed25519 " + "A" * 68 + "\n* ssh-ed25519 " + "B" * 68, False),
        ("-----BEGIN OPENSSH PRIVATE KEY-----", False),
        ('* namespaces="git" ssh-ed25519 ' + "A" * 68, False),
    ],
)
def test_a_key_is_one_line_of_a_known_form(stated, sound):
    assert bool(plain_key(stated)) is sound
