"""Long work of this room: the fan of a scenario."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.pages.charts import written
from woonregie.foundation.runs.executor import executor
from woonregie.foundation.runs.handle import JobHandle
from woonregie.subjects.forecast.ensembles import SEED, TRAJECTORIES, question_of, work_out
from woonregie.subjects.forecast.errors import NoScenarioError
from woonregie.subjects.forecast.models import ForecastScenario
from woonregie.subjects.forecast.queries import scenario_for


def fan(job: JobHandle) -> dict[str, Any]:
    """Work out the fan of a scenario, for whoever may read it.

    Raises:
        NoScenarioError: there is none, or it is not for her (any more).
        FanError: a number of trajectories or a seed that cannot be.
        NoClusterError: a cluster was configured and does not answer.
        CancelledError: somebody asked to stop; what is done stays.
    """
    scenario = _scenario(job)
    trajectories = int(job.parameters.get("trajectories", TRAJECTORIES))
    question = question_of(
        scenario, trajectories=trajectories, seed=int(job.parameters.get("seed", SEED))
    )

    def told(done: int) -> None:
        said = {"done": written(done), "all": written(trajectories)}
        job.progress(done / trajectories, _("%(done)s van %(all)s doorrekeningen.") % said)

    work_out(question, executor(small=question.small), told, at=job.now)
    return {
        "region": scenario.region.slug,
        "scenario": str(scenario.pk),
        "digest": question.key,
        "trajectories": trajectories,
    }


def address(result: dict[str, Any]) -> str:
    """Return where the fan is shown."""
    return reverse("forecast:scenario", args=[result["region"], result["scenario"]])


def _scenario(job: JobHandle) -> ForecastScenario:
    key = UUID(str(job.parameters["scenario"]))
    found = (
        ForecastScenario.objects.select_related("region__organisation", "starting_point__file")
        .filter(pk=key)
        .first()
    )
    if found is None:
        raise NoScenarioError(_("Dit scenario bestaat niet meer."), scenario=str(key))
    if job.by is None:
        return found
    return scenario_for(job.by, region=found.region, key=key, on=localdate(job.now))
