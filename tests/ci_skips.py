"""What CI asks of a test run: nothing heavy is left out, and a skipped test is a failed one."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings


def in_ci() -> bool:
    """Tell whether this run is CI's."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def pytest_configure() -> None:
    """Draw the same examples in CI each time: a red run tells of the change, not of the dice."""
    settings.register_profile("ci", derandomize=True)
    if in_ci():
        settings.load_profile("ci")


def pytest_report_header(config: pytest.Config) -> str:
    """Say at the top what is left out."""
    if in_ci():
        return "CI: heavy tests run, a skipped test fails"
    if config.option.markexpr:
        return ""
    return "heavy tests are left out; -m heavy runs them, CI=true runs everything"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the heavy tests to CI, and to those who ask with -m."""
    if in_ci() or config.option.markexpr:
        return
    heavy = [item for item in items if item.get_closest_marker("heavy")]
    if heavy:
        items[:] = [item for item in items if item not in heavy]
        config.hook.pytest_deselected(items=heavy)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> object:
    """Turn a skipped test into a failed one."""
    report = yield
    return refused(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> object:
    """Turn a skipped file into a failed one."""
    report = yield
    return refused(report)


def refused(report: object) -> object:
    """Return the report, failed where it was skipped in CI; an expected failure stays one."""
    if in_ci() and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, where CI skips nothing: {report.longrepr[-1]}"
    return report
