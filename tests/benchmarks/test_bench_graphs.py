"""What the measurement of graphs compares."""

from benchmarks.graphs import EACH, _by_peer, _queries, _whole, made_up
from indexers.graphs.knowledge import KnowledgeGraph
from indexers.graphs.tags import TagTable


def test_the_peer_begins_with_the_same_items() -> None:
    table = TagTable.build([made_up(600)])
    assert len(table.items) == 600
    assert 0.8 * EACH < table.holders.nnz / 600 <= EACH
    graph = KnowledgeGraph(table)
    starts = _queries(table, 1)[0]
    ours = graph.walk(starts, enough=20)
    peer = _by_peer(_whole(graph), starts)
    holders = {int(item) for tag in starts for item in table.of_tag(tag)}
    assert holders <= set(ours.items.tolist())
    best = ours.items[ours.distances.max(axis=1) == 1].tolist()  # they have all start tags
    assert set(best) <= set(peer[: len(best)])
