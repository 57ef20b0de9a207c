"""Vocabulary of sites, people and of the audit trail."""

from typing import Final

LANGUAGES = (("zh-hans", "简体中文"), ("en", "English"))
DEFAULT_LANGUAGE = "zh-hans"

REAL_NAME_LEVELS: Final = (
    (0, "未实名"),
    (1, "L1 手机号"),
    (2, "L2 姓名和证件号"),
    (3, "L3 数字证书"),
)

SIGNED_IN: Final = "sign_in"
FIRST_STEP: Final = "sign_in_first_step"
SIGN_IN_FAILED: Final = "sign_in_failed"
CODE_FAILED: Final = "sign_in_code_failed"
SIGNED_OUT: Final = "sign_out"
REGISTERED: Final = "user.registered"
"""Deeds of coming in as the trail names them."""

COUNTED_BY_ADDRESS: Final = (SIGN_IN_FAILED, CODE_FAILED, REGISTERED)
"""Deeds of which one network address may do only so many; an index keeps them countable."""

HUB: Final = "hub"
"""The code of the one hub; a zone that moves in registers its enterprises there."""

SITE_KINDS: Final = (("hub", "线上综合服务平台"), ("sub", "分平台"), ("front", "前置服务窗口"))
SITE_STATUSES: Final = (
    ("planned", "规划"),
    ("building", "建设"),
    ("open", "运行"),
    ("closed", "停用"),
)

SITE_SERVICES: Final = (
    ("filing", "企业备案"),
    ("goods", "商品备案"),
    ("promotion", "促销备案"),
    ("facility", "场所仓库备案"),
    ("mandate", "委托与授权"),
    ("declaration", "单证申报"),
    ("assist", "窗口帮办代办"),
)
"""Services every site may offer; the zone's special services join them (``accounts.zones``)."""

SITE_DEPARTMENTS: Final = frozenset({"zone", "county", "park"})
"""Whose administrators run sites; those of other departments run their own organisations."""

DEPARTMENTS: Final = (
    ("zone", "综试区办公室"),
    ("customs", "海关"),
    ("tax", "税务"),
    ("fx", "外汇管理"),
    ("market", "市场监管"),
    ("commerce", "商务"),
    ("post", "邮政管理"),
    ("police", "公安"),
    ("park", "园区"),
    ("county", "县区"),
    ("bank", "银行"),
)

OFFICIAL_ROLES: Final = (
    ("administrator", "管理员"),
    ("reviewer", "审核员"),
    ("supervisor", "复核负责人"),
    ("auditor", "审计员"),
    ("viewer", "查看"),
)
"""``reviewer`` decides filings, ``supervisor`` is the second pair of eyes, ``administrator``
manages the site's people and settings, ``auditor`` searches the trail, ``viewer`` reads."""
