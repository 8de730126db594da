"""Agreement with the packages `grad-cam` and `torchcam`, where they define the same map.

They are no dependencies: without them these tests skip. Left out on purpose: torchcam 0.5's
Grad-CAM++ (it divides a copy, so that its weights are not divided at all) and its Smooth Grad-CAM++
(it takes the gradient of the last noisy copy instead of the mean).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from models.explain.building import random_module
from models.explain.explain import explain, scale
from models.explain.networks import Network, imagenet_labels

LAYERS = {"vgg16": "features.28", "resnet34": "layer3.2", "mobilenet_v2": "blocks.12"}
CLASSES = [17, 400]


@pytest.fixture(scope="module", params=LAYERS)
def network(request: pytest.FixtureRequest) -> Network:
    module = random_module(request.param, seed=3)
    # `grad-cam` adds 1e-6 to the denominator of Grad-CAM++: gradients are made large beside it.
    last = [part for part in module.modules() if isinstance(part, torch.nn.Linear)][-1]
    last.weight.data *= 3e3
    return Network(request.param, module, imagenet_labels(), (96, 96))


@pytest.fixture(scope="module")
def images() -> torch.Tensor:
    return torch.randn(2, 3, 96, 96, generator=torch.Generator().manual_seed(9))


def ours(network: Network, images: torch.Tensor, names: Sequence[str]) -> dict[str, Any]:
    layer = LAYERS[network.name]
    maps = explain(network, images, CLASSES, methods=names, layer=layer)
    return {name: scale(torch.from_numpy(raw)).numpy() for name, raw in maps.raw.items()}


def scaled(maps: Any) -> NDArray[np.float32]:
    tensor = torch.as_tensor(np.asarray(maps), dtype=torch.float32)
    return scale(tensor).numpy()


def test_torchcam(network: Network, images: torch.Tensor) -> None:
    peers = pytest.importorskip("torchcam.methods")
    names = {"grad_cam": peers.GradCAM, "layer_cam": peers.LayerCAM}
    found = ours(network, images, list(names))
    for parameter in network.module.parameters():
        parameter.requires_grad_(True)
    try:
        for name, kind in names.items():
            with kind(network.module, LAYERS[network.name]) as cam:
                (theirs,) = cam(class_idx=CLASSES, scores=network.module(images), normalized=False)
            np.testing.assert_allclose(found[name], scaled(theirs.detach()), atol=1e-4)
    finally:
        network.module.requires_grad_(False)


def test_grad_cam(network: Network, images: torch.Tensor) -> None:
    peers = pytest.importorskip("pytorch_grad_cam")
    targets = pytest.importorskip("pytorch_grad_cam.utils.model_targets")
    wanted = [targets.ClassifierOutputTarget(index) for index in CLASSES]
    names = {
        "grad_cam": peers.GradCAM,
        "grad_cam_pp": peers.GradCAMPlusPlus,
        "hires_cam": peers.HiResCAM,
        "layer_cam": peers.LayerCAM,
        "eigen_cam": peers.EigenCAM,
    }
    found = ours(network, images, list(names))
    network.module.requires_grad_(True)
    try:
        layer = network.module.get_submodule(LAYERS[network.name])
        for name, kind in names.items():
            cam = kind(network.module, [layer])  # as a context it would swallow errors
            cam(images, wanted)
            seen = cam.activations_and_grads
            gradients = seen.gradients[0].numpy() if seen.gradients else None
            activations = seen.activations[0].numpy()
            seen.release()
            theirs = cam.get_cam_image(images, layer, wanted, activations, gradients, False)
            if name == "eigen_cam":  # its sign is arbitrary there
                flip = theirs.max((1, 2)) < -theirs.min((1, 2))
                theirs = np.where(flip[:, None, None], -theirs, theirs)
            np.testing.assert_allclose(
                found[name], scaled(np.maximum(theirs, 0)), atol=1e-4, err_msg=name
            )
    finally:
        network.module.requires_grad_(False)
