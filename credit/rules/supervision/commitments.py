"""The texts that a firm may sign (信用承诺); a changed text is a new edition of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class CommitmentText:
    """One commitment: its title, its text, its basis."""

    code: str
    zh: str
    en: str
    text_zh: str
    text_en: str
    basis: str


_ALL: Final = (
    CommitmentText(
        "truth",
        "资料真实承诺",
        "True information",
        "本企业向综合服务平台提交的备案、申报和统计资料真实、准确、完整；如有变化及时更正，并承担相应责任。",
        "What we file, declare and report on this platform is true, exact and whole; we correct it "
        "when it changes and answer for it.",
        "国办发〔2020〕49号；综试区信用承诺制度",
    ),
    CommitmentText(
        "lawful_goods",
        "守法经营与知识产权承诺",
        "Lawful goods and intellectual property",
        "本企业不销售侵犯知识产权、假冒伪劣和禁止进出口的商品，接受监管部门检查，发现问题立即下架并召回。",
        "We sell no goods that infringe rights, are counterfeit or may not be traded; we accept "
        "inspections, take such goods off sale and recall them at once.",
        "《电子商务法》第五、十三、四十二条",
    ),
    CommitmentText(
        "duties",
        "依法纳税与汇总申报承诺",
        "Taxes and summary declarations in time",
        "本企业按期办理汇总申报，足额缴纳税款，不拆分交易、不冒用他人身份或额度。",
        "We make summary declarations in time, pay what is due in full, split no transactions and "
        "use nobody else's identity or quota.",
        "《关税法》；海关总署公告2018年第194号",
    ),
)
COMMITMENTS: Final[Mapping[str, CommitmentText]] = MappingProxyType({c.code: c for c in _ALL})
