"""JSON as bytes of a file."""

import json
from typing import Any


def json_bytes(document: Any, **options: Any) -> bytes:
    """Return a document as JSON in UTF-8.

    Names of files that are no UTF-8 reach Python with lone surrogates, which UTF-8 cannot tell;
    they become escapes, which a reader of JSON turns back.

    Args:
        document: JSON types.
        options: of json.dumps().
    """
    text = json.dumps(document, ensure_ascii=False, **options)
    return text.encode("utf-8", "backslashreplace")
