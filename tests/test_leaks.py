"""`check --history`: what commits hold, in real repositories of git, told without telling it."""

from __future__ import annotations

import io
import json
import os
import random
import re
import zipfile

import pytest

from dispatch.front.reporters import FORMS
from tests.commits import commit
from tests.commits import git
from tests.conftest import ROOT
from tests.conftest import TODAY
from tests.test_personal import card
from tests.test_personal import identity
from tests.test_personal import mobile

PAGE = "content/pages/note.md"
ENTRY = "content/entries/2026/2026-0001.md"
PLAIN = "---\ntitle: 说明\n---\n一\n"
NUMBER = identity(random.Random(4))
CARD = card(random.Random(4))
MOBILE = mobile(random.Random(4))


def page(text):
    return f"---\ntitle: 说明\n---\n{text}\n"


def write(root, path, content):
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture
def recorded(make_root):
    """Return a root whose first commit is the small site."""
    root = make_root()
    commit(root, "2026-10-12")
    return root


@pytest.fixture
def history(run):
    """Return what runs `check --history` as JSON: its exit code and its rows."""

    def call(root, which="unpushed"):
        code, out, _ = run("check", "--history", which, "--format", "json", "--root", root)
        return code, json.loads(out)

    return call


def leaked(root, text, path=PAGE):
    """Commit a file, then commit it without what it holds; return the commit that held it."""
    write(root, path, text)
    name = commit(root, "2026-10-20")
    (root / path).unlink()
    commit(root, "2026-10-21")
    return name


def test_what_was_taken_out_later_is_found_with_commit_day_and_line(recorded, run):
    name = leaked(recorded, page(f"领取人\n\n号码 {NUMBER}"))
    code, out, err = run("check", "--history", "--as-of", TODAY, "--root", recorded)
    assert code == 1
    assert f"{PAGE}:6:4: 错误[C021]" in out
    assert f"提交 {name[:10]}（2026-10-20）" in out
    assert "第 6 行有完整的身份证号" in out
    assert "git commit --amend" in out
    assert NUMBER[:3] + "*" * 11 + NUMBER[-4:] in out
    assert "提交 3 个" in err


@pytest.mark.parametrize("form", FORMS)
def test_no_form_tells_the_value(recorded, run, form):
    leaked(recorded, page(f"号码 {NUMBER}，卡号 {CARD}，手机 {MOBILE}"))
    leaked(recorded, PLAIN, f"content/pages/{NUMBER}.md")
    code, out, err = run("check", "--history", "--format", form, "--root", recorded)
    assert code == 1
    assert "C021" in out
    assert not [value for value in (NUMBER, CARD, MOBILE) if value in out + err]


def test_a_clean_history_passes(recorded, history):
    commit(recorded, "2026-10-20")
    assert history(recorded) == (0, [])
    assert history(recorded, "all") == (0, [])


def test_many_versions_are_one_finding(recorded, history):
    for day in (20, 21, 22):
        write(recorded, PAGE, page(f"第 {day} 版：{NUMBER}"))
        last = commit(recorded, f"2026-10-{day}")
    code, rows = history(recorded)
    assert (code, len(rows)) == (1, 1)
    assert "3 个版本" in rows[0]["message"]
    assert last[:10] in rows[0]["message"]


def test_what_is_amended_is_gone(recorded, history):
    write(recorded, PAGE, page(NUMBER))
    commit(recorded, "2026-10-20")
    assert history(recorded)[0] == 1
    write(recorded, PAGE, PLAIN)
    git(recorded, "add", "-A")
    git(recorded, "commit", "-q", "--amend", "-m", "content")
    assert history(recorded, "all") == (0, [])


def test_what_a_remote_has_is_for_all_and_is_to_be_purged(recorded, history, tmp_path):
    leaked(recorded, page(NUMBER))
    remote = tmp_path / "remote.git"
    git(recorded, "init", "-q", "--bare", str(remote))
    git(recorded, "remote", "add", "origin", str(remote))
    assert history(recorded)[1][0]["hint"].startswith("不要推送")
    git(recorded, "push", "-q", "origin", "main")
    assert history(recorded) == (0, [])
    code, rows = history(recorded, "all")
    assert code == 1
    assert "git filter-repo" in rows[0]["hint"]
    assert "已经推送" in rows[0]["message"]


def test_another_branch_may_be_pushed_too(recorded, history):
    git(recorded, "checkout", "-q", "-b", "side")
    write(recorded, PAGE, page(NUMBER))
    commit(recorded, "2026-10-20")
    git(recorded, "checkout", "-q", "main")
    assert history(recorded)[0] == 1


def test_what_only_a_merge_brings_is_found(recorded, history):
    git(recorded, "checkout", "-q", "-b", "side")
    write(recorded, "content/pages/other.md", PLAIN)
    commit(recorded, "2026-10-20")
    git(recorded, "checkout", "-q", "main")
    git(recorded, "merge", "-q", "--no-ff", "--no-commit", "side")
    write(recorded, PAGE, page(NUMBER))
    name = commit(recorded, "2026-10-21")
    rows = history(recorded)[1]
    assert [row["path"] for row in rows] == [PAGE]
    assert name[:10] in rows[0]["message"]


def docx(text):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:t>{text}</w:t>")
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.csv", lambda text: f"姓名,号码\n张三,{text}\n".encode("gb18030")),
        ("a.docx", docx),
        ("a.txt", lambda text: text.encode("utf-16")),
    ],
)
def test_attachments_are_looked_into(recorded, history, name, make):
    leaked(recorded, make(NUMBER), f"content/attachments/{name}")
    code, rows = history(recorded)
    assert code == 1
    assert [row["path"] for row in rows][:1] == [f"content/attachments/{name}"]
    assert [row["severity"] for row in rows[1:]] in ([], ["info"])
    assert "附件里" in rows[0]["message"]


def test_a_text_that_is_no_text_is_looked_into(recorded, history):
    leaked(recorded, page(f"号码 {NUMBER}").encode("gb18030"))
    assert history(recorded)[0] == 1


def test_config_and_names_of_files_and_marks_are_looked_at(recorded, history):
    text = (recorded / "config.yaml").read_text(encoding="utf-8")
    write(recorded, "config.yaml", f"{text}# {NUMBER}\n")
    commit(recorded, "2026-10-20")
    write(recorded, "config.yaml", text)
    leaked(recorded, PLAIN, f"content/pages/{MOBILE}.md")
    leaked(recorded, page("机密★十年"))
    code, rows = history(recorded)
    said = " ".join(row["message"] for row in rows)
    assert (code, len(rows)) == (1, 3)
    assert all(words in said for words in ("身份证号", "文件名里有", "保密标志 机密★"))


def test_what_cannot_be_looked_into_is_told_and_does_not_refuse(recorded, history):
    leaked(recorded, b"\x89PNG\r\n\x1a\n" + bytes(40), "content/attachments/p.png")
    code, rows = history(recorded)
    assert code == 0
    assert [(row["severity"], row["code"]) for row in rows] == [("info", "C021")]


def changed(path, pattern, into):
    """Change a file in one place, and return what it said before."""
    before = path.read_text(encoding="utf-8")
    text, count = re.subn(pattern, into, before, count=1, flags=re.MULTILINE)
    assert count == 1
    path.write_text(text, encoding="utf-8")
    return before


def test_what_was_meant_to_be_public_at_the_commit_is_no_alarm(recorded, history):
    meant, told = (mobile(random.Random(seed)) for seed in (5, 6))
    element = r"\1- {name: 值班, type: text, required: false, public: true}\n\g<0>"
    masked = NUMBER[:3] + "*" * 11 + NUMBER[-4:]
    changes = {
        "content/catalogue.yaml": (r"^( *)- \{name: 收缴金额", element),
        "content/organisation.yaml": ("kind: office", rf"\g<0>, office_phone: '{told}'"),
        ENTRY: (
            r"^elements: \{(.*)\}\n---\n",
            rf"elements: {{值班: '{meant}', \1}}\n---\n电话 {told}，号码 {masked}。\n",
        ),
    }
    before = {path: changed(recorded / path, *change) for path, change in changes.items()}
    commit(recorded, "2026-10-20")
    # What was meant then need not be meant today.
    for path, text in before.items():
        write(recorded, path, text)
    commit(recorded, "2026-10-21")
    assert history(recorded) == (0, [])
    changed(recorded / ENTRY, *changes[ENTRY])
    commit(recorded, "2026-10-22")
    assert history(recorded, "all")[0] == 0, "each version is judged once, by where it came in"
    changed(recorded / ENTRY, "号码", "电话")
    commit(recorded, "2026-10-23")
    assert [row["message"].count("手机号") for row in history(recorded)[1]] == [1, 1]


def test_a_folder_without_git_is_refused_in_a_sentence(make_root, run):
    code, out, err = run("check", "--history", "--root", make_root())
    assert (code, out) == (1, "")
    assert "不在 git 仓库里" in err


def test_a_history_with_a_version_missing_is_not_taken_for_clean(recorded, run):
    write(recorded, PAGE, page("将要丢失的版本"))
    commit(recorded, "2026-10-20")
    blob = git(recorded, "rev-parse", f"HEAD:{PAGE}").strip()
    (recorded / ".git/objects" / blob[:2] / blob[2:]).unlink()
    code, out, err = run("check", "--history", "--root", recorded)
    assert (code, out) == (1, "")
    assert "git fsck" in err


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_a_name_that_is_no_text_can_be_told(recorded, run, form):
    named = recorded / "content/pages" / os.fsdecode(b"\xff\x1b[31m.md")
    named.write_bytes(page(NUMBER).encode())
    commit(recorded, "2026-10-20")
    code, out, _ = run("check", "--history", "--format", form, "--root", recorded)
    assert code == 1
    assert "\x1b" not in out


def test_a_file_without_a_byte_is_no_gap(recorded, history):
    write(recorded, "content/attachments/empty.txt", "")
    write(recorded, "content/attachments/later.txt", f"号码 {NUMBER}")
    commit(recorded, "2026-10-20")
    assert history(recorded)[0] == 1


def test_a_repository_without_commits_holds_nothing(make_root, history):
    root = make_root()
    git(root, "init", "-q")
    assert history(root) == (0, [])


def test_a_shallow_clone_says_that_there_is_more(recorded, run, tmp_path):
    leaked(recorded, page(NUMBER))
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{recorded}", "clone")
    code, _, err = run("check", "--history", "all", "--root", tmp_path / "clone")
    assert code == 0
    assert "git fetch --unshallow" in err


def test_a_root_below_the_repository_is_looked_through(make_root, history, tmp_path):
    root = make_root(name="repository/site")
    leaked_in = tmp_path / "repository"
    commit(leaked_in, "2026-10-12")
    write(root, PAGE, page(NUMBER))
    commit(leaked_in, "2026-10-20")
    assert [row["path"] for row in history(root)[1]] == [PAGE]


def test_the_bureau_itself_has_no_false_alarm(history):
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout of git")
    code, rows = history(ROOT, "all")
    assert (code, [row for row in rows if row["severity"] != "info"]) == (0, [])
