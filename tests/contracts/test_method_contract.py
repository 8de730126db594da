"""One contract for every method of explanation, run on a tiny network that it fits."""

import numpy as np
import pytest

from common.errors import ModelError
from common.jobs import JobCancelled, JobContext
from models.explain.base import ExplainOptions
from models.explain.methods import METHODS, info
from models.explain.networks import Network

OPTIONS = ExplainOptions(samples=2, masks=6)
SIDE = 12


def network(*, transformer: bool) -> Network:
    from tests.models.explain.test_explain_methods import as_network, small

    if not transformer:
        return as_network(small())
    pytest.importorskip("transformers")
    from tests.models.explain import test_explain_transformers as transformers

    return transformers.as_network(transformers.tiny_vit())


@pytest.mark.parametrize("name", METHODS.names())
def test_a_method_explains_each_picture_by_itself(name: str) -> None:
    import torch

    from models.explain.explain import explain

    needs = info(name)
    tested = network(transformer=needs.needs_attention)
    x = torch.randn(2, 3, *tested.size, generator=torch.Generator().manual_seed(4))
    both = explain(tested, x, 1, methods=[name], options=OPTIONS)
    assert list(both.raw) == [name]
    maps = both.raw[name]
    assert maps.dtype == np.float32
    assert maps.shape[0] == 2
    assert maps.ndim == 3
    assert np.isfinite(maps).all()
    again = explain(tested, x, 1, methods=[name], options=OPTIONS)
    np.testing.assert_array_equal(maps, again.raw[name])  # chance is seeded
    if needs.family == "map":
        assert (maps >= 0).all()
    assert not tested.module.training
    assert not any(each._forward_hooks for each in tested.module.modules())  # nothing is left


@pytest.mark.parametrize("name", METHODS.names())
def test_a_method_can_be_cancelled(name: str) -> None:
    import torch

    from models.explain.explain import explain

    tested = network(transformer=info(name).needs_attention)
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        explain(
            tested,
            torch.zeros(1, 3, *tested.size),
            1,
            methods=[name],
            options=OPTIONS,
            context=context,
        )


@pytest.mark.parametrize("name", METHODS.names())
def test_a_class_that_is_not_there_is_refused(name: str) -> None:
    import torch

    from models.explain.explain import explain

    tested = network(transformer=info(name).needs_attention)
    with pytest.raises(ModelError):
        explain(tested, torch.zeros(1, 3, *tested.size), 10**6, methods=[name], options=OPTIONS)
