"""Pages of the register."""

from woonregie.subjects.plans.views.edits import create, edit
from woonregie.subjects.plans.views.imports import (
    import_apply,
    import_detail,
    imports,
    template_file,
)
from woonregie.subjects.plans.views.lists import export, features, plan_list, plan_map
from woonregie.subjects.plans.views.programmes import (
    edit_programme,
    programme,
    programme_apply,
    programme_import,
    programme_imports,
    programme_template,
)
from woonregie.subjects.plans.views.records import detail, history, shape

__all__ = [
    "create",
    "detail",
    "edit",
    "edit_programme",
    "export",
    "features",
    "history",
    "import_apply",
    "import_detail",
    "imports",
    "plan_list",
    "plan_map",
    "programme",
    "programme_apply",
    "programme_import",
    "programme_imports",
    "programme_template",
    "shape",
    "template_file",
]
