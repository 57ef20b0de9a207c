"""Users."""

from factory.declarations import Sequence
from factory.django import DjangoModelFactory, Password

from accounts.models import User


class UserFactory(DjangoModelFactory[User]):
    """A person who can sign in with the password ``correct horse``."""

    class Meta:
        model = User

    username = Sequence(lambda n: f"person{n}")
    name = "罗模拟"
    password = Password("correct horse")
