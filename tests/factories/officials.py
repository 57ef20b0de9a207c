"""Officials: a person with a posting."""

from datetime import date

from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory

from accounts.models import Organisation, Posting, User
from tests.factories.users import UserFactory


class OrganisationFactory(DjangoModelFactory[Organisation]):
    """The zone office at the hub."""

    class Meta:
        model = Organisation

    code = Sequence(lambda n: f"office-{n}")
    name = "综试区办公室"
    department = "zone"


class PostingFactory(DjangoModelFactory[Posting]):
    """A reviewer of the zone office."""

    class Meta:
        model = Posting

    user = SubFactory(UserFactory, is_official=True)
    organisation = SubFactory(OrganisationFactory)
    role = "reviewer"
    from_date = date(2020, 1, 1)


def official(department: str = "zone", role: str = "reviewer", site: str = "hub") -> User:
    """A person with one posting, at the hub unless told otherwise."""
    posting = PostingFactory.create(
        organisation__department=department, organisation__site_id=site, role=role
    )
    return posting.user
