"""Table of contents of the API. A picture is never kept, nor is its answer."""

from ..domain.doors import Door, Keep, declare
from .views import api

_KEEP = {"verify": Keep.ANSWER, "openapi.json": Keep.PAST}

urls = api.urls
for pattern in urls[0]:
    declare(Door.PROGRAM, _KEEP.get(str(pattern.pattern), Keep.NEVER))(pattern.callback)
