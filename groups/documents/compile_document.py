"""The child process that turns one template and its values into one file, started by `typesetting.py` for each.

A child, because Typst keeps its memory between compiles and a stuck compile must be stoppable.
It is run by its path in isolated mode, so it imports nothing of the project: JSON on stdin,
the file on stdout. Exit status 3 means that Typst refused the document; stderr then says why.
"""

import json
import resource
import sys
from pathlib import Path

REFUSED = 3
HERE = Path(__file__).resolve().parent
FONTS = HERE.parents[1] / "static" / "fonts"
TEMPLATES = ("attached_list", "notice", "card", "card_picture")


def limit_memory(limit_bytes: int) -> None:
    """Cap the address space of this process, and leave no core file with the list in it."""
    resource.setrlimit(resource.RLIMIT_AS, (limit_bytes, limit_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def compile_document(request: dict) -> bytes:
    """PDF/A-3a and PDF/UA-1 bytes, or those of a PNG; `timestamp` in seconds since 1970 is the only time they hold.

    The template is ours; values reach it as one JSON text, so they can never become markup.
    """
    import typst  # after the limit, so that the limit covers the library too

    if request["template"] not in TEMPLATES:
        raise RuntimeError(f"no such template: {request['template']}")
    how = {"pdf_standards": ["a-3a", "ua-1"], "timestamp": request["timestamp"]}
    if request["form"] == "png":
        how = {"ppi": request["dots_per_inch"]}
    return typst.compile(
        HERE / f"{request['template']}.typ",
        root=HERE,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format=request["form"],
        sys_inputs={"data": json.dumps(request["data"], ensure_ascii=False)},
        **how,
    )


def main() -> int:
    request = json.load(sys.stdin.buffer)
    limit_memory(request["memory_limit"])
    try:
        document = compile_document(request)
    except RuntimeError as refusal:  # typst.TypstError is one
        sys.stderr.write(str(refusal))
        return REFUSED
    sys.stdout.buffer.write(document)
    return 0


if __name__ == "__main__":
    sys.exit(main())
