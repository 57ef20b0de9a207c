"""Officials: opening their accounts, giving and ending their postings. Nobody reaches beyond the
own subtree, and nobody changes the own postings."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.constants import OFFICIAL_ROLES
from accounts.models import Organisation, Posting, User
from accounts.selectors import postings_in_force
from accounts.services import audit
from accounts.services.audit import Actor
from accounts.services.authorising import NotAllowedError, problem_at, require_organisation
from accounts.services.links import make_link
from accounts.services.notices import notify
from accounts.services.organisations import post
from accounts.services.users import create_user
from zone_portal.kernel.errors import PortalError


@dataclass(frozen=True, slots=True)
class NewOfficial:
    """A new account and the token of its one-time link, which is nowhere else."""

    user: User
    token: str


@transaction.atomic
def appoint_new(
    *, username: str, name: str, organisation: str, role: str, by: Actor, at: datetime
) -> NewOfficial:
    """Open an official's account with one posting; the person sets the password by the link.

    :raises PortalError: ``not_administrator_here``, ``organisation_inactive``, ``role_unknown``,
        ``username_taken``.
    """
    office = _office(organisation, by)
    _known(role)
    try:
        with transaction.atomic():
            user = create_user(
                username=username.strip(),
                name=name.strip(),
                password=None,
                is_official=True,
                by=by,
                at=at,
            )
    except IntegrityError as error:
        raise problem_at(
            "username",
            "username_taken",
            zh="这个用户名已有人使用。",
            en="Somebody has this user name already.",
        ) from error
    post(user=user, organisation=office, role=role, by=by, at=at)
    return NewOfficial(user, make_link(user=user, by=by, at=at))


@transaction.atomic
def appoint(*, username: str, organisation: str, role: str, by: Actor, at: datetime) -> Posting:
    """Give an official another posting, from today on.

    :raises PortalError: as :func:`appoint_new`, ``official_unknown``, ``posting_is_own``.
    """
    office = _office(organisation, by)
    _known(role)
    user = User.objects.filter(username__iexact=username.strip(), is_official=True).first()
    if user is None or not user.is_active:
        raise problem_at(
            "username",
            "official_unknown",
            zh="没有这个监管人员账号。",
            en="There is no official with this user name.",
        )
    _refuse_own(by, user)
    given = post(user=user, organisation=office, role=role, by=by, at=at)
    _tell(user, office, role, at=at, ended=False)
    return given


@transaction.atomic
def end_posting(*, posting_id: int, by: Actor, at: datetime) -> Posting:
    """End a posting today: the person has its role no longer.

    :raises PortalError: ``not_administrator_here``, ``posting_is_own``, ``posting_ended``.
    """
    posting = (
        Posting.objects.select_for_update(of=("self",))
        .select_related("organisation__site", "user")
        .get(pk=posting_id)
    )
    require_organisation(by, posting.organisation)
    _refuse_own(by, posting.user)
    today = timezone.localdate(at)
    if posting.to_date is not None and posting.to_date <= today:
        raise PortalError(
            "posting_ended", zh="这项任职已经结束。", en="This posting has ended already."
        )
    posting.to_date = max(today, posting.from_date)
    posting.save(update_fields=["to_date"])
    audit.record(
        "posting.ended",
        by=by,
        on=("accounts.user", str(posting.user_id)),
        old=_shown(posting),
        new=_shown(posting) | {"to": _day(posting.to_date)},
        at=at,
    )
    _tell(posting.user, posting.organisation, posting.role, at=at, ended=True)
    return posting


@transaction.atomic
def renew_link(*, user_id: int, by: Actor, at: datetime) -> NewOfficial:
    """A new one-time link for an official all of whose postings the actor administers: a link
    takes over the account, so it needs authority over everything the account can do.

    :raises PortalError: ``not_administrator_here``, ``posting_is_own``.
    """
    user = User.objects.get(pk=user_id, is_official=True)
    _refuse_own(by, user)
    held = postings_in_force(timezone.localdate(at)).filter(user=user)
    postings = list(held.select_related("organisation__site"))
    if not postings or user.is_superuser:
        raise NotAllowedError
    for posting in postings:
        require_organisation(by, posting.organisation)
    return NewOfficial(user, make_link(user=user, by=by, at=at))


def _office(code: str, by: Actor) -> Organisation:
    office = Organisation.objects.select_related("site").get(code=code)
    require_organisation(by, office)
    if not office.active:
        raise PortalError(
            "organisation_inactive",
            zh="该单位已停用，不能任职。",
            en="The organisation is out of use; nobody can be posted there.",
        )
    return office


def _known(role: str) -> None:
    if role not in {code for code, _ in OFFICIAL_ROLES}:
        raise PortalError("role_unknown", zh="没有这个角色。", en="There is no such role.")


def _refuse_own(by: Actor, user: User) -> None:
    if isinstance(by, User) and by.pk == user.pk:
        raise PortalError(
            "posting_is_own",
            zh="不能变更自己的任职，请由另一位管理员办理。",
            en="Nobody changes their own postings; ask another administrator.",
        )


def _tell(user: User, office: Organisation, role: str, *, at: datetime, ended: bool) -> None:
    zh, en = dict(OFFICIAL_ROLES)[role], role
    did_zh, did_en = ("已结束", "has ended") if ended else ("已生效", "is in force")
    notify(
        user=user,
        kind="posting",
        zh=f"您在{office.name}的任职（{zh}）{did_zh}。",
        en=f"Your posting as {en} at {office.name_en or office.name} {did_en}.",
        at=at,
    )


def _shown(posting: Posting) -> dict[str, str]:
    return {"organisation": posting.organisation.code, "role": posting.role}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
