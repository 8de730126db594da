"""Named factories of one kind: panels, encoders, vector indexes."""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., object])


class Registry(Generic[T]):
    """Factories of one kind by name.

    Args:
        kind: what is registered, for messages ("panel").
    """

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._factories: dict[str, Callable[..., T]] = {}

    def register(self, name: str) -> Callable[[F], F]:
        """Return a decorator that adds its factory as name.

        Raises:
            ValueError: the name is taken.
        """

        def add(factory: F) -> F:
            if name in self._factories:
                raise ValueError(f"{self._kind} {name!r} is registered twice")
            self._factories[name] = factory  # type: ignore[assignment]
            return factory

        return add

    def factory(self, name: str) -> Callable[..., T]:
        """Return the factory called name.

        Raises:
            KeyError: no such name; the message lists the known ones.
        """
        try:
            return self._factories[name]
        except KeyError:
            known = ", ".join(sorted(self._factories)) or "none"
            raise KeyError(f"no {self._kind} {name!r}; known: {known}") from None

    def create(self, name: str, *args: object, **options: object) -> T:
        """Call the factory called name."""
        return self.factory(name)(*args, **options)

    def names(self) -> list[str]:
        """Return all names in order of registration."""
        return list(self._factories)

    def __contains__(self, name: object) -> bool:
        return name in self._factories

    def __iter__(self) -> Iterator[str]:
        return iter(self._factories)

    def __len__(self) -> int:
        return len(self._factories)
