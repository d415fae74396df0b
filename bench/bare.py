"""The smallest WSGI application there is: what this machine, gunicorn and its worker cost by themselves."""

_HEADERS = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", "6")]


def application(environ, start_response):
    """Answer anything with a word."""
    start_response("200 OK", _HEADERS)
    return [b"hello\n"]
