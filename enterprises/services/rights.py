"""Who may manage an enterprise's people, clients, mandates and consents: its administrators."""

from typing import Final

from accounts.facts import ClientActor
from accounts.models import Site, User
from accounts.selectors import services_of
from accounts.services.audit import Actor
from enterprises.models import ApiClient, Enterprise, Member
from enterprises.services.refusals import Refusal
from zone_portal.kernel.errors import PortalError

ADMINISTRATOR: Final = "administrator"


def administers(enterprise_id: int, *, by: Actor) -> bool:
    """Whether somebody may manage the enterprise at this moment.

    A person must be its administrator; a client must be the enterprise's own, what it may do is
    the matter of its token's scopes. A program of the portal itself may.
    """
    if isinstance(by, User):
        held = Member.objects.filter(user_id=by.pk, enterprise_id=enterprise_id)
        return held.filter(role=ADMINISTRATOR).exists()
    if isinstance(by, ClientActor):
        return ApiClient.objects.filter(id=by.client_id, enterprise_id=enterprise_id).exists()
    return True


def must_administer(enterprise_id: int, *, by: Actor) -> None:
    """Refuse who may not manage the enterprise.

    :raises Refusal: 403 ``administrator_needed``.
    """
    if not administers(enterprise_id, by=by):
        raise Refusal(
            "administrator_needed",
            403,
            "只有本企业的管理员可以这样做。请联系本企业管理员。",
            "Only an administrator of the enterprise may do this. Ask one of yours.",
        )


def lock_people(enterprise_id: int) -> Enterprise:
    """The enterprise, locked so that changes of its people, clients and mandates happen one after
    the other; rows that only refer to it are not held up.

    :raises PortalError: ``enterprise_unknown``.
    """
    rows = Enterprise.objects.select_for_update(no_key=True)
    locked: Enterprise | None = rows.filter(id=enterprise_id).first()
    if locked is None:
        raise PortalError("enterprise_unknown", zh="没有该企业", en="there is no such enterprise")
    return locked


def must_be_offered(service: str, site: Site) -> None:
    """Refuse what the site of an enterprise does not offer, however somebody got there.

    :raises Refusal: 409 ``service_not_offered``.
    """
    if service not in services_of(site):
        raise Refusal(
            "service_not_offered",
            409,
            f"{site.name}未开通此项服务，请联系所属平台。",
            f"{site.name_en or site.name} does not offer this service: ask your site.",
            details={"service": service, "site": site.code},
        )
