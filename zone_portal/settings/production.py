"""A real installation: behind TLS, own servers, own secrets. Refuses to start on a default one."""

from django.core.exceptions import ImproperlyConfigured

from zone_portal import env
from zone_portal.settings.base import *  # noqa: F403
from zone_portal.settings.base import ENV

SHORTEST_SECRET = 50

if ENV.secret_key == env.DEFAULT_SECRET or len(ENV.secret_key) < SHORTEST_SECRET:
    raise ImproperlyConfigured(
        f"Set PORTAL_SECRET_KEY (or PORTAL_SECRET_KEY_FILE): at least {SHORTEST_SECRET} random "
        "characters, the same for all processes of this installation."
    )
if ENV.database_is_embedded or ENV.redis_is_embedded:
    raise ImproperlyConfigured("Set DATABASE_URL and REDIS_URL: production brings its own servers.")
if not ENV.allowed_hosts:
    raise ImproperlyConfigured("Set PORTAL_ALLOWED_HOSTS to the names under which this is served.")
if ENV.debug:
    raise ImproperlyConfigured("PORTAL_DEBUG shows settings and data to strangers: unset it.")

ALLOWED_HOSTS = [*ENV.allowed_hosts, "localhost"]  # the platform's probes ask for localhost
SECOND_FACTOR = ENV.second_factor or "required"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = ENV.https
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked for by the platform without TLS
SESSION_COOKIE_SECURE = ENV.https
CSRF_COOKIE_SECURE = ENV.https
SECURE_HSTS_SECONDS = 31_536_000 if ENV.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENV.https
SECURE_HSTS_PRELOAD = ENV.https
