"""Makes networks of the built-in architectures, from tensors or with seeded random weights."""

from collections.abc import Mapping
from typing import Any

import torch


def build(
    architecture: str, tensors: Mapping[str, torch.Tensor], classes: int, variant: str = ""
) -> Any:
    """Make a built-in network from tensors; see the `build_*` of `models.networks`.

    Raises:
        KeyError: a tensor is missing.
        RuntimeError: a tensor does not fit.
    """
    if architecture == "mobilenet_v2":
        from models.networks.mobilenet import build_mobilenet

        tensorflow = None if not variant else variant == "tensorflow"
        return build_mobilenet(tensors, classes=classes, tensorflow=tensorflow)
    if architecture == "squeezenet1_0":
        from models.networks.squeezenet import build_squeezenet

        return build_squeezenet(tensors, classes=classes)
    if architecture == "vgg16":
        from models.networks.vgg import build_vgg16

        return build_vgg16(tensors, classes=classes)
    from models.networks.resnet import build_resnet34

    return build_resnet34(tensors, classes=classes)


def random_module(architecture: str, *, seed: int, classes: int = 1000) -> Any:
    """Make a built-in network with seeded random weights (He et al., ICCV 2015).

    The state of torch's own random numbers is left as it was.
    """
    from models.networks.mobilenet import MobileNetV2
    from models.networks.resnet import ResNet34
    from models.networks.squeezenet import SqueezeNet
    from models.networks.vgg import Vgg16

    kinds: dict[str, Any] = {
        "mobilenet_v2": MobileNetV2,
        "squeezenet1_0": SqueezeNet,
        "vgg16": Vgg16,
        "resnet34": ResNet34,
    }
    with torch.device("meta"):
        module = kinds[architecture](classes=classes)
    module = module.to_empty(device="cpu")
    generator = torch.Generator().manual_seed(seed)
    for tensor_name, tensor in module.state_dict().items():
        _fill(tensor_name, tensor, generator)
    return module.eval().requires_grad_(requires_grad=False)


def _fill(name: str, tensor: torch.Tensor, generator: torch.Generator) -> None:
    if name.endswith("num_batches_tracked"):
        tensor.zero_()
    elif tensor.ndim > 1:
        deviation = (2 / tensor[0].numel()) ** 0.5
        tensor.normal_(0, deviation, generator=generator)
    elif name.endswith(("running_var", "weight")):  # the latter: of batch norms
        tensor.fill_(1)
    else:
        tensor.zero_()
