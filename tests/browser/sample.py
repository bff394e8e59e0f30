"""A bureau in views alone: every kind of page, every state, and words that try to break out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from datetime import timedelta

from dispatch.planning.finding import finding_view
from dispatch.planning.shelves import shelves_of
from dispatch.planning.timelines import with_times
from dispatch.planning.views import BoardView
from dispatch.planning.views import ContactView
from dispatch.planning.views import DurationView
from dispatch.planning.views import EntryRow
from dispatch.planning.views import Fact
from dispatch.planning.views import Link
from dispatch.planning.views import SectionView
from dispatch.planning.views.duties import CalendarView
from dispatch.planning.views.duties import Occasion
from dispatch.planning.views.elements import ElementView
from dispatch.planning.views.elements import FlowEdge
from dispatch.planning.views.elements import FlowNode
from dispatch.planning.views.elements import FlowView
from dispatch.planning.views.elements import TargetView
from dispatch.planning.views.entries import ArchiveView
from dispatch.planning.views.entries import AttachmentView
from dispatch.planning.views.entries import EntryView
from dispatch.planning.views.entries import FeedbackView
from dispatch.planning.views.entries import LineView
from dispatch.planning.views.entries import RelatedView
from dispatch.planning.views.entries import StepView
from dispatch.planning.views.norms import CatalogueView
from dispatch.planning.views.norms import ElementRow
from dispatch.planning.views.norms import ItemRow
from dispatch.planning.views.norms import ItemView
from dispatch.planning.views.norms import LimitView
from dispatch.planning.views.norms import ResponsibleView
from dispatch.planning.views.people import OrganisationView
from dispatch.planning.views.people import PersonView
from dispatch.planning.views.people import UnitView
from dispatch.planning.views.postings import PostingView
from dispatch.planning.views.site import FrameView
from dispatch.planning.views.site import HomeView
from dispatch.planning.views.site import OversightView
from dispatch.planning.views.site import PageView
from dispatch.planning.views.site import SiteView
from dispatch.planning.views.site import WaiverView
from dispatch.planning.views.sums import SumsView
from dispatch.planning.views.sums import SumView
from tests.browser.dutysample import duties
from tests.browser.scoresample import assessment
from tests.browser.takingsample import recourse
from tests.browser.takingsample import taking

DAY = date(2026, 11, 23)
HOSTILE = (
    "闯出引号的标题\"'<script>alert(1)</script> onclick=alert(2) {{ 7*7 }} "
    "javascript:alert(3) &amp; ]]>"
)
GROUP = Link(text="中共XX县水利局党组", path="units/party-group/")
BRANCH = Link(text="第一党支部", path="units/branch-1/")
RESPONSIBLE = ResponsibleView(first="党组书记", assigned="党组副书记", executing="组织人事科")
WORKING = DurationView(count=5, unit="working-day")


def _frame() -> FrameView:
    navigation = {
        "boards/": "公开栏",
        "catalogue/": "公开目录",
        "duties/": "公开期限",
        "organisation/": "组织机构",
        "procedures/": "办事流程",
        "targets/": "目标进度",
        "feedback/": "意见与答复",
        "oversight/": "监督检查",
        "archive/": "档案",
    }
    return FrameView(
        title="水利局党务公开",
        description="中共XX县水利局党组党务公开专栏：公开目录、公开栏、公示、办事流程和意见办理",
        motto="坚决、可行、真实、管用、主动、用心",
        owner="中共XX县水利局党组",
        language="zh-Hans",
        base_url="https://example.gov.cn/dwgk/",
        day=DAY,
        navigation=tuple(Link(text=text, path=path) for path, text in navigation.items()),
        boards=(
            Link(text="党务公开栏", path="boards/party-affairs/"),
            Link(text="党建工作栏", path="boards/party-building/"),
        ),
        about=(Link(text="公开指南", path="about/guide/"),),
        version="0.1.0",
        rebuild_by=date(2026, 11, 25),
    )


ITEMS = (
    ("A-02", "党组织决议决定及执行", "重大水利工程项目安排", "statement", "society"),
    ("A-05", "党组织决议决定及执行", "科室责任目标完成情况", "targets", "society"),
    ("B-01", "思想建设", "理论学习中心组学习情况", "statement", "party"),
    ("C-01", "组织管理", "发展党员公示", "notice", "society"),
    ("C-03", "组织管理", "党费收缴、使用和管理情况", "statement", "society"),
    ("D-01", "领导班子建设", "领导班子成员工作分工", "profile", "society"),
    ("E-02", "干部选任和管理", "拟任职人选任前公示", "notice", "society"),
    ("F-01", "联系和服务党员群众", "办事流程", "procedure", "society"),
    ("G-01", "党风廉政建设", "民主生活会整改落实情况", "statement", "unit"),
    ("H-01", "其他", "依申请公开事项", "statement", "group"),
)

LIMITS = (
    LimitView(type="phrase", phrase="信息形成或者变更之日起20个工作日内予以公开"),
    LimitView(type="periodic", every="quarter", within=DurationView(count=15, unit="day")),
    LimitView(type="periodic", every="half-year", month=1, day=15),
    LimitView(type="event", after="decided", within=WORKING),
    LimitView(type="periodic", every="quarter", month=1, day=15, phrase="每季度首月15日前公开"),
    LimitView(type="standing", within=WORKING, review=DurationView(count=1, unit="year")),
    LimitView(type="event", after="formed", prompt=True),
    LimitView(type="standing"),
    LimitView(
        type="staged",
        stages=(
            ("事前", DurationView(count=10, unit="working-day")),
            ("事中", None),
            ("事后", None),
        ),
    ),
    LimitView(
        type="on-request",
        within=DurationView(count=20, unit="working-day"),
        extend=DurationView(count=20, unit="working-day"),
    ),
)


def _item_row(number: int) -> ItemRow:
    code, _, title, kind, scope = ITEMS[number]
    return ItemRow(
        code=code,
        path=f"catalogue/{code}/",
        title=title,
        kind=kind,
        scope=scope,
        limit=LIMITS[number],
        channels=("web", "board", "meeting") if scope == "society" else ("board", "meeting"),
        second="党员发展" if number == 3 else "",
        executing="组织人事科",
        count=0 if scope != "society" else number + 1,
        latest=None if scope != "society" else DAY - timedelta(days=number),
    )


def row(serial: int, item: int, title: str, **more: object) -> EntryRow:
    """Return a row of the sample; what `more` names is put in place."""
    code, _, matter, kind, _ = ITEMS[item]
    plain = EntryRow(
        id=f"2026-{serial:04}",
        path=f"entries/2026/2026-{serial:04}/",
        title=title,
        kind=kind,
        item=Link(text=matter, path=f"catalogue/{code}/"),
        unit=GROUP,
        published=DAY - timedelta(days=serial * 3),
        state="in-force",
    )
    return replace(plain, **more)


ROWS = (
    row(
        1,
        3,
        "关于拟接收张三等2名同志为中共预备党员的公示",
        unit=BRANCH,
        number="水党一支公〔2026〕3号",
        until=date(2026, 11, 26),
        notice_open=True,
        days_left=4,
        summary="第一党支部拟接收张三、李四2名同志为中共预备党员，现予公示，公示期5个工作日。",
    ),
    row(
        2,
        6,
        "关于水资源管理科负责人拟任人选的任前公示",
        number="水党公〔2026〕7号",
        until=DAY,
        notice_open=True,
        days_left=1,
    ),
    row(
        3,
        4,
        "第一党支部2026年第三季度党费收缴使用情况",
        unit=BRANCH,
        period="2026-Q3",
        number="水党一支发〔2026〕18号",
        summary="收缴党费1,250.00元，使用300.00元。",
    ),
    row(4, 0, "XX河治理工程（一期）项目安排", period="2026", state="corrected"),
    row(5, 0, "关于XX河治理工程（一期）项目安排的更正"),
    row(6, 1, "2026年第三季度各科室责任目标完成情况", period="2026-Q3"),
    row(7, 7, "取水许可证办理流程"),
    row(8, 5, "领导班子成员工作分工和联系方式"),
    row(9, 3, "关于发展对象王五的公示", state="ended", until=date(2026, 11, 2)),
    row(10, 4, "第一党支部2026年第二季度党费收缴使用情况", period="2026-Q2", state="superseded"),
    row(11, 0, "某灌区节水改造项目安排", state="withdrawn"),
    row(12, 0, HOSTILE, number=HOSTILE, summary=HOSTILE, unit=Link(text=HOSTILE)),
    row(13, 0, "一" * 200, state="ended"),
    row(14, 0, "Notice in Latin script of considerable length " + "w" * 120),
)

DUES = (
    ElementView(name="收缴金额", type="money", text="1,250.00"),
    ElementView(name="交纳党费人数", type="integer", text="38"),
    ElementView(
        name="使用说明",
        type="text",
        text="用于主题党日活动资料和党员教育培训。\n使用前经支部委员会研究。",
    ),
    ElementView(name="主要工作", type="list", items=("按月收缴", "按季公布", "专账管理")),
    ElementView(name="公布日期", type="date", text="2026-10-12"),
    ElementView(name="咨询电话", type="phone", text="0000-0000031"),
    ElementView(
        name="支出明细",
        type="table",
        columns=(("用途", "text"), ("经办", "text"), ("日期", "date"), ("金额", "money")),
        cells=(
            ("党员活动资料", "支部委员", "2026-08-10", "180.00"),
            ("党员教育培训场地", "支部委员", "2026-09-15", "120.00"),
            ("合计", "", "", "300.00"),
        ),
        total=True,
    ),
)


def _target(name: str, share: float, pace: str, entry: Link | None = None) -> TargetView:
    return TargetView(
        name=name,
        office="农村水利水电科",
        measure="公里",
        plan="120",
        done=f"{120 * share:.0f}",
        share=share,
        elapsed=0.894,
        pace=pace,
        first=date(2026, 1, 1),
        last=date(2026, 12, 31),
        note="剩余部分安排在冬修期间完成。" if pace == "behind" else "",
        entry=entry,
    )


TARGETS = (
    _target("渠道清淤", 0.97, "ahead"),
    _target("农村供水管网改造", 0.9, "on-time"),
    _target("水土流失治理", 0.62, "behind"),
    _target("河湖划界成果复核", 1.08, "done"),
)

FLOW = FlowView(
    nodes=(
        FlowNode(
            name="提出申请",
            kind="start",
            column=0,
            row=0,
            by="申请人",
            needs="申请书、水资源论证报告",
        ),
        FlowNode(
            name="窗口受理并审查材料",
            kind="step",
            column=0,
            row=1,
            by="政务服务窗口",
            within="1个工作日",
        ),
        FlowNode(name="材料是否齐全", kind="decision", column=0, row=2, by="政务服务窗口"),
        FlowNode(
            name="技术审查和现场核查",
            kind="step",
            column=0,
            row=3,
            by="水资源管理科",
            within="10个工作日",
            note="必要时组织专家评审",
        ),
        FlowNode(
            name="一次告知补正", kind="step", column=1, row=3, by="政务服务窗口", within="当场"
        ),
        FlowNode(
            name="局务会审定", kind="decision", column=0, row=4, by="局领导班子", within="5个工作日"
        ),
        FlowNode(
            name="发证并公告", kind="end", column=0, row=5, by="水资源管理科", within="2个工作日"
        ),
        FlowNode(
            name="书面说明不予许可的理由和救济途径", kind="end", column=1, row=5, by="水资源管理科"
        ),
    ),
    edges=(
        FlowEdge(tail=0, head=1),
        FlowEdge(tail=1, head=2),
        FlowEdge(tail=2, head=3, when="齐全"),
        FlowEdge(tail=2, head=4, when="不齐全"),
        FlowEdge(tail=3, head=5),
        FlowEdge(tail=4, head=1, when="补正后"),
        FlowEdge(tail=5, head=6, when="同意"),
        FlowEdge(tail=5, head=7, when="不同意"),
    ),
    columns=2,
    rows=6,
)

BODY = """<p>按照《水利局党务公开工作实施意见》，现将党费收缴使用情况公开如下。\
党员对公开内容有异议的，可以在公开之日起5个工作日内向党务公开办公室反映。</p>
<h2>一、收缴情况</h2>
<p>第三季度应交党费党员38名，实交38名，共收缴党费<strong>1,250.00</strong>元，已按规定上缴。\
详见<a href="https://example.gov.cn/">上级文件</a>。</p>
<table><thead><tr><th scope="col">月份</th><th scope="col" class="right">金额</th></tr></thead>
<tbody><tr><td>7月</td><td class="right">410.00</td></tr></tbody></table>
<h2>二、使用情况</h2>
<ol><li>党员活动资料180.00元；</li><li>党员教育培训场地120.00元。</li></ol>
<blockquote><p>党费使用坚持集体讨论决定。</p></blockquote>
"""

CONTACTS = (
    ContactView(
        purpose="objections",
        office="党务公开办公室",
        phone="0000-0000011",
        place="局机关办公楼二楼",
        mail="dwgk@example.gov.cn",
    ),
    ContactView(purpose="supervision", office="机关纪委", phone="0000-0000012", mail="XX县XX路1号"),
    ContactView(purpose="enquiries", office="组织人事科"),
)

OPINIONS = (
    FeedbackView(
        received=date(2026, 10, 14),
        channel="box",
        text="党费支出明细能否写明每一笔的经办人？",
        about=Link(text=ROWS[2].title, path=ROWS[2].path),
        unit="第一党支部",
        answered=date(2026, 10, 16),
        by="党务公开办公室主任",
        answer="采纳。自本季度起，支出明细增加“经办”一栏，已在张贴件和网页上同步补充。",
        days=2,
    ),
    FeedbackView(received=date(2026, 11, 20), channel="visit", text=HOSTILE),
)


def _entry(each: EntryRow, **more: object) -> EntryView:
    plain = EntryView(
        row=each,
        index=f"000000000/{each.id}",
        html="<p>现将有关情况公开如下，请党员、群众监督。</p>",
        elements=(),
        basis=("《中国共产党党务公开条例（试行）》第十五条", "《水利局党务公开工作实施意见》"),
        scope="society",
        channels=("web", "board"),
        category=("组织管理", "党费"),
        issuer=each.unit.text,
        responsible=RESPONSIBLE,
        formed=each.published - timedelta(days=4),
        boards=(Link(text="党建工作栏", path="boards/party-building/"),),
        posted_from=each.published,
        posted_to=None,
        notice=None,
        decision=None,
        steps=(
            StepView(
                name="proposed", by="第一党支部信息联络员", on=each.published - timedelta(days=3)
            ),
            StepView(
                name="reviewed", by="党务公开办公室主任", on=each.published - timedelta(days=2)
            ),
            StepView(name="approved", by="党组书记", on=each.published - timedelta(days=1)),
            StepView(name="published", by="第一党支部", on=each.published),
        ),
        contacts=CONTACTS[:2],
        attachments=(),
        related=(),
        feedback=(),
        sheet=f"sheets/{each.id}.pdf",
        address=f"https://example.gov.cn/dwgk/{each.path}",
        recourse=recourse(int(each.id[-1]), HOSTILE),
    )
    return replace(plain, **more)


def _entries() -> tuple[EntryView, ...]:
    more: dict[int, dict[str, object]] = {
        0: {
            "notice": (date(2026, 11, 20), date(2026, 11, 26), WORKING),
            "posted_to": date(2026, 11, 26),
        },
        1: {"notice": (date(2026, 11, 17), DAY, WORKING)},
        2: {
            "html": BODY,
            "elements": DUES,
            "contacts": CONTACTS,
            "feedback": OPINIONS[:1],
            "attachments": (
                AttachmentView(
                    title="党费收支明细表（CSV）",
                    path="attachments/2026-0003 明细.csv",
                    size=12_345,
                    digest="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                ),
            ),
            "related": (RelatedView(relation="supersedes", row=ROWS[9]),),
            "line": tuple(
                LineView(relation=relation, row=ROWS[number], here=number == 2)
                for relation, number in (("", 3), ("corrects", 9), ("supersedes", 2))
            ),
            "editions": ((date(2026, 11, 15), "支出明细的合计有误，已改正"),),
            "postings": (
                PostingView(
                    board=Link(text="党建工作栏", path="boards/party-building/"),
                    up=date(2026, 11, 16),
                    down=date(2026, 11, 20),
                    slot="3-2",
                    edition=2,
                    digest="0123456789ab",
                ),
            ),
            "posted_to": date(2026, 12, 10),
        },
        3: {"related": (RelatedView(relation="corrected-by", row=ROWS[4]),)},
        4: {
            "related": (
                RelatedView(relation="corrects", row=ROWS[3]),
                RelatedView(relation="stage", row=ROWS[10]),
            ),
            "decision": ("局党组会议", date(2026, 10, 28), "〔2026〕第12次"),
            "stage": "事前",
        },
        5: {"elements": (ElementView(name="责任目标", type="targets", targets=TARGETS),)},
        6: {"elements": (ElementView(name="办理流程", type="steps", flow=FLOW),), "html": ""},
        8: {"notice": (date(2026, 10, 27), date(2026, 11, 2), WORKING)},
        9: {"related": (RelatedView(relation="superseded-by", row=ROWS[2]),)},
        10: {
            "withdrawn": (date(2026, 11, 10), "项目未通过审查"),
            "related": (RelatedView(relation="superseded-by", row=ROWS[2]),),
            "html": "",
            "sheet": "",
            "contacts": (),
        },
        11: {
            "issuer": HOSTILE,
            "basis": (HOSTILE,),
            "category": (HOSTILE, HOSTILE),
            "contacts": (
                ContactView(
                    purpose="objections", office=HOSTILE, phone=HOSTILE, mail=HOSTILE, place=HOSTILE
                ),
            ),
            "elements": (
                ElementView(name=HOSTILE, type="text", text=HOSTILE),
                ElementView(name=HOSTILE, type="phone", text="javascript:alert(1)"),
                ElementView(
                    name=HOSTILE, type="table", columns=((HOSTILE, "text"),), cells=((HOSTILE,),)
                ),
            ),
            "withdrawn": None,
            "editions": ((DAY, HOSTILE),),
        },
    }
    return tuple(_entry(each, **more.get(number, {})) for number, each in enumerate(ROWS))


PEOPLE = (
    PersonView(
        name="党组书记",
        unit=GROUP.text,
        post="党组书记、局长",
        duties="主持党组和局全面工作，党务公开第一责任人",
        phone="0000-0000001",
        place="局机关办公楼三楼",
    ),
    PersonView(
        name="党组副书记",
        unit=GROUP.text,
        duties="协助书记抓党建，分管组织人事、党务公开",
        phone="0000-0000002",
    ),
    PersonView(name="第一党支部书记", unit=BRANCH.text),
    PersonView(name="第一党支部信息联络员", unit=BRANCH.text, phone="0000-0000031"),
)


def _units() -> tuple[UnitView, ...]:
    group = UnitView(
        id="party-group",
        path=GROUP.path,
        name=GROUP.text,
        kind="party-group",
        online=True,
        members=95,
        parent=None,
        children=(BRANCH, Link(text="第二党支部", path="units/branch-2/")),
        phone="0000-0000010",
        place="局机关办公楼三楼",
        duties="发挥把方向、管大局、保落实作用，讨论决定本局重大问题，领导所属党支部和党务公开工作",
        people=PEOPLE[:2],
        items=tuple(map(_item_row, range(6))),
        rows=tuple(each for each in ROWS if each.unit == GROUP),
    )
    branch = replace(
        group,
        id="branch-1",
        path=BRANCH.path,
        name=BRANCH.text,
        kind="branch",
        members=38,
        parent=GROUP,
        children=(),
        people=PEOPLE[2:],
        rows=tuple(each for each in ROWS if each.unit == BRANCH),
    )
    offline = replace(
        branch,
        id="branch-2",
        path="units/branch-2/",
        name="第二党支部",
        online=False,
        members=None,
        people=(),
        items=(),
        rows=(),
        phone="",
        place="",
        duties="",
    )
    return group, branch, offline


SUMS = (
    SumsView(
        name="收缴金额",
        by="year",
        sums=tuple(
            SumView(
                label=label, value=f"{value:,.2f}", exact=f"{value:.2f}", share=share, entries=4
            )
            for label, value, share in (
                ("2024", 4210.5, 0.842),
                ("2025", 5000, 1),
                ("2026", -60, -0.012),
            )
        ),
    ),
    SumsView(
        name=HOSTILE,
        by="period",
        sums=tuple(
            SumView(label=label, value=value, exact=value, share=share, entries=1)
            for label, value, share in (("2026-Q2", "0", 0), ("2026-Q3", "300", 1))
        ),
    ),
)


def _item(number: int) -> ItemView:
    return ItemView(
        row=_item_row(number),
        category=(ITEMS[number][1], "党费"),
        elements=(
            ElementRow(name="收缴金额", type="money", required=True, note="按季度合计"),
            ElementRow(name="支出明细", type="table", required=True, columns=("用途", "金额")),
            ElementRow(name="说明", type="text", required=False),
        )
        if number
        else (),
        basis=("《中国共产党党务公开条例（试行）》第十五条",),
        responsible=RESPONSIBLE,
        units=(GROUP, BRANCH),
        boards=(Link(text="党建工作栏", path="boards/party-building/"),),
        collective=number == 0,
        minimum=DurationView(count=10, unit="day"),
        answer=WORKING if number else None,
        archive=DurationView(count=5, unit="year"),
        note="单笔10万元以上的支出列入本项" if number == 0 else "",
        rows=tuple(each for each in ROWS if each.item.path == f"catalogue/{ITEMS[number][0]}/"),
        sums=SUMS if number == 4 else (),
    )


def _boards() -> tuple[BoardView, ...]:
    up = [each for each in ROWS if each.state == "in-force"]
    building = BoardView(
        id="party-building",
        path="boards/party-building/",
        name="党建工作栏",
        place="局机关办公楼一楼大厅",
        readers="society",
        keeper="公开栏管理员",
        restricted=False,
        sections=(
            SectionView(name="长期公开", rows=tuple(up[5:7])),
            SectionView(name="定期公开", rows=(up[2], up[4])),
            SectionView(name="及时公开", rows=(*up[:2], up[3], *up[7:])),
        ),
        past=tuple(each for each in ROWS if each.state in ("ended", "superseded")),
    )
    affairs = replace(
        building,
        id="party-affairs",
        path="boards/party-affairs/",
        name="党务公开栏",
        place="局机关办公楼二楼走廊",
        readers="unit",
        keeper="",
        restricted=True,
        sections=(
            SectionView(name="长期公开", rows=()),
            SectionView(name="定期公开", rows=(up[2],)),
            SectionView(name="及时公开", rows=(up[0],)),
        ),
        past=(),
    )
    return affairs, building


def _organisation(units: tuple[UnitView, ...]) -> OrganisationView:
    return OrganisationView(
        head=PEOPLE[0],
        deputies=(PEOPLE[1],),
        members=PEOPLE[2:],
        group_duties="研究部署党务公开工作，审定公开目录。",
        director=PEOPLE[1],
        staff=(PEOPLE[3],),
        office=Fact(label="领导小组办公室", value="负责部署、组织、协调和指导党务公开。"),
        office_contact=CONTACTS[0],
        liaisons=((BRANCH, PEOPLE[3]),),
        supervisors=(
            (
                PersonView(name="监督员一", unit=GROUP.text),
                "bureau",
                date(2026, 1, 1),
                date(2027, 12, 31),
            ),
            (PersonView(name="监督员二"), "subordinate", date(2026, 1, 1), None),
            (PersonView(name="监督员三"), "retired", None, None),
        ),
        units=units,
        people=PEOPLE,
    )


OVERSIGHT = (
    OversightView(
        kind="inspection",
        on=date(2026, 11, 3),
        by="监督员一",
        unit=BRANCH,
        title="十一月公开栏巡查",
        finding="一张公示边角脱落。",
        due=date(2026, 11, 5),
        resolved=date(2026, 11, 4),
    ),
    OversightView(
        kind="supervision",
        on=date(2026, 10, 20),
        by="党组副书记",
        unit=GROUP,
        title="",
        finding="第二党支部定期公开不够及时。",
        due=date(2026, 10, 30),
    ),
    OversightView(
        kind="coordination",
        on=date(2026, 9, 8),
        by="党组书记",
        unit=GROUP,
        title="季度调度",
        finding="各科室通报目标进度。",
        note="冬修任务提前安排。",
        due=date(2026, 12, 1),
    ),
    OversightView(
        kind="assessment",
        on=date(2026, 7, 8),
        by="党组副书记",
        unit=GROUP,
        title="半年考核",
        finding="三个支部均为合格以上。",
    ),
    OversightView(
        kind="commendation",
        on=date(2026, 7, 10),
        by="党组书记",
        unit=BRANCH,
        title=HOSTILE,
        finding="第一党支部评为党务公开先进支部。",
    ),
)

NOTICE_DAYS = Occasion(
    uid="notice-2026-0001@example.gov.cn",
    day=date(2026, 11, 20),
    last=date(2026, 11, 26),
    summary=HOSTILE,
    description=f"{HOSTILE}\n第二行",
    category="公示",
    address="https://example.gov.cn/dwgk/entries/2026/2026-0001/",
)

WAIVERS = (
    WaiverView(
        code="T014",
        rule="条目第一次提交的日期晚于它写的发布日期。",
        about=Link(text=ROWS[0].title, path=ROWS[0].path),
        unit=None,
        reason=HOSTILE,
        by="党组书记",
        on=date(2026, 11, 2),
        until=date(2027, 5, 2),
        expired=False,
    ),
    WaiverView(
        code="D001",
        rule="一期应当公开的，到期没有公开。",
        about=Link(text=ITEMS[0][2], path=f"catalogue/{ITEMS[0][0]}/"),
        unit=BRANCH,
        reason="支部换届，合并到下一期公开。",
        by="党组副书记",
        on=date(2026, 5, 6),
        until=date(2026, 11, 6),
        expired=True,
    ),
)


def site() -> SiteView:
    """Return the whole sample, with what can be found in it."""
    view = _site()
    view = replace(view, entries=with_times(view.entries))
    return replace(view, finding=finding_view(view, *shelves_of(view)))


def _site() -> SiteView:
    entries = _entries()
    units = _units()
    boards = _boards()
    groups: dict[str, list[ItemRow]] = {}
    for number, item in enumerate(ITEMS):
        groups.setdefault(item[1], []).append(_item_row(number))
    years = (Link(text="2026", path="archive/2026/"), Link(text="2025", path="archive/2025/"))
    return SiteView(
        frame=_frame(),
        home=HomeView(
            open_notices=ROWS[:2],
            latest=tuple(each for each in ROWS if each.state != "withdrawn")[:10],
            boards=boards,
            units=(GROUP, BRANCH),
            groups=tuple((name, len(rows)) for name, rows in groups.items()),
            in_force=9,
            this_year=1234,
        ),
        boards=boards,
        catalogue=CatalogueView(
            title="中共XX县水利局党组党务公开目录",
            version="2026年版",
            groups=tuple((name, tuple(rows)) for name, rows in groups.items()),
        ),
        items=tuple(map(_item, range(len(ITEMS)))),
        units=units,
        entries=entries,
        archive=(
            ArchiveView(
                year="2026",
                path="archive/2026/",
                years=years,
                months=(
                    SectionView(name="2026-11", rows=ROWS[:7]),
                    SectionView(name="2026-10", rows=ROWS[7:]),
                ),
                count=len(ROWS),
            ),
            ArchiveView(year="2025", path="archive/2025/", years=years, months=(), count=0),
        ),
        organisation=_organisation(units),
        procedures=(entries[6],),
        targets=(
            replace(TARGETS[0], entry=Link(text=ROWS[5].title, path=ROWS[5].path)),
            *TARGETS[1:],
        ),
        feedback=OPINIONS,
        oversight=OVERSIGHT,
        waivers=WAIVERS,
        pages=(PageView(name="guide", path="about/guide/", title="公开指南", html=BODY),),
        duties=duties(*(_item_link(number) for number in (0, 1)), HOSTILE),
        assessment=assessment((GROUP, BRANCH), HOSTILE),
        calendars=tuple(
            CalendarView(path=f"{path}notices.ics", name=HOSTILE, occasions=(NOTICE_DAYS,))
            for path in ("", "boards/party-building/", "units/branch-1/")
        ),
        taking=taking(tuple(map(_item, range(2))), HOSTILE),
    )


def _item_link(number: int) -> Link:
    return Link(text=ITEMS[number][2], path=f"catalogue/{ITEMS[number][0]}/")


def many(count: int) -> SiteView:
    """Return the sample with so many entries like the richest one, to be measured."""
    view = site()
    rich = view.entries[2]
    entries = tuple(
        replace(rich, row=replace(rich.row, id=f"2026-{n:06}", path=f"entries/2026/2026-{n:06}/"))
        for n in range(count)
    )
    return replace(view, entries=entries)
