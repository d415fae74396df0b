"""What a reader would not see go wrong: errors in the console, broken scripts, requests to other machines."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request

HOST = "127.0.0.1"


class Watch:
    """Notes the troubles of every page in one context."""

    _REFUSED_PAGE = re.compile(r"^Failed to load resource: the server responded with a status of 4\d\d")

    def __init__(self, context: BrowserContext) -> None:
        self.troubles: list[str] = []
        self._context = context
        self._pages: set[str] = set()
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.troubles.append(f"script error: {error.error}"))

    def finish(self) -> list[str]:
        """Return all troubles, those still on their way from the browser too."""
        self._context.cookies()  # a question and its answer: what was sent before the answer has then been heard
        return self.troubles

    def _request(self, request: Request) -> None:
        if request.is_navigation_request():
            self._pages.add(request.url)
        address = urlsplit(request.url)
        # The last two are Chromium's own viewer of PDF files, which leaves the machine as little as the others.
        if address.scheme not in {"data", "blob", "about", "chrome", "chrome-extension"} and address.hostname != HOST:
            self.troubles.append(f"request to another machine: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium calls it an error that a page itself answers 404; a test of that page means it so.
        asked_for = message.location.get("url") in self._pages and self._REFUSED_PAGE.match(message.text)
        # A breach of the Content-Security-Policy, one only reported included, is an error in the console.
        if message.type == "error" and not asked_for:
            place = f"{message.location.get('url')}:{message.location.get('lineNumber')}"
            self.troubles.append(f"console: {message.text} ({place})")
