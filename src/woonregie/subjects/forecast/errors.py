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


class LeversError(ForecastError):
    """Levers that cannot be, or do not fit the starting point; `fields["levers"]` names them."""

    code = "levers_refused"


class NoStartingPointError(ForecastError):
    """A region for which no starting point was recorded yet."""

    code = "no_starting_point"


class DamagedStartingPointError(ForecastError):
    """A starting point of which the file is gone, or is not what it was."""

    code = "damaged_starting_point"


class NoScenarioError(ForecastError):
    """A scenario that is not there, or is not for this reader."""

    code = "no_scenario"
    status = 404


class SameNameError(ForecastError):
    """Several organisations have a scenario of this name."""

    code = "same_name"


class ScenarioStandsError(ForecastError):
    """The same scenario stands there already under this name."""

    code = "scenario_stands"


class AlreadyReplacedError(ForecastError):
    """Somebody changed this scenario in the meantime."""

    code = "already_replaced"


class AlreadySharedError(ForecastError):
    """A scenario that was shared before."""

    code = "already_shared"


class AlreadyWithdrawnError(ForecastError):
    """A scenario that was withdrawn."""

    code = "already_withdrawn"


class NotSharedError(ForecastError):
    """A scenario that not everybody in the region may read cannot be adopted."""

    code = "not_shared"


class NotPlausibleError(ForecastError):
    """A scenario outside what is plausible, of which the decision does not say why."""

    code = "not_plausible"


class OwnNeedError(ForecastError):
    """A definition of own need, a choice or a dissent that cannot be."""

    code = "own_need_refused"


class AlreadyDissentingError(OwnNeedError):
    """A municipality that put its dissent on record before."""

    code = "already_dissenting"
