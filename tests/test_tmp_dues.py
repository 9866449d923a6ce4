import pytest
from pathlib import Path
from procedures.scenarios.runner import Runner
from procedures.scenarios.story import read
S=sorted(Path("tests/scenarios/dues").glob("*.yaml"))+[Path("tests/scenarios/dues_scale.yaml")]
@pytest.mark.django_db
@pytest.mark.parametrize("path",S,ids=lambda p:p.stem)
def test_it(path):
    told=Runner(read(path)).run()
    w=[f"{one.on} {one.what}: {x}" for one in told for x in one.wrong]
    assert w==[], "\n"+"\n".join(w)
