"""A person's memberships, as a part of their account page."""

from typing import Any

from django import template

from accounts.models import User
from enterprises.models import Member

register = template.Library()


@register.inclusion_tag("enterprises/memberships.html")
def memberships_of(person: User) -> dict[str, Any]:
    """The enterprises this person acts for, and as what."""
    rows = Member.objects.filter(user_id=person.pk).select_related("enterprise")
    return {"memberships": rows.order_by("joined_at", "id")}
