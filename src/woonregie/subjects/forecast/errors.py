"""What this room refuses."""

from woonregie.foundation.pages.errors import RefusedError


class ForecastError(RefusedError):
    """Base of all that is refused about forecasts."""

    code = "forecast_refused"


class UnreadableFileError(ForecastError):
    """A file that is none of the layouts that we know."""

    code = "unreadable_file"


class UnreadableCellsError(ForecastError):
    """Cells that cannot be read: nothing is taken in; `fields["issues"]` names each of them."""

    code = "unreadable_cells"


class NotHouseholdsError(ForecastError):
    """A vintage without households cannot be a reference: persons are not households."""

    code = "not_households"


class IncompleteVintageError(ForecastError):
    """A vintage that lacks a municipality, or has one year only, cannot be a reference."""

    code = "incomplete_vintage"


class MissingYearError(ForecastError):
    """A year that the vintage does not have; nothing is interpolated."""

    code = "missing_year"


class NoReferenceError(ForecastError):
    """A region that did not choose a vintage yet."""

    code = "no_reference"


class NotKnownYetError(ForecastError):
    """A vintage that was recorded after the moment of which one asks what was known."""

    code = "not_known_yet"


class DifferentContentError(ForecastError):
    """A vintage of this name is there already, with other figures."""

    code = "different_content"


class FolderError(ForecastError):
    """A folder with counted people that no forecast can be tried on."""

    code = "bad_folder"
