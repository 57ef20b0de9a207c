"""The WSGI application served by gunicorn."""

from django.core.wsgi import get_wsgi_application

from zone_portal import env
from zone_portal.framework.processes import settle_memory

env.default_settings_module()
application = get_wsgi_application()
settle_memory()
