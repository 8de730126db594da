"""The objects of the DRES client API, version 2, and what is wrong with a document.

Written after the documented schema: required fields, types, closed sets of words. Where the
documents of others are read, fields that we do not know are passed over (strict=False).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["string", "whole", "boolean", "list", "object"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an object.

    Args:
        kind: JSON type; "whole" is a number without a fraction.
        required: it must be there and not be null; others may be null.
        of: name of the schema of an object, or of the members of a list; "" for texts.
        words: the texts that are allowed; () for any.
        bits: of a whole number, with its sign.
        only: the one value that a boolean may have; None for both.
    """

    kind: Kind
    required: bool = True
    of: str = ""
    words: tuple[str, ...] = ()
    bits: int = 64
    only: bool | None = None


_TEXT = Field("string")
_MAYBE = Field("string", required=False)
_WHOLE = Field("whole")
_MAYBE_WHOLE = Field("whole", required=False)
ROLES = ("ANYONE", "VIEWER", "PARTICIPANT", "JUDGE", "ADMIN")
CATEGORIES = ("TEXT", "IMAGE", "SKETCH", "FILTER", "BROWSING", "COOPERATION", "OTHER")
TASK_STATES = ("NO_TASK", "CREATED", "PREPARING", "RUNNING", "ENDED", "IGNORED")
VERDICTS = ("CORRECT", "WRONG", "INDETERMINATE", "UNDECIDABLE")

SCHEMAS: Mapping[str, Mapping[str, Field]] = {
    "LoginRequest": {"username": _TEXT, "password": _TEXT},
    "ApiUser": {
        "id": _MAYBE, "username": _MAYBE, "sessionId": _MAYBE,
        "role": Field("string", required=False, words=ROLES),
    },
    "ErrorStatus": {"status": Field("boolean", only=False), "description": _TEXT},
    "SuccessStatus": {"status": Field("boolean", only=True), "description": _TEXT},
    "SuccessfulSubmissionsStatus": {
        "status": Field("boolean"), "description": _TEXT,
        "submission": Field("string", words=VERDICTS),
    },
    "ApiClientEvaluationInfo": {
        "id": _TEXT, "name": _TEXT, "templateId": _TEXT, "templateDescription": _MAYBE,
        "type": Field("string", words=("SYNCHRONOUS", "ASYNCHRONOUS", "NON_INTERACTIVE")),
        "status": Field("string", words=("CREATED", "ACTIVE", "TERMINATED")),
        "teams": Field("list"),
        "taskTemplates": Field("list", of="ApiClientTaskTemplateInfo"),
    },
    "ApiClientTaskTemplateInfo": {
        "name": _TEXT, "taskGroup": _TEXT, "taskType": _TEXT, "duration": _WHOLE,
    },
    "ApiEvaluationState": {
        "evaluationId": _TEXT, "taskId": _MAYBE, "taskTemplateId": _MAYBE,
        "evaluationStatus": Field("string", words=("CREATED", "ACTIVE", "TERMINATED")),
        "taskStatus": Field("string", words=TASK_STATES), "timeLeft": _WHOLE, "timeElapsed": _WHOLE,
    },
    "ApiClientSubmission": {"answerSets": Field("list", of="ApiClientAnswerSet")},
    "ApiClientAnswerSet": {
        "taskId": _MAYBE, "taskName": _MAYBE, "answers": Field("list", of="ApiClientAnswer"),
    },
    "ApiClientAnswer": {
        "text": _MAYBE, "mediaItemName": _MAYBE, "mediaItemCollectionName": _MAYBE,
        "start": _MAYBE_WHOLE, "end": _MAYBE_WHOLE,
    },
    "QueryEventLog": {"timestamp": _WHOLE, "events": Field("list", of="QueryEvent")},
    "QueryEvent": {
        "timestamp": _WHOLE, "type": _TEXT, "value": _TEXT,
        "category": Field("string", words=CATEGORIES),
    },
    "QueryResultLog": {
        "timestamp": _WHOLE, "sortType": _TEXT, "resultSetAvailability": _TEXT,
        "results": Field("list", of="RankedAnswer"), "events": Field("list", of="QueryEvent"),
    },
    "RankedAnswer": {
        "answer": Field("object", of="ApiClientAnswer"),
        "rank": Field("whole", required=False, bits=32),
    },
    "CurrentTime": {"timeStamp": _WHOLE},
    "ApiHintContent": {
        "taskId": _TEXT, "loop": Field("boolean"),
        "sequence": Field("list", of="ApiContentElement"),
    },
    "ApiContentElement": {"contentType": _TEXT, "content": _MAYBE, "offset": _WHOLE},
}  # fmt: skip


def problems(
    document: Any, schema: str, *, many: bool = False, strict: bool = True, at: str = ""
) -> list[str]:
    """Return what is wrong with a document, each with the path of its field; [] for nothing.

    Args:
        document: parsed JSON.
        schema: a name of SCHEMAS.
        many: it shall be a list of such objects.
        strict: fields that the schema does not name are wrong.
        at: path of the document in a larger one.
    """
    if many:
        return _of_list(document, schema, at, strict=strict)
    name = at or schema
    if not isinstance(document, Mapping):
        return [f"{name} is no object"]
    fields = SCHEMAS[schema]
    found = [f"{name}.{key} is not known" for key in document if strict and str(key) not in fields]
    for key, field in fields.items():
        where = f"{name}.{key}"
        if document.get(key) is None:
            found += [f"{where} is missing"] if field.required else []
        else:
            found += _of_value(document[key], field, where, strict=strict)
    return found


def _of_list(document: Any, schema: str, at: str, *, strict: bool) -> list[str]:
    name = at or "the answer"
    if not isinstance(document, list):
        return [f"{name} is no list"]
    return [
        problem
        for number, entry in enumerate(document)
        for problem in problems(entry, schema, strict=strict, at=f"{name}[{number}]")
    ]


def _of_value(value: Any, field: Field, at: str, *, strict: bool) -> list[str]:
    if field.kind == "object":
        return problems(value, field.of, strict=strict, at=at)
    if field.kind == "list":
        if field.of:
            return _of_list(value, field.of, at, strict=strict)
        fits = isinstance(value, list) and all(isinstance(entry, str) for entry in value)
        return [] if fits else [f"{at} is no list of texts"]
    if field.kind == "string":
        return _of_text(value, field, at)
    if field.kind == "boolean":
        fits = isinstance(value, bool) and field.only in {None, value}
        return (
            [] if fits else [f"{at} is not {'true or false' if field.only is None else field.only}"]
        )
    fits = isinstance(value, int) and not isinstance(value, bool)
    if not fits:
        return [f"{at} is no whole number"]
    return [] if -(1 << field.bits - 1) <= value < 1 << field.bits - 1 else [f"{at} is too large"]


def _of_text(value: Any, field: Field, at: str) -> list[str]:
    if not isinstance(value, str):
        return [f"{at} is no text"]
    if field.words and value not in field.words:
        return [f"{at} is none of {', '.join(field.words)}"]
    return []
