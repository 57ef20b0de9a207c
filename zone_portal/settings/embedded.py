"""The embedded default behind ``./portal up``: one machine, plain HTTP, own database and broker."""

from zone_portal.settings.base import *  # noqa: F403
from zone_portal.settings.base import ENV

# The runner binds to the loopback address unless told otherwise; whoever opens it names the hosts.
ALLOWED_HOSTS = list(ENV.allowed_hosts) or ["localhost", "127.0.0.1", "[::1]"]
