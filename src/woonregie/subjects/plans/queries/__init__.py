"""Reading the register: plans on a day as known then, quantities, arrays for the engines."""

from woonregie.subjects.plans.queries.arrays import (
    STATUSES,
    CapacityArrays,
    ProgrammeArrays,
    capacity_arrays,
    programme_arrays,
    programmes_of,
)
from woonregie.subjects.plans.queries.audiences import audiences_to_review
from woonregie.subjects.plans.queries.deliveries import (
    COUNTED_LISTS,
    OTHER_LISTS,
    open_imports,
    plans_to_mend,
    programme_deliveries,
    realised_deliveries,
    visible_imports,
)
from woonregie.subjects.plans.queries.filters import PlanFilter, Summary, order_of, summary
from woonregie.subjects.plans.queries.holdings import Holding, Ledger, holdings, with_totals
from woonregie.subjects.plans.queries.realisation import proposals_to_judge
from woonregie.subjects.plans.queries.secrets import kept_from_anybody, places_of, secrets_from
from woonregie.subjects.plans.queries.statement import AccountStatement, account_statement
from woonregie.subjects.plans.queries.versions import (
    PublicPlan,
    newest_version,
    newest_versions,
    plan_history,
    public_plans,
    versions_on,
    visible_plans,
)
from woonregie.subjects.plans.queries.yearly import NO_YEAR, YearOfPlan, years_of_plans

__all__ = [
    "COUNTED_LISTS",
    "NO_YEAR",
    "OTHER_LISTS",
    "STATUSES",
    "AccountStatement",
    "CapacityArrays",
    "Holding",
    "Ledger",
    "PlanFilter",
    "ProgrammeArrays",
    "PublicPlan",
    "Summary",
    "YearOfPlan",
    "account_statement",
    "audiences_to_review",
    "capacity_arrays",
    "holdings",
    "kept_from_anybody",
    "newest_version",
    "newest_versions",
    "open_imports",
    "order_of",
    "places_of",
    "plan_history",
    "plans_to_mend",
    "programme_arrays",
    "programme_deliveries",
    "programmes_of",
    "proposals_to_judge",
    "public_plans",
    "realised_deliveries",
    "secrets_from",
    "summary",
    "versions_on",
    "visible_imports",
    "visible_plans",
    "with_totals",
    "years_of_plans",
]
