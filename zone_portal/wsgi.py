"""The WSGI application served by gunicorn."""

from django.core.wsgi import get_wsgi_application

from zone_portal import env

env.default_settings_module()
application = get_wsgi_application()
