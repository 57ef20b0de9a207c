"""For what an enterprise may be put on the negative list: listed causes only, each with its law."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from credit.rules.supervision import clocks

GENERAL: Final = "general"
SERIOUS: Final = "serious"
LEVELS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {GENERAL: ("一般失信", "General"), SERIOUS: ("严重失信", "Serious")}
)


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause: its words, its level, what it rests on, whether a repair can end it early."""

    code: str
    zh: str
    en: str
    level: str
    basis: str
    repairable: bool = True

    def label(self, language: str) -> str:
        """Its name in a language."""
        return self.zh if language.startswith("zh") else self.en


_PLAN = "综试区实施方案“信用负面清单”（商业欺诈、知识产权侵权、制假售假等重大失信行为）"
_CAUSES: Final = (
    Cause("fraud", "商业欺诈", "Commercial fraud", SERIOUS, f"{_PLAN}；《电子商务法》第八十六条"),
    Cause(
        "ip_infringement",
        "知识产权侵权",
        "Infringement of intellectual property",
        SERIOUS,
        f"{_PLAN}；《电子商务法》第八十六条",
    ),
    Cause(
        "counterfeit",
        "制假售假",
        "Making or selling counterfeits",
        SERIOUS,
        f"{_PLAN}；《电子商务法》第八十六条",
    ),
    Cause(
        "false_trade",
        "虚构交易或伪造三单信息",
        "Invented trade or forged documents",
        SERIOUS,
        "海关总署公告2018年第194号；《电子商务法》第八十六条",
    ),
    Cause(
        "identity_misuse",
        "冒用他人身份或额度",
        "Misuse of other people's identity or quota",
        SERIOUS,
        "海关总署公告2018年第194号；《个人信息保护法》",
    ),
    Cause(
        "smuggling",
        "走私行为经海关处罚",
        "Smuggling punished by customs",
        SERIOUS,
        "海关总署令第282号；《海关行政处罚实施条例》",
        repairable=False,
    ),
    Cause(
        "commitment_broken",
        "违背信用承诺且拒不改正",
        "Broken credit commitment, not put right",
        GENERAL,
        "综试区信用承诺制度",
    ),
    Cause(
        "duty_refused",
        "拒不履行退运、召回或更正义务",
        "Refusal to return, recall or correct",
        GENERAL,
        "《电子商务法》；海关总署公告2018年第194号",
    ),
)
CAUSES: Final[Mapping[str, Cause]] = MappingProxyType({cause.code: cause for cause in _CAUSES})

PERIODS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        GENERAL: (clocks.LISTED_MINIMUM_GENERAL, clocks.LISTED_MAXIMUM_GENERAL),
        SERIOUS: (clocks.LISTED_MINIMUM_SERIOUS, clocks.LISTED_MAXIMUM_SERIOUS),
    }
)
"""Level → the clocks of its shortest and longest publication."""
