"""Who gives us pages gives us pages, and nothing else: no setting, key, prompt or answer."""

import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from pipeline.config import ConfigError, load_settings, read_key
from tests.fake_endpoint import FakeEndpoint
from tests.job.small_page import PAGE

Run = Callable[..., CompletedProcess[str]]
KEY = "sk-canary/Zm9v+YmFy/4711=="
PLANTED = "planted-by-whoever-sent-the-pages"


def plant(folder: Path, elsewhere: str) -> None:
    """Put everything into ``folder`` that some program would read from where it is started."""
    settings = f'model = "{PLANTED}"\nbase_url = "{elsewhere}"\nprovider = "{PLANTED}"\n'
    for name in ("broadsheet.toml", ".broadsheet.toml", "config.toml", "settings.toml"):
        (folder / name).write_text(settings)
    table = settings.replace('"', "'")
    (folder / "pyproject.toml").write_text(f"[tool.broadsheet]\n{table}")
    names = ("OPENAI_BASE_URL", "BROADSHEET_BASE_URL", "HTTP_PROXY", "HTTPS_PROXY")
    lines = [f"{name}={elsewhere}" for name in names]
    lines += [f"{name}={PLANTED}" for name in ("OPENAI_API_KEY", "BROADSHEET_MODEL")]
    for name in (".env", ".envrc", "env"):
        (folder / name).write_text("\n".join(lines))
    for name in ("key", "api_key", "openai_api_key", "OPENAI_API_KEY", ".netrc", "_netrc"):
        (folder / name).write_text(f"default login {PLANTED} password {PLANTED}")
        (folder / name).chmod(0o600)
    bad = f"open({str(folder / 'was-run')!r}, 'w').close(); raise SystemExit('{PLANTED}')"
    for name in (
        "sitecustomize",
        "usercustomize",
        "typer",
        "pydantic",
        "aiohttp",
        "json",
        "conftest",
    ):
        (folder / f"{name}.py").write_text(bad)
    (folder / "pipeline").mkdir()
    (folder / "pipeline" / "__init__.py").write_text(bad)
    (folder / "prompts").mkdir()
    for name in ("summarize", "translate", "lead", "conventions", "article"):
        (folder / "prompts" / f"{name}.md").write_text(f"---\nname: {name}\n---\n{PLANTED}")
    for name in ("cache", "answers", "_shipped", ".broadsheet"):
        (folder / name).mkdir()
        (folder / name / "00.json").write_text(json.dumps({"key": PLANTED}))
    sqlite3.connect(folder / "answers.db").close()
    (folder / "prices.json").write_text(PLANTED)
    (folder / "glossary.csv").write_text(f"source,target\n图书馆,{PLANTED}\n", "utf-8")
    (folder / "ledger.jsonl").write_text(PLANTED)


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("source", [".", "page.txt", "*.txt"])
def test_nothing_planted_among_the_pages_is_used(
    run: Run, tmp_path: Path, source: str, root: Path
) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "page.txt").write_text(PAGE, "utf-8")
    with FakeEndpoint({"api_key": KEY}) as endpoint, FakeEndpoint() as elsewhere:
        plant(pages, elsewhere.url)
        before = everything_in(pages)
        done = run(
            "brief", source, "-o", tmp_path / "out", "--base-url", endpoint.url, "--model", "m",
            cwd=pages, env={"OPENAI_API_KEY": KEY, "BROADSHEET_CACHE": "", "PYTHONPATH": str(root),
                            "PYTHONSAFEPATH": "1"},  # as the installed command: -m looks here
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert len(endpoint.log()) == 3 and elsewhere.log() == []
    assert everything_in(pages) == before, "nothing is written there either"
    written = b"".join(everything_in(tmp_path / "out").values())
    assert PLANTED.encode() not in written and PLANTED not in done.stdout + done.stderr


def test_without_an_endpoint_none_is_found_among_the_pages(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    for name in (".env", "broadsheet.toml"):
        (tmp_path / name).write_text(
            'OPENAI_API_KEY="x"\nbase_url="http://127.0.0.1:9/v1"\nmodel="m"\n'
        )
    done = run("doctor")
    assert "reference" in done.stdout and "replay" in done.stdout
    assert run("brief", "page.txt", "-o", "out").returncode == 4


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of pages with a key in it."""
    folder = tmp_path / "pages"
    (folder / "inner").mkdir(parents=True)
    for name in ("page.txt", "inner/page.txt"):
        (folder / name).write_text(PAGE, "utf-8")
    for name in ("key", "inner/key", "key.txt"):
        (folder / name).write_text(KEY)
    (tmp_path / "key").write_text(KEY)
    return folder


@pytest.mark.parametrize(
    ("key", "source"),
    [
        ("pages/key", "pages"),
        ("pages/inner/key", "pages"),
        ("pages/key", "pages/"),
        ("pages/key", "./pages/../pages"),
        ("pages/inner/../key", "pages"),
        ("pages/key", "pages/page.txt"),
        ("pages/key.txt", "pages/key.txt"),
        ("pages/key", "pages/*.txt"),
        ("pages/inner/key", "pages/**/*.txt"),
        ("pages/key", "pag*"),
        ("key", "."),
        ("linked/key", "pages"),
        ("pages/key", "linked"),
        ("pages/out", "pages"),
        ("in", "pages"),
        ("in", "pages/page.txt"),
        ("pages/key", "linked.txt"),
    ],
)
def test_a_key_among_the_pages_is_refused(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str, source: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "linked").symlink_to(pages)
    (tmp_path / "linked.txt").symlink_to(pages / "page.txt")
    (tmp_path / "in").symlink_to(pages / "key")
    (pages / "out").symlink_to(tmp_path / "key")
    settings = load_settings(model="m", api_key_file=Path(key))
    for inputs in ([source], [os.path.abspath(source)], ["-", "elsewhere", source]):  # noqa: PTH100
        with pytest.raises(ConfigError, match="among the pages"):
            read_key(settings, inputs)


@pytest.mark.parametrize("source", ["pages", "pages/page.txt", "pages/*.txt", "-", "pages-2"])
def test_a_key_elsewhere_is_taken(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert pages.is_dir()
    assert read_key(load_settings(model="m", api_key_file=Path("key")), [source]) == KEY


@pytest.mark.parametrize("kind", ["folder", "missing", "binary", "NUL in its name"])
def test_a_key_file_that_cannot_be_read(tmp_path: Path, kind: str) -> None:
    file = tmp_path / ("a\0b" if kind.startswith("NUL") else "key")
    if kind == "folder":
        file.mkdir()
    if kind == "binary":
        file.write_bytes(b"\xff\xfe\x00key")
    with pytest.raises(ConfigError, match="key file"):
        read_key(load_settings(model="m", api_key_file=file), ["-"])
