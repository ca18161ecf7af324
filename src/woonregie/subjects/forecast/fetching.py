"""The catalogue of StatLine over the network, through cbsodata; every failure says what to do."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _

from woonregie.subjects.forecast.errors import ForecastError

CATALOG = "https://opendata.cbs.nl"
TIMEOUT = 60.0
CONNECTING = 10.0
UNKNOWN = frozenset({400, 404})


class OfflineError(ForecastError):
    """The catalogue does not answer, or not with a table."""

    code = "statline_unreachable"


class StatLine:
    """The catalogue at an address.

    Args:
        catalog: where it is, with http:// or https:// before it.
        timeout: seconds that it may be silent.

    Raises:
        OfflineError: it is no address.
    """

    def __init__(self, catalog: str = CATALOG, *, timeout: float = TIMEOUT) -> None:
        scheme, sign, place = catalog.partition("://")
        if scheme not in {"http", "https"} or not sign or not place.strip("/"):
            raise OfflineError(
                _("Schrijf het adres van de catalogus voluit, zoals %(example)s.")
                % {"example": CATALOG},
                catalog=catalog,
            )
        if timeout <= 0:
            raise OfflineError(_("Wacht minstens een seconde op antwoord."), timeout=timeout)
        self._https = scheme == "https"
        self._place = place.strip("/")
        self._timeout = timeout

    def rows(
        self,
        table: str,
        part: str,
        *,
        select: Sequence[str] = (),
        where: str = "",
    ) -> Sequence[Mapping[str, object]]:
        """Return the rows of a part of a table, all pages of it.

        Args:
            table: its key.
            part: "UntypedDataSet", "DataProperties" or the name of a dimension.
            select: columns; none is all.
            where: which rows, in the words of OData.

        Raises:
            OfflineError: no connection, no answer in time, no such table, or no table at all.
        """
        # Brings the network along, of which a command that does not need it knows nothing.
        import cbsodata  # noqa: PLC0415
        import requests  # noqa: PLC0415

        more: dict[str, Any] = {"timeout": (min(CONNECTING, self._timeout), self._timeout)}
        if select:
            more["select"] = list(select)
        if where:
            more["filters"] = where
        try:
            with _scheme(cbsodata.options, https=self._https):
                found: list[dict[str, object]] = cbsodata.get_meta(
                    table, part, catalog_url=self._place, **more
                )
        except requests.Timeout as error:
            raise self._late(table) from error
        except requests.HTTPError as error:
            raise self._refused(table, error) from error
        except requests.RequestException as error:
            raise OfflineError(
                _(
                    "Wij kunnen %(catalog)s niet bereiken. Kijk of deze computer verbinding heeft "
                    "met internet. %(by_hand)s"
                )
                % {"catalog": self._place, "by_hand": by_hand(table)},
                table=table,
                catalog=self._place,
            ) from error
        except (ValueError, KeyError, TypeError) as error:
            raise OfflineError(
                _("Wat %(catalog)s antwoordt is geen tabel van StatLine. %(by_hand)s")
                % {"catalog": self._place, "by_hand": by_hand(table)},
                table=table,
                catalog=self._place,
            ) from error
        return found

    def _late(self, table: str) -> OfflineError:
        return OfflineError(
            _(
                "%(catalog)s antwoordt niet binnen %(seconds)g seconden. Vraag minder met "
                "--periods of --regions, of wacht langer met --timeout. %(by_hand)s"
            )
            % {"catalog": self._place, "seconds": self._timeout, "by_hand": by_hand(table)},
            table=table,
            timeout=self._timeout,
        )

    def _refused(self, table: str, error: Exception) -> OfflineError:
        cause = error.__cause__
        status = getattr(getattr(cause, "response", None), "status_code", None)
        told = {
            "catalog": self._place,
            "table": table,
            "status": status,
            "by_hand": by_hand(table),
        }
        if status in UNKNOWN:
            text = _(
                "%(catalog)s kent tabel %(table)s niet, of niet meer met deze kolommen "
                "(fout %(status)s). %(by_hand)s"
            )
        else:
            text = _(
                "%(catalog)s geeft tabel %(table)s nu niet (fout %(status)s). Probeer het later "
                "opnieuw. %(by_hand)s"
            )
        return OfflineError(text % told, table=table, status=status)


def by_hand(table: str) -> str:
    """Return how to come by a table without us."""
    return _(
        "Of haal de tabel zelf op: zoek %(table)s op opendata.cbs.nl/statline, kies Downloaden en "
        "dan Onbewerkte dataset (csv). Geef daarna: woonregie forecast import-cbs %(table)s.csv "
        "--out MAP."
    ) % {"table": table}


@contextmanager
def _scheme(options: Any, *, https: bool) -> Iterator[None]:
    """Ask with or without a secure connection; cbsodata has one setting for all."""
    before = options.use_https
    options.use_https = https
    try:
        yield
    finally:
        options.use_https = before
