"""How much: the overview and the statistics."""

from django.utils.translation import gettext_lazy as _

from zone_portal.framework.navigation.entry import Entry, Group

STATISTICS = Group(
    _("统计"),
    (Entry(_("总览"), "statistics:overview"),),
    stands_open=True,
)
