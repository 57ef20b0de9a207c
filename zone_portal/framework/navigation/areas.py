"""The three areas of the plans and the groups in each."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from zone_portal.framework.navigation.access import ADMINISTRATION, AUTHORITY
from zone_portal.framework.navigation.credit import CREDIT
from zone_portal.framework.navigation.declaring import DECLARING, DOCUMENTS, MARKET
from zone_portal.framework.navigation.entry import Group, Words
from zone_portal.framework.navigation.filing import FILING
from zone_portal.framework.navigation.public import PUBLIC, RULEBOOK
from zone_portal.framework.navigation.risk import RISK
from zone_portal.framework.navigation.statistics import STATISTICS
from zone_portal.framework.navigation.taxes import TAXES

AREAS: Final[tuple[tuple[Words, tuple[Group, ...]], ...]] = (
    (_("数据服务"), (STATISTICS, CREDIT, RISK)),
    (
        _("政务服务"),
        (DECLARING, DOCUMENTS, MARKET, TAXES, FILING, AUTHORITY, ADMINISTRATION),
    ),
    (_("特色服务"), (PUBLIC, RULEBOOK)),
)
