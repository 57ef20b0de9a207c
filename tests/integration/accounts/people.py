"""Browsers, telephones and people for the tests of signing in."""

from datetime import datetime

import pyotp
from django.test import Client

from accounts.models import User
from accounts.services import second_factor
from tests.factories.users import UserFactory

PASSWORD = "correct horse"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"


class Phone:
    """An authenticator that holds one secret."""

    def __init__(self, secret: str) -> None:
        self._totp = pyotp.TOTP(secret)

    def code(self, at: datetime, later: int = 0) -> str:
        """The code at an instant, or so many steps later."""
        return self._totp.at(at, counter_offset=later)


def browser(user_agent: str = FIREFOX, address: str = "10.0.0.1") -> Client:
    """A browser at a network address."""
    return Client(headers={"User-Agent": user_agent}, REMOTE_ADDR=address)


def enrolled(at: datetime, **fields: object) -> tuple[User, Phone, list[str]]:
    """A person with a second factor in use since ``at``, their telephone and recovery codes."""
    user = UserFactory.create(**fields)
    phone = Phone(second_factor.begin(by=user, at=at).secret)
    codes = second_factor.confirm(by=user, code=phone.code(at), at=at, origin="10.0.0.1")
    return user, phone, codes


def enter_password(client: Client, user: User, *, then: str = "") -> str:
    """Give the right password at the sign-in page; the address that follows."""
    body = {"username": user.username, "password": PASSWORD, "next": then}
    return str(client.post("/sign-in/", body)["Location"])
