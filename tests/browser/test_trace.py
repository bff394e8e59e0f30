"""The trace of a build, as the performance panel of a browser opens it."""

from __future__ import annotations

import shutil

import pytest

from tests.conftest import TODAY

pytestmark = pytest.mark.heavy


def test_the_performance_panel_of_a_browser_opens_a_trace(driver, make_root, run, tmp_path):
    root = make_root()
    assert run("build", "--as-of", TODAY, "--no-sheets", "--profile", root=root)[0] == 0
    entry = next(path.name for path in root.glob("content/entries/*/*"))
    profile, options = tmp_path / "profile", ["--no-sandbox", "--remote-debugging-port=0"]
    browser = driver.chromium.launch_persistent_context(
        profile, executable_path=shutil.which("chromium"), args=options
    )
    port = (profile / "DevToolsActivePort").read_text().split()[0]
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{port}/devtools/devtools_app.html?panel=timeline")
    page.locator("input[type=file]").first.set_input_files(root / ".dispatch/profile.json")
    page.get_by_role("tab", name="Call tree").wait_for()
    page.locator("devtools-shortcut-dialog").wait_for(state="attached")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+f")
    page.keyboard.type(entry)
    page.get_by_text("1 of 1", exact=True).wait_for()
    browser.close()
