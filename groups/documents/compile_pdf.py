"""The child process that turns one list into one PDF, started by `pdf.py` for each list.

A child, because Typst keeps its memory between compiles and a stuck compile must be stoppable.
It is run by its path in isolated mode, so it imports nothing of the project: JSON on stdin,
PDF on stdout. Exit status 3 means that Typst refused the document; stderr then says why.
"""

import json
import resource
import sys
from pathlib import Path

REFUSED = 3
HERE = Path(__file__).resolve().parent
FONTS = HERE.parents[1] / "static" / "fonts"


def limit_memory(limit_bytes: int) -> None:
    """Cap the address space of this process, and leave no core file with the list in it."""
    resource.setrlimit(resource.RLIMIT_AS, (limit_bytes, limit_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def compile_list(data: dict, timestamp: int) -> bytes:
    """PDF/A-3a and PDF/UA-1 bytes; `timestamp` in seconds since 1970 is the only time they hold.

    The template is ours; values reach it as one JSON text, so they can never become markup.
    """
    import typst  # after the limit, so that the limit covers the library too

    return typst.compile(
        HERE / "attached_list.typ",
        root=HERE,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["a-3a", "ua-1"],
        sys_inputs={"list": json.dumps(data, ensure_ascii=False)},
        timestamp=timestamp,
    )


def main() -> int:
    request = json.load(sys.stdin.buffer)
    limit_memory(request["memory_limit"])
    try:
        document = compile_list(request["data"], request["timestamp"])
    except RuntimeError as refusal:  # typst.TypstError is one
        sys.stderr.write(str(refusal))
        return REFUSED
    sys.stdout.buffer.write(document)
    return 0


if __name__ == "__main__":
    sys.exit(main())
