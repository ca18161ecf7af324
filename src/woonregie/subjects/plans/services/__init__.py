"""Writing the register: one verb each, one transaction, the audit line last."""

from woonregie.subjects.plans.likeness import SURE
from woonregie.subjects.plans.merging import CHOICES
from woonregie.subjects.plans.services.adopting import adopt
from woonregie.subjects.plans.services.answering import answer_import
from woonregie.subjects.plans.services.audiences import (
    create_plan_for,
    lift_plan_audience,
    say_plan_audience,
)
from woonregie.subjects.plans.services.bulk import apply_bulk
from woonregie.subjects.plans.services.confirming import confirm_unchanged
from woonregie.subjects.plans.services.decisions import (
    record_planning_decision,
    take_back_planning_decision,
)
from woonregie.subjects.plans.services.deliveries import open_questions
from woonregie.subjects.plans.services.grid import GridChange, change_many
from woonregie.subjects.plans.services.imports import (
    apply_import,
    keep_look,
    look_at_list,
    preview_import,
)
from woonregie.subjects.plans.services.layouts import save_layout, withdraw_layout
from woonregie.subjects.plans.services.leads import set_leads
from woonregie.subjects.plans.services.learning import forget_meaning
from woonregie.subjects.plans.services.ledger import book_event, correct_posting, move_homes
from woonregie.subjects.plans.services.programme import set_programme
from woonregie.subjects.plans.services.programme_lists import (
    PROGRAMME,
    apply_programme,
    keep_programme_look,
    look_at_programme,
    preview_programme,
)
from woonregie.subjects.plans.services.reading import Asked
from woonregie.subjects.plans.services.realisation import (
    Decided,
    approve_proposal,
    approve_proposals,
    reject_proposal,
    reject_proposals,
    take_in_changes,
)
from woonregie.subjects.plans.services.realised_lists import (
    CHANGES,
    COMPLETIONS,
    apply_realised,
    keep_realised_look,
    look_at_realised,
    preview_realised,
)
from woonregie.subjects.plans.services.record import change_plan, create_plan
from woonregie.subjects.plans.services.relations import (
    end_relation,
    merge_plans,
    relate,
    split_plan,
)
from woonregie.subjects.plans.services.settling import Given, settle_import
from woonregie.subjects.plans.services.shipped import load_register_rules
from woonregie.subjects.plans.services.write_downs import (
    put_in_force,
    withdraw_write_down,
    write_down,
)

__all__ = [
    "CHANGES",
    "CHOICES",
    "COMPLETIONS",
    "PROGRAMME",
    "SURE",
    "Asked",
    "Decided",
    "Given",
    "GridChange",
    "adopt",
    "answer_import",
    "apply_bulk",
    "apply_import",
    "apply_programme",
    "apply_realised",
    "approve_proposal",
    "approve_proposals",
    "book_event",
    "change_many",
    "change_plan",
    "confirm_unchanged",
    "correct_posting",
    "create_plan",
    "create_plan_for",
    "end_relation",
    "forget_meaning",
    "keep_look",
    "keep_programme_look",
    "keep_realised_look",
    "lift_plan_audience",
    "load_register_rules",
    "look_at_list",
    "look_at_programme",
    "look_at_realised",
    "merge_plans",
    "move_homes",
    "open_questions",
    "preview_import",
    "preview_programme",
    "preview_realised",
    "put_in_force",
    "record_planning_decision",
    "reject_proposal",
    "reject_proposals",
    "relate",
    "save_layout",
    "say_plan_audience",
    "set_leads",
    "set_programme",
    "settle_import",
    "split_plan",
    "take_back_planning_decision",
    "take_in_changes",
    "withdraw_layout",
    "withdraw_write_down",
    "write_down",
]
