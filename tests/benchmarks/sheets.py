"""What sheets cost: one-page notices, one after the other, in one process on one core.

`python tests/benchmarks/sheets.py [--sheets 1000]`, from the root of the checkout, in the
environment of `build.py`. Every notice has texts of its own, so that nothing of one is there for
the next but fonts and layouts. What counts is our own processor time, which other work on the
machine moves little, and the peak of memory, which is told after every tenth of the sheets: it has
to be flat. The same notices set again are the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import sys
import time
from datetime import date
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent)]

from dispatch.ground.prose import render  # noqa: E402 - the checkout is put on the path first
from dispatch.planning.views import Fact  # noqa: E402
from dispatch.planning.views.sheets import SheetContact  # noqa: E402
from dispatch.planning.views.sheets import SheetView  # noqa: E402
from dispatch.rendering.sheets import Sheets  # noqa: E402

LAYOUTS = HERE.parent.parent / "layouts"
WANTED_MILLISECONDS, WANTED_MEGABYTES = 60, 300
PHRASES = (
    "经党小组推荐、支部委员会研究，并听取党员群众意见",
    "现将有关情况予以公示，接受党员和群众监督",
    "对公示对象有意见的，可以采用口头或者书面形式反映",
    "反映问题应当实事求是，提倡署真实姓名",
    "按照《中国共产党党务公开条例（试行）》第七条的规定",
    "支出3783.20元，结余11621.70元，由财务科专户代管",
)
LABELS = (("period", "公示期"), ("address", "扫码查看网上公开"), ("posting", "张贴时间"))


def main() -> None:
    """Measure and print; the exit code is 1 where it is more than is wanted."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sheets", type=int, default=1000)
    count = options.parse_args().sheets
    started = time.process_time()
    sheets = Sheets((LAYOUTS,))
    sheets.sheet(notice(0))
    print(f"engine and first sheet: {1000 * (time.process_time() - started):.0f} ms")
    spent, peaks = 0.0, []
    digest = hashlib.sha256()
    for number in range(1, count + 1):
        view = notice(number)
        started = time.process_time()
        made = sheets.sheet(view)
        spent += time.process_time() - started
        if len(made.pages) != 1 or made.faults:
            sys.exit(f"sheet {number} has {len(made.pages)} pages, {made.faults}")
        digest.update(made.content)
        if number % max(1, count // 10) == 0:
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
            print(
                f"{number:5} sheets: {1000 * spent / number:.1f} ms each, peak {peaks[-1]:.0f} MB"
            )
    print(f"digest of all: {digest.hexdigest()[:12]}")
    good = 1000 * spent / count <= WANTED_MILLISECONDS and peaks[-1] < WANTED_MEGABYTES
    print(
        f"wanted: {WANTED_MILLISECONDS} ms, {WANTED_MEGABYTES} MB: {'kept' if good else 'MISSED'}"
    )
    sys.exit(0 if good else 1)


def notice(number: int) -> SheetView:
    """Return a notice of one page, another for each number."""
    random = Random(number)
    body = "\n\n".join(
        "，".join(random.sample(PHRASES, 3)) + f"，编号{number}-{random.randrange(10**6)}。"
        for _ in range(3)
    )
    return SheetView(
        id=f"2026-{number:04}",
        layout="notice",
        public=True,
        language="zh-Hans",
        kind="notice",
        number=f"水党发〔2026〕{number}号",
        title=f"关于第{number}批发展对象的公示",
        addressee="局机关各科室、各支部",
        blocks=render(body).tree,
        facts=(
            Fact(label="公示期", value="2026年10月12日至2026年10月16日（5个工作日）"),
            Fact(label="公开依据", value="《中国共产党党务公开条例（试行）》第七条"),
        ),
        contacts=(
            SheetContact(
                purpose="提出异议", office="局党组办公室", phone="0000-0000000", place="二楼"
            ),
        ),
        issuer="中共XX县水利局党组",
        date=date(2026, 10, 12),
        date_text="2026年10月12日",
        edition="第1版",
        posting_text="2026年10月12日至2026年10月26日",
        address=f"https://example.gov.cn/dwgk/entries/2026/2026-{number:04}/?d=0123456789ab#edition-1",
        address_text=f"example.gov.cn/dwgk/entries/2026/2026-{number:04}/",
        notes=("张贴于：党务公开栏（局机关一楼大厅）",),
        labels=LABELS,
        digest="0123456789ab",
        web=True,
    )


if __name__ == "__main__":
    main()
