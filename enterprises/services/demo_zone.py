"""Who takes part in the demo zone. All names are invented; codes point at no real place:
customs codes of a division 3699 that does not exist, USCCs of area 000000."""

from typing import Final, NamedTuple

from enterprises.rules.registration import Applicant
from zone_portal.kernel.identifiers import organisation_check_character, uscc_check_character


class DemoUser(NamedTuple):
    """A demo account; ``member_of`` is a key of ``FIRMS``, empty for an official;
    ``role`` the role there, for an official all roles with blanks between. ``organisation`` is
    the code of the official's organisation; ``COUNTY`` stands for the zone's first county."""

    username: str
    name: str
    member_of: str
    role: str
    organisation: str = ""


COUNTY: Final = "county"


FIRMS: Final = {
    "mall": ("洪城云集电子商务有限公司", "platform ecommerce"),
    "platform": ("赣鄱跨境商城平台有限公司", "platform"),
    "seller": ("豫章优品国际贸易有限公司", "ecommerce"),
    "exporter": ("滕王阁进出口有限公司", "ecommerce"),
    "agent": ("章江母婴跨境电商有限公司", "ecommerce domestic_agent"),
    "trader": ("艾溪湖畔个体商行", "individual"),
    "payment": ("洪城通宝支付有限公司", "payment"),
    "bank": ("赣鄱清算金融服务有限公司", "payment finance"),
    "carrier": ("豫章国际物流有限公司", "logistics"),
    "express": ("滕王阁国际速递有限公司", "express logistics"),
    "postal": ("鄱湖邮政速递有限公司", "postal"),
    "broker": ("洪城报关行有限公司", "broker"),
    "warehouse": ("赣江保税仓储有限公司", "warehouse broker"),
    "overseas": ("滕王阁海外仓有限公司", "overseas_warehouse logistics"),
    "service": ("豫章外贸综合服务有限公司", "foreign_trade_service service broker"),
    "park": ("赣江跨境产业园运营有限公司", "park site"),
    "lab": ("鄱湖商品检测有限公司", "lab"),
}
"""Key → (name, kinds); the order gives the codes and may only grow."""

MANDATES: Final = (
    ("platform", "express", ("CEB303", "CEB311")),
    ("seller", "express", ("CEB303", "CEB311", "CEB403", "CEB411")),
    ("payment", "express", ("CEB403", "CEB411")),
    ("mall", "postal", ("CEB303", "CEB311")),
    ("bank", "postal", ("CEB403", "CEB411")),
)
"""(principal, agent, message kinds)."""

USERS: Final = (
    DemoUser("mall", "罗模拟(电商经办人)", "mall", "administrator"),
    DemoUser("payment", "万模拟(支付经办人)", "payment", "declarant"),
    DemoUser("broker", "熊模拟(报关员)", "broker", "declarant"),
    DemoUser("zone", "涂模拟(综试区办公室)", "", "administrator reviewer", "zone-office"),
    DemoUser("supervisor", "饶模拟(复核负责人)", "", "supervisor", "zone-office"),
    DemoUser("second", "程模拟(复核负责人)", "", "supervisor", "zone-office"),
    DemoUser("auditor", "喻模拟(审计员)", "", "auditor", "zone-office"),
    DemoUser("customs", "龚模拟(海关审核)", "", "reviewer", "customs"),
    DemoUser("market", "邹模拟(市场监管审核)", "", "reviewer", "market"),
    DemoUser("fx", "晏模拟(外汇审核)", "", "reviewer", "fx"),
    DemoUser("post", "谌模拟(邮政审核)", "", "reviewer", "post"),
    DemoUser("commerce", "揭模拟(商务审核)", "", "reviewer", "commerce"),
    DemoUser("county", "辜模拟(县区分平台)", "", "administrator reviewer", COUNTY),
)


def demo_applicant(key: str) -> Applicant:
    """The demo firm with its invented customs code and its USCC with right check characters."""
    name, kinds = FIRMS[key]
    serial = list(FIRMS).index(key) + 1
    return Applicant(_customs_code(serial), _uscc(serial), name, tuple(kinds.split()))


def demo_codes() -> dict[str, str]:
    """Key of the firm → its customs code, for whoever plays the zone."""
    return {key: demo_applicant(key).code for key in FIRMS}


def demo_uscc(serial: int) -> str:
    """The invented unified code of this serial (below 1000), with right check characters."""
    return _uscc(serial)


def _customs_code(serial: int) -> str:
    return f"369996D{serial:03}"


def _uscc(serial: int) -> str:
    organisation = f"MADEM{serial:03}"
    first17 = f"91000000{organisation}{organisation_check_character(organisation)}"
    return first17 + uscc_check_character(first17)
