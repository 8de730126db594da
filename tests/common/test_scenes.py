import json
from datetime import date

import pytest

from common.scenes import (
    Condition,
    LifelogQuery,
    Need,
    QueryEdge,
    QueryNode,
    QueryPart,
    TimeWindow,
    query_of_json,
    query_to_json,
)

QUERY = LifelogQuery(
    text="I was eating pizza on Friday night at work",
    parts=(
        QueryPart(
            text="I was eating pizza on Friday night at work",
            nodes=(
                QueryNode(("i",), span=(0, 1)),
                QueryNode(("pizza", "flatbread"), ("hot",), Need.MUST, None, (13, 18)),
                QueryNode((), example=(7, 0.1, 0.2, 0.3, 0.4)),
            ),
            edges=(QueryEdge(0, ("eat", "have"), 1),),
            time=(
                TimeWindow(
                    weekdays=(4,),
                    ranges=((date(2016, 8, 15), date(2016, 9, 10)),),
                    hours=((1260, 240),),
                    text="on Friday night",
                    span=(19, 34),
                ),
            ),
            places=(Condition("work", "at work", span=(35, 42)),),
            unknown=("zzz",),
        ),
    ),
    ordered=True,
    within_s=60.0,
)


def test_a_query_survives_json() -> None:
    document = json.loads(json.dumps(query_to_json(QUERY)))
    assert query_of_json(document) == QUERY
    assert query_of_json({}) == LifelogQuery()


@pytest.mark.parametrize(
    "document",
    [
        {"parts": [{"nodes": [{}]}]},
        {
            "parts": [
                {
                    "nodes": [{"labels": ["a"]}],
                    "edges": [{"subject": 0, "predicates": ["on"], "object": 1}],
                }
            ]
        },
        {"parts": [{"nodes": [{"labels": ["a"], "need": "perhaps"}]}]},
        {"parts": [{"time": [{"ranges": [["2016-13-01", "2016-12-01"]]}]}]},
        {"parts": 3},
        {"within_s": "long"},
    ],
)
def test_what_is_no_query_is_refused(document: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        query_of_json(document)


def test_a_first_name_stands_for_all() -> None:
    part = QUERY.parts[0]
    assert part.nodes[1].label == "pizza"
    assert part.nodes[2].label == ""
    assert part.edges[0].predicate == "eat"
    assert not part.is_empty
    assert not part.time[0].is_empty
    assert QueryPart(text="hm").is_empty
    assert TimeWindow(text="once").is_empty
