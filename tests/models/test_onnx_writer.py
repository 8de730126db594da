"""Graphs of our own writer, as onnxruntime reads them."""

import numpy as np
import pytest

from models.base import Runtime
from models.networks.common import open_session
from models.onnx_writer import ONNXRUNTIME, GraphWriter


def test_a_graph_computes_what_it_says() -> None:
    graph = GraphWriter()
    x = graph.input("x", ["n", 3])
    weight = np.arange(6, dtype=np.float32).reshape(2, 3)
    y = graph.node("MatMul", [x, graph.weight("w", weight.T)], "y")  # strided, as layers are
    half = graph.weight("half", np.array(0.5, np.float32))
    graph.node("Mul", [y, half], "z")
    graph.output("z", ["n", 2])
    session = open_session(graph.to_bytes(), Runtime())
    rows = np.array([[1, 2, 3], [-1, 0, 4]], np.float32)
    (z,) = session.run(["z"], {"x": rows})
    np.testing.assert_allclose(z, rows @ weight.T * 0.5)


@pytest.mark.parametrize("axis", [-1, 0])
def test_negative_numbers_and_whole_number_tensors_survive(axis: int) -> None:
    graph = GraphWriter()
    rows = graph.input("rows", ["n"], np.int32)
    table = np.arange(12, dtype=np.float32).reshape(3, 4)
    picked = graph.node("Gather", [graph.weight("table", table), rows], "picked", {"axis": axis})
    offset = graph.weight("offset", np.array([-7, 2**40], np.int64))
    graph.node("Cast", [offset], "shift", {"to": 1})
    first = graph.node("Gather", ["shift", graph.weight("first", np.zeros(1, np.int64))], "first s")
    graph.node("Add", [picked, first], "sum")
    graph.output("sum", ["a", "b"])
    graph.output("shift", [2])
    session = open_session(graph.to_bytes(), Runtime())
    wanted = np.array([2, 0], np.int32)
    total, shift = session.run(["sum", "shift"], {"rows": wanted})
    np.testing.assert_array_equal(total, np.take(table, wanted, axis=axis) - 7)
    np.testing.assert_array_equal(shift, np.array([-7, 2**40], np.float32))


def test_operators_that_onnxruntime_adds_are_found() -> None:
    graph = GraphWriter()
    x = graph.input("x", [4])
    zero = graph.weight("zero", np.zeros(4, np.float32))
    graph.node("BiasGelu", [x, zero], "y", domain=ONNXRUNTIME)
    graph.output("y", [4])
    session = open_session(graph.to_bytes(), Runtime())
    (y,) = session.run(["y"], {"x": np.array([-20, 0, 1, 20], np.float32)})
    np.testing.assert_allclose(y, [0, 0, 0.8413447, 20], atol=1e-6)
