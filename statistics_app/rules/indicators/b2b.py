"""Exports by recognition: what the model and officials take for B2B, whatever the mode says."""

from typing import Final

from statistics_app.rules.indicators.base import MONEY, SHARE, Asked, Indicator, Text

SAID: Final[Text] = (
    "按识别结果划分，与按监管方式的贸易类型无关；存疑而未经人工认定的不计入，模型改版后重新归类。"
    "只含本平台收到的清单，以报关单申报的出口不在其中。",
    "By recognition, not by the kind of trade of the mode; doubtful ones count only when an "
    "official has decided; a new version of the model classifies again. Lists received here only, "
    "no exports declared by customs form.",
)
DIMENSIONS: Final = ("direction", "mode", "country", "section", "chapter", "heading", "customs",
                     "site", "enterprise")  # fmt: skip

RECOGNISED: Final = (
    Indicator(
        "IND-B2B-01", 1, "quality",
        ("识别为跨境电商B2B的出口额", "Exports recognised as e-commerce B2B"), MONEY,
        Asked("b2b_exports"),
        (
            "识别或认定为跨境电商B2B的已结关出口清单的 FOB 价值，减退货",
            "FOB value of exports closed that are recognised as e-commerce B2B, less returns",
        ),
        dimensions=DIMENSIONS,
        caveat=SAID,
    ),
    Indicator(
        "IND-B2B-02", 1, "quality",
        ("识别为跨境电商B2B的出口占比", "Share of exports recognised as e-commerce B2B"), SHARE,
        Asked("b2b_share"),
        ("识别或认定为跨境电商B2B的出口额", "Exports recognised as e-commerce B2B"),
        ("出口额", "Exports"),
        dimensions=DIMENSIONS,
        caveat=SAID,
    ),
)  # fmt: skip
