"""JSON as bytes of a file."""

import json

from common.json_bytes import json_bytes


def test_whatever_python_holds_in_a_text_comes_back() -> None:
    text = 'caf\udce9 \ud83d 東京 \u2028 \x85 "quoted" \\udce9'
    assert json.loads(json_bytes({"text": text}).decode("utf-8")) == {"text": text}
    assert json_bytes({"a": 1}, indent=1) == b'{\n "a": 1\n}'
