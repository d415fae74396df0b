"""The WSGI door. A bad setting stops the start with one sentence."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")

from django.core.wsgi import get_wsgi_application

from .environment import SettingError

try:
    application = get_wsgi_application()
    from .front import Front  # these need Django to be set up
    from .gate import Gate
    from .lane import Lane
    from .patience import of_settings
    from .plain import PlainHandler

    application = Gate(Front(application, plain=PlainHandler(), lane=Lane()), of_settings())
except SettingError as error:
    # 4 is gunicorn's own "the application cannot be loaded": the master stops instead of starting it again and again.
    sys.stderr.write(f"{error}\n")
    sys.exit(4)
