"""How much is due."""

from django.utils.translation import gettext_lazy as _

from zone_portal.framework.navigation.entry import Entry, Group

TAXES = Group(
    _("税费"),
    (
        Entry(
            _("税款估算"),
            "taxation:estimate",
            ("taxation:rates", "taxation:treatments"),
        ),
        Entry(
            _("电子税单"),
            "taxation:bills",
            ("taxation:bill", "taxation:batches"),
            needs=("member", "official"),
        ),
        Entry(
            _("担保账户"),
            "taxation:guarantees",
            ("taxation:guarantee", "taxation:guarantee_new", "taxation:guarantee_edit"),
            needs=("member", "official"),
        ),
        Entry(
            _("个人额度"),
            "taxation:quota",
            needs=("department:customs", "department:zone"),
        ),
    ),
)
