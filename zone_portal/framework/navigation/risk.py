"""What is wrong: screening, alerts, cases, plans."""

from django.utils.translation import gettext_lazy as _

from zone_portal.framework.navigation.entry import Entry, Group

ENTRIES: tuple[Entry, ...] = ()
RISK = Group(_("风险"), ENTRIES)
