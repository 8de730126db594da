"""All methods by name: what each does, where it comes from, what it costs.

torch is not needed to import this; the mathematics is in the modules named by `MethodInfo.family`.
"""

from collections.abc import Callable, Sequence

from common.registry import Registry
from models.explain.base import MethodInfo, unknown_method

METHODS: Registry[MethodInfo] = Registry("method")
DEFAULT = ("grad_cam", "max_pooling", "median_pooling", "grad_cam_pp", "smooth_grad_cam_pp")
"""The five that the source compares."""

_MP = "Median-pooling Grad-CAM for remote-sensing images (MP, MX)"
_GUIDED = "Springenberg et al., “Striving for simplicity”, ICLR workshop 2015, section 3.4"
_ONE = "one forward, one backward above the layer; shared"


def infos() -> list[MethodInfo]:
    """Return all methods, in the order in which they are offered."""
    return [METHODS.create(name) for name in METHODS]


def info(name: str) -> MethodInfo:
    """Return one method.

    Raises:
        MethodError: no such method; the message lists the known ones.
    """
    if name not in METHODS:
        raise unknown_method(name, METHODS.names())
    return METHODS.create(name)


def choose(names: Sequence[str]) -> list[str]:
    """Return methods without repetition; "all" stands for every one, "default" for the five.

    Raises:
        MethodError: no such method.
    """
    found: dict[str, None] = {}
    for name in names:
        several = {"all": METHODS.names(), "default": list(DEFAULT)}.get(name)
        for each in several or [info(name).name]:
            found[each] = None
    return list(found)


def _add(method: MethodInfo) -> None:
    def create() -> MethodInfo:
        return method

    register: Callable[[Callable[[], MethodInfo]], Callable[[], MethodInfo]]
    register = METHODS.register(method.name)
    register(create)


_WEIGHTED = (
    MethodInfo(
        "grad_cam",
        "Grad-CAM",
        "map",
        "Selvaraju et al., ICCV 2017, equations 1 and 2",
        "a map's weight is the mean of its gradients; ReLU of the weighted sum of the maps",
        _ONE,
    ),
    MethodInfo(
        "max_pooling",
        "Max pooling (MX)",
        "map",
        f"{_MP}, equations 2 to 4 and 8",
        "a map's weight is the sum of its gradients times the largest of those that are not zero",
        _ONE,
    ),
    MethodInfo(
        "median_pooling",
        "Median pooling (MP)",
        "map",
        f"{_MP}, equations 2 to 4 and 7",
        "a map's weight is the sum of its gradients times the median of those that are not zero",
        _ONE,
    ),
    MethodInfo(
        "max_pooling_short",
        "Max pooling, short form",
        "map",
        f"{_MP}, read without equation 2",
        "a map's weight is the largest of its gradients that are not zero",
        _ONE,
    ),
    MethodInfo(
        "median_pooling_short",
        "Median pooling, short form",
        "map",
        f"{_MP}, read without equation 2",
        "a map's weight is the median of its gradients that are not zero",
        _ONE,
    ),
    MethodInfo(
        "grad_cam_pp",
        "Grad-CAM++",
        "map",
        "Chattopadhyay et al., WACV 2018, equations 7 and 19",
        "positive gradients, each weighted by g² / (2 g² + g³ × sum of the map)",
        _ONE,
    ),
    MethodInfo(
        "grad_cam_pp_third",
        "Grad-CAM++, third order",
        "map",
        "Chattopadhyay et al., WACV 2018, equations 7 and 10, of exp(score)",
        "as Grad-CAM++, with true second and third derivatives: differs where layers above are "
        "smooth (SiLU, GELU); diagonals by a seeded probe (Hutchinson)",
        "one forward, three backward above the layer",
        is_random=True,
    ),
    MethodInfo(
        "smooth_grad_cam_pp",
        "Smooth Grad-CAM++",
        "map",
        "Omeiza et al., 2019, arXiv:1908.01224, equations 5 to 8",
        "as Grad-CAM++, with derivatives averaged over noisy copies of the image",
        "n forward, n backward above the layer",
        is_random=True,
    ),
    MethodInfo(
        "hires_cam",
        "HiResCAM",
        "map",
        "Draelos & Carin, 2020, arXiv:2011.08891, equation 4",
        "sum over the maps of gradient times activation, cell by cell",
        _ONE,
    ),
    MethodInfo(
        "layer_cam",
        "LayerCAM",
        "map",
        "Jiang et al., IEEE TIP 2021, equations 6 and 7",
        "sum over the maps of positive gradient times activation, cell by cell",
        _ONE,
    ),
)
_EIGEN = MethodInfo(
    "eigen_cam",
    "EigenCAM",
    "map",
    "Muhammad & Yeasin, IJCNN 2020, equations 2 and 3; sign after Seg-Eigen-CAM, 2025, equation 13",
    "first principal component of the activations; knows no target",
    "one forward",
    needs_gradients=False,
)
_SCORE = MethodInfo(
    "score_cam",
    "Score-CAM",
    "map",
    "Wang et al., CVPR workshops 2020, algorithm 1",
    "a map's weight is the softmax of the score of the image seen through it",
    "one forward a map",
    needs_gradients=False,
)
_OTHERS = (
    MethodInfo(
        "guided_backprop",
        "Guided back-propagation",
        "pixel",
        _GUIDED,
        "gradient by pixel; ReLUs let only positive gradients of active units back",
        "one forward, one backward through the whole network; shared",
        needs_layer=False,
    ),
    MethodInfo(
        "rise",
        "RISE",
        "masking",
        "Petsiuk et al., BMVC 2018, equation 6",
        "mean of random soft masks, weighted by the score of the image seen through each",
        "one forward a mask",
        needs_gradients=False,
        needs_layer=False,
        is_random=True,
    ),
    MethodInfo(
        "occlusion",
        "Sliding occlusion",
        "masking",
        "Zeiler & Fergus, ECCV 2014, section 4.2",
        "how far the score falls when a square is covered by the mean colour",
        "one forward a position",
        needs_gradients=False,
        needs_layer=False,
    ),
    MethodInfo(
        "attention_rollout",
        "Attention rollout",
        "attention",
        "Abnar & Zuidema, ACL 2020, section 3",
        "product over the layers of the mean attention plus the identity; knows no target",
        "one forward",
        needs_gradients=False,
        needs_layer=False,
        needs_attention=True,
    ),
    MethodInfo(
        "gradient_attention",
        "Gradient × attention",
        "attention",
        "Chefer et al., ICCV 2021, equations 5 and 6",
        "as the rollout, with the positive part of gradient times attention",
        "one forward, one backward; shared",
        needs_layer=False,
        needs_attention=True,
    ),
)


def _guided_product(of: MethodInfo) -> MethodInfo:
    return MethodInfo(
        f"guided_{of.name}",
        f"Guided {of.title}",
        "guided",
        f"{of.source}; product: Selvaraju et al., ICCV 2017, section 3.1",
        "guided back-propagation times the enlarged map",
        f"{of.cost}; guided back-propagation",
        needs_layer=of.needs_layer,
        is_random=of.is_random,
        guided=of.name,
    )


for _method in (*_WEIGHTED, _EIGEN, _SCORE, *_OTHERS):
    _add(_method)
for _method in (*_WEIGHTED, _EIGEN, _SCORE):
    _add(_guided_product(_method))
