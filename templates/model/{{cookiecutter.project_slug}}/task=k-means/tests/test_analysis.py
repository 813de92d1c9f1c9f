"""The planted segments are found, none are found where there are none, and what is broken is refused."""

import make_data
import pytest
from sklearn.metrics import adjusted_rand_score

import analysis
from decide import criterion


def test_the_planted_segments_and_members_are_found(stored):
    found, train, test, model = stored
    assert model[-1].n_clusters == len(make_data.TYPES)
    kinds = make_data.make_typed()[1]
    later = kinds[test["user_id"] - 1]
    assert adjusted_rand_score(later, analysis.score(model, test)) > 0.95
    results = analysis.judge(model, train, test)
    assert results["answer"]["holds"] is True and len(results["answer"]["criteria"]) == 2
    assert analysis.replication(model, test) > analysis.MARGIN


@pytest.mark.parametrize("seed", [2, 3])
def test_without_structure_none_is_claimed(seed, parts):
    _, train, test = parts(make_data.make(seed=seed, types=1))
    results = analysis.judge(analysis.fit(train), train, test)
    told = criterion(results, "tighter than data without segments")
    assert (told["holds"], results["answer"]["holds"]) == (False, False)
    assert "none to be named" in results["answer"]["action"]
