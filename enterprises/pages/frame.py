"""What the navigation of every page asks: what this person may do here."""

from django.http import HttpRequest

from accounts.models import Site, User
from accounts.selectors import all_services, authority_of, services_of
from enterprises.models import Member


def grants_of(request: HttpRequest) -> frozenset[str]:
    """The grants of who is signed in: ``official`` with the roles of the postings and their
    departments as ``department:customs``; for anybody else ``person``, and ``member`` with the
    roles in enterprises as ``member:declarant``; and ``service:goods`` for each service that is
    offered at one of the sites of the enterprises (to an official: every one)."""
    user = request.user
    if not isinstance(user, User):
        return frozenset()
    if user.is_official:
        postings = authority_of(user).postings
        roles = {posting.role for posting in postings} | ({"official"} if postings else set())
        roles |= {f"department:{posting.department}" for posting in postings}
        return frozenset(roles | {f"service:{code}" for code in all_services()})
    members = Member.objects.filter(user=user).values_list("role", "enterprise__site_id")
    roles_and_sites = list(members)
    sites = Site.objects.filter(code__in={site for _, site in roles_and_sites})
    offered = {code for site in sites for code in services_of(site)} or set(all_services())
    roles = {f"member:{role}" for role, _ in roles_and_sites}
    if roles:
        roles.add("member")
    roles.add("person")  # whoever is no official may file an enterprise
    return frozenset(roles | {f"service:{code}" for code in offered})
