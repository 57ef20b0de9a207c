"""Users."""

import factory

from accounts.models import User


class UserFactory(factory.django.DjangoModelFactory[User]):
    """A person who can sign in with the password ``correct horse``."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"person{n}")
    name = "罗模拟"
    password = factory.django.Password("correct horse")
