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
from woonregie.subjects.plans.views.around import (
    attach,
    attachment,
    detach,
    forget_filter,
    read_otherwise,
    remark,
    report_bottleneck,
    save_filter,
    settle,
    solve_bottleneck,
    withdraw_reading,
)
from woonregie.subjects.plans.views.audiences import audience, lift_audience, restricted
from woonregie.subjects.plans.views.columns import forget_learned, import_columns, learned
from woonregie.subjects.plans.views.confirming import confirm
from woonregie.subjects.plans.views.detail import detail
from woonregie.subjects.plans.views.drawing import neighbour_areas, place_drawing
from woonregie.subjects.plans.views.edits import create, edit
from woonregie.subjects.plans.views.grids import confirm_all, quick_edit
from woonregie.subjects.plans.views.imports import (
    import_answers,
    import_apply,
    import_detail,
    imports,
    template_file,
)
from woonregie.subjects.plans.views.layouts import layout, layout_file, layouts, withdraw_layout
from woonregie.subjects.plans.views.leads import leads
from woonregie.subjects.plans.views.lists import export, features, plan_list, plan_map
from woonregie.subjects.plans.views.outlets import (
    outlet,
    outlet_file,
    outlet_list,
    outlet_made,
)
from woonregie.subjects.plans.views.programmes import (
    edit_programme,
    programme,
    programme_apply,
    programme_import,
    programme_imports,
    programme_template,
)
from woonregie.subjects.plans.views.quality import quality, quality_of
from woonregie.subjects.plans.views.realisation import decide, decide_together, realisation
from woonregie.subjects.plans.views.realised_lists import (
    realised_apply,
    realised_import,
    realised_imports,
    realised_template,
)
from woonregie.subjects.plans.views.records import history, shape

__all__ = [
    "account",
    "attach",
    "attachment",
    "audience",
    "book",
    "confirm",
    "confirm_all",
    "correct",
    "create",
    "decide",
    "decide_together",
    "decisions",
    "detach",
    "detail",
    "edit",
    "edit_programme",
    "end_relation",
    "export",
    "features",
    "forget_filter",
    "forget_learned",
    "history",
    "import_answers",
    "import_apply",
    "import_columns",
    "import_detail",
    "imports",
    "layout",
    "layout_file",
    "layouts",
    "leads",
    "learned",
    "lift_audience",
    "merge",
    "move",
    "neighbour_areas",
    "outlet",
    "outlet_file",
    "outlet_list",
    "outlet_made",
    "place_drawing",
    "plan_list",
    "plan_map",
    "programme",
    "programme_apply",
    "programme_import",
    "programme_imports",
    "programme_template",
    "put_in_force",
    "quality",
    "quality_of",
    "quick_edit",
    "read_otherwise",
    "realisation",
    "realised_apply",
    "realised_import",
    "realised_imports",
    "realised_template",
    "relations",
    "remark",
    "report_bottleneck",
    "restricted",
    "save_filter",
    "settle",
    "shape",
    "solve_bottleneck",
    "split",
    "take_back",
    "template_file",
    "withdraw",
    "withdraw_layout",
    "withdraw_reading",
    "write_down",
]
