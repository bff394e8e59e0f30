"""What config.yaml says: of the site, of the calendar, of figures and of words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from typing import Annotated
from typing import Literal

from pydantic import StringConstraints

from dispatch.model.values import FORMAT
from dispatch.model.values import Count
from dispatch.model.values import Day
from dispatch.model.values import Duration
from dispatch.model.values import DurationUnit
from dispatch.model.values import Flag
from dispatch.model.values import Points
from dispatch.model.values import Text
from dispatch.model.values import Title

Language = Literal["zh-Hans", "zh-Hant", "en"]
SCRIPTED = "zh-Hans"
"""The language of sites that may be shown in further scripts."""
Script = Literal["zh-Hant"]
"""A script that the whole site is shown in once more."""
Conversion = Literal["s2t", "s2tw", "s2hk"]
"""How the traditional script is made: as the mainland, Taiwan or Hong Kong writes it."""
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/?#]+(?:/[^\s?#]*)?$")]
"""A full web address."""
SiteCode = Annotated[str, StringConstraints(pattern=r"^(?:[0-9]{10}|bm[0-9]{8})$")]
"""网站标识码 of a government website."""
IndexPrefix = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,40}$")]
"""The code of a body, before the number of what it made public."""
Mail = Annotated[str, StringConstraints(pattern=r"^[^\s@<>,;:?&]+@[^\s@<>,;:?&]+\.[^\s@<>,;:?&]+$")]
"""An address for mail, which can stand in a link as it is."""
SecureAddress = Annotated[
    str, StringConstraints(pattern=r"^https://[^\s/?#'\";,]+(?:/[^\s#'\"]*)?$")
]
"""A web address that nobody can listen in to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactConfig:
    """联系方式: where opinions and requests go that an entry says nothing else of."""

    __pydantic_config__ = FORMAT
    office: Text | None = None
    """The office."""
    mail: Mail | None = None
    """Its address for mail; forms are prepared for it."""
    phone: Text | None = None
    """Its telephone."""
    address: Text | None = None
    """Where it is, and where letters go."""
    hours: Text | None = None
    """When somebody is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteConfig:
    """The site as a whole."""

    __pydantic_config__ = FORMAT
    title: Title
    """The name of the site, on every page."""
    base_url: Address = "https://example.org/"
    """The address that the site is published at; it may have a path."""
    language: Language = "zh-Hans"
    """The language of layouts and messages."""
    scripts: tuple[Script, ...] = ()
    """Further scripts of a zh-Hans site: every page is there once more, below `zh-hant/`."""
    conversion: Conversion = "s2t"
    """How the traditional script is made: s2t mainland, s2tw Taiwan, s2hk Hong Kong."""
    keep: tuple[Text, ...] = ()
    """Names and terms that stay as they are in every script."""
    terms: dict[Text, Text] = field(default_factory=dict)
    """Names and terms with the form that the traditional script gives them."""
    timezone: Text = "Asia/Shanghai"
    """The time zone that decides which day it is."""
    description: Text | None = None
    """One sentence for search engines and feeds."""
    motto: Text | None = None
    """A line under the title of the home page."""
    owner: Text | None = None
    """主办单位: the body that answers for the site, in the footer."""
    licence: Text | None = None
    """On what terms the data of the site may be used, or the address of them."""
    contact: ContactConfig | None = None
    """Where opinions and requests go."""
    endpoint: SecureAddress | None = None
    """Where forms may be sent to by a plain POST; without it nothing is sent by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernmentConfig:
    """网站标识: what the site of a public body shows in its footer, and tells in its metadata.

    国办发〔2017〕47号 asks for it on government websites; a column of a party organ may do without.
    """

    __pydantic_config__ = FORMAT
    icp: Text | None = None
    """ICP备案号: the number of the registration with the ministry of industry."""
    police: Text | None = None
    """公安备案号: the number of the registration with the police."""
    code: SiteCode | None = None
    """网站标识码: ten digits, or bm and eight."""
    emblem: Address | None = None
    """党政机关标识: the page that certifies the site as that of a public body."""
    errors: Address | None = None
    """我为政府网站找错: where readers report what is wrong."""
    host: Title | None = None
    """承办单位: who runs the site for the body."""
    index: IndexPrefix | None = None
    """索引号: what goes before year and number of an entry, the code of the body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarConfig:
    """The working days of the body."""

    __pydantic_config__ = FORMAT
    region: Text = "CN"
    """The region whose public holidays count."""
    closures: tuple[Day, ...] = ()
    """Local days off."""
    working: tuple[Day, ...] = ()
    """Local working days."""
    count_posting_day: Flag = False
    """Whether the day on which something is put up is the first that it hangs.

    民法典第二百零一条 leaves it out, which is the safe reading of a minimum.
    """


Measure = Literal[
    "coverage", "timeliness", "postings", "objections", "blank-months", "oversight", "mark"
]
"""What the points of a criterion are given for; `mark` is what a supervisor enters."""
ANSWER = Duration(count=5, unit=DurationUnit.WORKING_DAY)
"""How long an answer may take where neither the item nor the score sheet says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """评分项: a line of the score sheet."""

    __pydantic_config__ = FORMAT
    name: Title
    """Its name."""
    points: Points
    """The points there are."""
    measure: Measure
    """What they are given for."""
    per_day: Points | None = None
    """Of `timeliness`: deducted for each working day late; without it the share in time counts."""
    each: Points = "10"
    """Of `blank-months`: deducted for each."""
    answer: Duration = ANSWER
    """Of `objections`: how long an answer may take where the item does not say."""
    empty: Literal["full", "skip"] = "full"
    """Where there is nothing to measure: full points, or left out and the rest scaled up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentConfig:
    """考核: the score sheet. Unless it is public, nothing of scores is anywhere on the site."""

    __pydantic_config__ = FORMAT
    title: Title
    """Its title."""
    every: Literal["month", "quarter", "half-year", "year"] = "half-year"
    """The span that is assessed."""
    criteria: tuple[Criterion, ...]
    """Its lines."""
    grades: Mapping[Title, Points] = field(default_factory=dict)
    """等次: each grade with the least points that reach it."""
    commend_from: Points | None = None
    """From how many points on a unit may be commended."""
    public: Flag = False
    """Whether the site shows the scores; such a site changes every day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionConfig:
    """What an inspector looks at: how near a deadline is soon, and how long nothing may be new.

    国办秘函〔2019〕19号 fails a site whose front page has nothing new for two weeks. Boards have no
    national measure; catalogues ask for each quarter at least, so a board is stale after one.
    """

    __pydantic_config__ = FORMAT
    soon: Count = 5
    """Within how many working days a deadline is due soon."""
    web: Count = 14
    """After how many days without anything new the web column is stale."""
    board: Count = 92
    """After how many days without anything new a board is stale."""
    sheet: Count = 31
    """After how many days without a look at a sheet that hangs one is due; 0 is never."""
    sparse: Count = 5
    """Below how many per cent of its places taken a board is nearly empty; 0 is never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskConfig:
    """How much of a kind of number may be seen."""

    __pydantic_config__ = FORMAT
    first: Count
    """How many characters stay at the head."""
    last: Count
    """How many stay at the tail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyConfig:
    """How personal numbers are covered: never so that the rest can be guessed."""

    __pydantic_config__ = FORMAT
    identity: MaskConfig = MaskConfig(first=3, last=4)
    """Identity numbers; at most 6 and 4."""
    mobile: MaskConfig = MaskConfig(first=3, last=4)
    """Mobile telephones; at most 3 and 4."""
    card: MaskConfig = MaskConfig(first=4, last=4)
    """Bank cards; at most 6 and 4."""
    permit: MaskConfig = MaskConfig(first=1, last=2)
    """Passports and travel permits; at most 2 and 2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccuracyConfig:
    """How figures are held against each other."""

    __pydantic_config__ = FORMAT
    jump: Count = 10
    """From how many times the last period's figure on a figure is doubted; 0 is never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingConfig:
    """Which words are not to be used."""

    __pydantic_config__ = FORMAT
    replace: dict[Text, Text] = field(default_factory=dict)
    """Wrong words and misnamed bodies, each with what takes its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FontsConfig:
    """Fonts in the place of the free ones: files of OpenType or TrueType, below the root."""

    __pydantic_config__ = FORMAT
    title: Text | None = None
    """小标宋, of titles."""
    body: Text | None = None
    """仿宋, of the text."""
    heading: Text | None = None
    """黑体, of first headings and what is strong."""
    emphasis: Text | None = None
    """楷体, of second headings and what is emphasized."""
    plain: Text | None = None
    """宋体, of page numbers, and of what the others lack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that config.yaml may say."""

    __pydantic_config__ = FORMAT
    site: SiteConfig
    """The site as a whole."""
    government: GovernmentConfig | None = None
    """What the site of a public body shows and tells of itself."""
    calendar: CalendarConfig = field(default_factory=CalendarConfig)
    """The working days of the body."""
    inspection: InspectionConfig = field(default_factory=InspectionConfig)
    """What an inspector looks at."""
    privacy: PrivacyConfig = field(default_factory=PrivacyConfig)
    """How personal numbers are covered."""
    accuracy: AccuracyConfig = field(default_factory=AccuracyConfig)
    """How figures are held against each other."""
    wording: WordingConfig = field(default_factory=WordingConfig)
    """Which words are not to be used."""
    assessment: AssessmentConfig | None = None
    """The score sheet."""
    fonts: FontsConfig = field(default_factory=FontsConfig)
    """Fonts of the sheets, in the place of those that come with Dispatch."""
