"""Who does the parts of large work: this process, processes beside it, or a cluster.

Every part is worked out by itself from what is given, so whoever does it the numbers are the
same. Parts come back as they are done, which is not the order in which they were asked.
"""

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from typing import Any, TypeVar

from django.conf import settings
from django.utils.translation import gettext as _

from woonregie.foundation.pages.errors import RefusedError

Shared = TypeVar("Shared")
Part = TypeVar("Part")
Found = TypeVar("Found")
SECONDS_TO_ANSWER = 10


class NoClusterError(RefusedError):
    """A cluster was configured and cannot be used."""

    code = "no_cluster"


class Executor(ABC):
    """Does a function over parts.

    Args:
        threads: how many threads a part may use by itself.
    """

    def __init__(self, threads: int = 1) -> None:
        self.threads = threads

    @abstractmethod
    def each(
        self,
        work: Callable[[Shared, Part], Found],
        shared: Shared,
        parts: Sequence[Part],
    ) -> Iterator[tuple[Part, Found]]:
        """Yield every part with what was found, as they come; who stops listening ends the rest.

        Args:
            work: a function that a module holds by name, so that others can find it.
            shared: what all parts have in common; sent once to whoever does them.
            parts: what differs.

        Raises:
            NoClusterError: the cluster does not answer.
        """


class Here(Executor):
    """One part after the other in this process; for work that has threads of its own."""

    def each(
        self,
        work: Callable[[Shared, Part], Found],
        shared: Shared,
        parts: Sequence[Part],
    ) -> Iterator[tuple[Part, Found]]:
        """Yield every part with what was found, in order.

        >>> list(Here().each(pow, 2, [3, 4]))
        [(3, 8), (4, 16)]
        """
        for part in parts:
            yield part, work(shared, part)


class Processes(Executor):
    """Parts beside each other in processes on this computer.

    Args:
        workers: how many.
    """

    def __init__(self, workers: int) -> None:
        super().__init__()
        self.workers = workers

    def each(
        self,
        work: Callable[[Shared, Part], Found],
        shared: Shared,
        parts: Sequence[Part],
    ) -> Iterator[tuple[Part, Found]]:
        """Yield every part with what was found, as they come."""
        # Begun afresh, not copied: a copy would hold our connections to the database.
        with ProcessPoolExecutor(
            self.workers, mp_context=get_context("spawn"), initializer=_share, initargs=(shared,)
        ) as pool:
            asked: dict[Future[Found], Part] = {
                pool.submit(_do, work, part): part for part in parts
            }
            try:
                for future in as_completed(asked):
                    yield asked[future], future.result()
            finally:
                for future in asked:
                    future.cancel()


class Cluster(Executor):
    """Parts on a Dask cluster.

    Args:
        address: of its scheduler, such as "tcp://10.0.0.4:8786".
    """

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    def each(
        self,
        work: Callable[[Shared, Part], Found],
        shared: Shared,
        parts: Sequence[Part],
    ) -> Iterator[tuple[Part, Found]]:
        """Yield every part with what was found, as they come.

        Raises:
            NoClusterError: it does not answer, or its package is not installed here.
        """
        distributed = _distributed()
        with self._client(distributed) as client:
            everywhere = client.scatter(shared, broadcast=True, hash=False)
            asked = {client.submit(work, everywhere, part, pure=False): part for part in parts}
            try:
                for future in distributed.as_completed(list(asked), loop=client.loop):
                    yield asked[future], future.result()
            finally:
                client.cancel(list(asked))

    def _client(self, distributed: Any) -> Any:
        try:
            client = distributed.Client(
                self.address, timeout=SECONDS_TO_ANSWER, set_as_default=False
            )
        except (OSError, ValueError) as error:
            raise NoClusterError(
                _(
                    "Het rekencluster op %(address)s antwoordt niet. Laat de beheerder kijken of "
                    "het draait, of WOONREGIE_DASK leegmaken: dan rekent deze server zelf."
                )
                % {"address": self.address},
                address=self.address,
            ) from error
        if not client.scheduler_info()["workers"]:
            client.close()
            raise NoClusterError(
                _(
                    "Het rekencluster op %(address)s heeft geen werkers. Laat de beheerder er een "
                    "starten (dask worker), of WOONREGIE_DASK leegmaken."
                )
                % {"address": self.address},
                address=self.address,
            )
        return client


def executor(*, small: bool) -> Executor:
    """Return who does large work here: the cluster when there is one, else this computer.

    Args:
        small: whether all of it takes no longer than starting processes would.
    """
    if settings.DASK:
        return Cluster(settings.DASK)
    cores = os.cpu_count() or 1
    return Here(threads=cores) if small else Processes(cores)


_SHARED: list[Any] = []


def _share(shared: Any) -> None:
    _SHARED[:] = [shared]


def _do(work: Callable[[Any, Part], Found], part: Part) -> Found:
    return work(_SHARED[0], part)


def _distributed() -> Any:
    try:
        import distributed  # noqa: PLC0415  an extra that most servers do not have
    except ImportError as error:
        raise NoClusterError(
            _(
                "WOONREGIE_DASK is ingevuld, maar het pakket voor een rekencluster ontbreekt. "
                "Laat de beheerder woonregie[dask] installeren, of WOONREGIE_DASK leegmaken."
            )
        ) from error
    return distributed
