"""The WSGI door. A bad setting stops the start with one sentence."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402  the settings module must be named first

from .environment import SettingError  # noqa: E402

try:
    application = get_wsgi_application()
except SettingError as error:
    # 4 is gunicorn's own "the application cannot be loaded": the master stops instead of starting it again and again.
    print(error, file=sys.stderr)
    sys.exit(4)
