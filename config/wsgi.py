"""The door for a WSGI server, which opens once every page is loaded."""

from __future__ import annotations

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
gc.disable()  # nearly all that a start makes stays: to look through it for garbage takes a tenth of the start
application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)
gc.freeze()  # nor is it looked through while the pages are served
gc.enable()
