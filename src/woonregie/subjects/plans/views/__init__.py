"""Pages of the register."""

from woonregie.subjects.plans.views.acts import (
    account,
    book,
    correct,
    decisions,
    end_relation,
    merge,
    move,
    put_in_force,
    relations,
    split,
    take_back,
    withdraw,
    write_down,
)
from woonregie.subjects.plans.views.edits import create, edit
from woonregie.subjects.plans.views.imports import (
    import_apply,
    import_detail,
    imports,
    template_file,
)
from woonregie.subjects.plans.views.lists import export, features, plan_list, plan_map
from woonregie.subjects.plans.views.programmes import edit_programme, programme
from woonregie.subjects.plans.views.quality import quality, quality_of
from woonregie.subjects.plans.views.realisation import decide, realisation
from woonregie.subjects.plans.views.records import detail, history, shape

__all__ = [
    "account",
    "book",
    "correct",
    "create",
    "decide",
    "decisions",
    "detail",
    "edit",
    "edit_programme",
    "end_relation",
    "export",
    "features",
    "history",
    "import_apply",
    "import_detail",
    "imports",
    "merge",
    "move",
    "plan_list",
    "plan_map",
    "programme",
    "put_in_force",
    "quality",
    "quality_of",
    "realisation",
    "relations",
    "shape",
    "split",
    "take_back",
    "template_file",
    "withdraw",
    "write_down",
]
