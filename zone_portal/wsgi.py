"""The WSGI application served by gunicorn."""

from contextlib import suppress

from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connections
from django.urls import get_resolver
from django.utils import timezone

from zone_portal import env
from zone_portal.celery import app as celery_app
from zone_portal.framework.processes import settle_memory
from zone_portal.framework.whole_bodies import WholeBodies

env.default_settings_module()
application = WholeBodies(get_wsgi_application())
# Here, before there are threads: two first requests at once must not race to register the tasks.
celery_app.loader.import_default_modules()


def warm_up() -> None:
    """Read the addresses and compile the rules of today, so that the first message of a process
    waits for neither (measured: more than a second)."""
    from declarations.rulebook import checks_on, day_of  # noqa: PLC0415  models need the set-up

    _ = get_resolver().url_patterns
    with suppress(DatabaseError):  # then the first message compiles them
        checks_on(day_of(timezone.now()))
    connections.close_all()  # none may be shared by the web processes


warm_up()
# Before the web processes are forked, so that they inherit it and share what is frozen.
settle_memory()
