"""The wheel, built and installed outside the checkout, gives the demo's very bytes."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the checkout, built without the network."""
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, root],
        check=True,
        capture_output=True,
    )
    (built,) = out.glob("broadsheet-*.whl")
    return built


def demo(code: Path, cwd: Path) -> dict[str, bytes]:
    """Run the demo with the package that lies in ``code``."""
    env = {name: value for name, value in os.environ.items() if "OPENAI" not in name}
    env |= {"PYTHONPATH": str(code), "XDG_DATA_HOME": str(cwd / "data-home")}
    where = "import pipeline, sys; sys.stdout.write(pipeline.__file__)"
    found = subprocess.run([sys.executable, "-c", where], env=env, cwd=cwd, capture_output=True)
    assert Path(found.stdout.decode()).is_relative_to(code), "this runs another installation"
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "demo", "-o", "demo"],
        env=env,
        cwd=cwd,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    written = (cwd / "demo").iterdir()
    return {path.name: path.read_bytes() for path in written if path.name != "run.json"}


def test_the_demo_is_the_same_from_the_wheel(root: Path, wheel: Path, tmp_path: Path) -> None:
    installed, here, there = tmp_path / "site", tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    offline = ["--quiet", "--no-index", "--no-deps", "--disable-pip-version-check"]
    subprocess.run(
        [sys.executable, "-m", "pip", "install", *offline, "--target", installed, wheel],
        check=True,
    )
    assert set(demo(installed, there)) == {"briefing.html", "briefing.json", "briefing.md"}
    assert demo(installed, there) == demo(root, here)


def test_the_wheel_carries_what_it_needs_and_nothing_else(wheel: Path, root: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    prompts = {f"pipeline/_shipped/prompts/{path.name}" for path in (root / "prompts").iterdir()}
    records = [name for name in names if name.startswith("pipeline/_shipped/cache/")]
    assert prompts <= names
    assert len(records) == len(list((root / "cache").glob("??/*.json")))
    stories = [name for name in names if name.startswith("pipeline/_shipped/stories/")]
    folder = root / "benchmarks" / "segment" / "articles"
    assert len(stories) == len(list(folder.glob("*/*.txt"))) > 0
    assert "pipeline/py.typed" in names
    assert not [name for name in names if name.startswith(("tests", "benchmarks", "tools"))]
