"""The rules of the house that a test can hold; ruff and import-linter hold the others."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("kinerja", "organisation", "sop", "reporting")

Find = Callable[[ast.AST], bool]


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def places(path: Path, find: Find) -> list[str]:
    """Where in a module the rule is broken: “sop/views/tasks.py:12”."""
    return [f"{path.relative_to(ROOT)}:{line}" for line in found(path.read_text(encoding="utf-8"), find)]


def found(source: str, find: Find) -> list[int]:
    return sorted({getattr(node, "lineno", 0) for node in ast.walk(ast.parse(source)) if find(node)})


# --- one writer of the state of runs and tasks -----------------------------------------------------------

ENGINE = "sop/workflow/advance.py"
KNOWING = ("kinerja", "sop", "reporting")  # organisation cannot import runs and tasks at all
# Their status says what was printed or published: SopVersion.Status.RETIRED
OTHER_TABLES = {"SopVersion", "Rehearsal", "Plan", "PerformanceReport"}
GUARDED = {"task", "run", "Task", "Run"}
WRITERS = {"update", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "save"}


def writes_status(node: ast.AST) -> bool:
    """Whether a status is set by assignment, by setattr, by a query, or by saving a whole run or task."""
    if isinstance(node, ast.Attribute):
        return node.attr == "status" and isinstance(node.ctx, ast.Store | ast.Del)
    if not isinstance(node, ast.Call):
        return False
    called, owner = called_name(node)
    if called == "setattr":
        return names_status(node.args)
    if called in GUARDED:
        return gives_status(node)
    if called.removeprefix("a") in WRITERS or called in WRITERS:
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        whole = called in {"save", "asave"} and owner in GUARDED and not node.keywords
        return whole or names_status(given) or gives_status(node)
    return False


def gives_status(node: ast.Call) -> bool:
    """Whether status=… is given, unless the value is spelt as that of another table."""
    given = [ast.unparse(keyword.value) for keyword in node.keywords if keyword.arg == "status"]
    return any(value.split(".")[0] not in OTHER_TABLES for value in given)


def called_name(node: ast.Call) -> tuple[str, str]:
    """The name of what is called, and of what it is called on: run.task.save() → ("save", "task")."""
    if isinstance(node.func, ast.Attribute):
        on = node.func.value
        owner = on.attr if isinstance(on, ast.Attribute) else on.id if isinstance(on, ast.Name) else ""
        return node.func.attr, owner
    return (node.func.id, "") if isinstance(node.func, ast.Name) else ("", "")


def names_status(nodes: list[ast.expr]) -> bool:
    """Whether the text "status" is given, as in update_fields=["status"] or defaults={"status": …}."""
    return any(
        isinstance(part, ast.Constant) and part.value == "status" for n in nodes for part in ast.walk(n)
    )


@pytest.mark.parametrize(
    "line",
    [
        "task.status = Task.Status.DONE",
        "run.status, run.closed_at = 'closed', now",
        "task.run.status: str = 'closed'",
        "task.status += 'x'",
        "setattr(task, 'status', 'done')",
        "Task.objects.filter(pk=1).update(status='done', done_at=now)",
        "run.tasks.update(**{'status': 'done'})",
        "Task.objects.bulk_update(tasks, ['status', 'done_at'])",
        "Task.objects.create(run=run, status='done')",
        "Task.objects.get_or_create(run=run, defaults={'status': 'done'})",
        "await Task.objects.aupdate(status='done')",
        "run.tasks.bulk_create([Task(status='done')])",
        "run.save(update_fields=['status'])",
        "task.save()",
        "self.task.save()",
    ],
)
def test_the_scan_finds_a_second_writer(line: str) -> None:
    source = f"async def act() -> None:\n    {line}\n"
    assert found(source, writes_status) == [2]


@pytest.mark.parametrize(
    "line",
    [
        "status = 409",
        "render(request, 'sop/task.html', context, status=422)",
        "Task.objects.filter(status='open').exists()",
        "task.status == 'open'",
        "versions.update(status=SopVersion.Status.RETIRED)",
        "report.save()",
        "run.save(update_fields=['round'])",
        "line.achievement_status = 'met'",
        "Task.objects.update(done_at=now)",
    ],
)
def test_the_scan_lets_a_reader_pass(line: str) -> None:
    assert found(line, writes_status) == []


def test_only_the_engine_writes_the_status_of_runs_and_tasks() -> None:
    writers = {path.relative_to(ROOT).as_posix(): places(path, writes_status) for path in modules(*KNOWING)}
    assert writers.pop(ENGINE)
    assert [place for lines in writers.values() for place in lines] == []


# --- one clock -------------------------------------------------------------------------------------------

CLOCK = "kinerja/lib/clock.py"
MOMENTS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "timezone": {"now"},
    "time": {"time", "time_ns", "localtime", "gmtime"},
}
OF_THE_PRESENT = {"localdate", "localtime"}  # of Django's timezone, when called without a moment


def asks_the_time(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
        owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
        return node.attr in MOMENTS.get(owner, set())
    if isinstance(node, ast.keyword):
        return node.arg in {"auto_now", "auto_now_add"}
    if isinstance(node, ast.ImportFrom):
        return node.module == "django.db.models.functions" and any(a.name == "Now" for a in node.names)
    return isinstance(node, ast.Call) and called_name(node)[0] in OF_THE_PRESENT and not node.args


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now(UTC)",
        "datetime.datetime.utcnow()",
        "date.today()",
        "models.DateTimeField(default=timezone.now)",
        "models.DateTimeField(auto_now_add=True)",
        "timezone.localdate()",
        "time.time()",
        "from django.db.models.functions import Now",
    ],
)
def test_the_scan_finds_a_second_clock(line: str) -> None:
    assert found(line, asks_the_time) == [1]


@pytest.mark.parametrize("line", ["clock.now()", "timezone.localdate(now)", "time(23, 59, 59)", "self.now"])
def test_the_scan_lets_the_one_clock_pass(line: str) -> None:
    assert found(line, asks_the_time) == []


def test_the_code_learns_the_time_in_one_place() -> None:
    asking = {path.relative_to(ROOT).as_posix(): places(path, asks_the_time) for path in modules(*PARTS)}
    assert asking.pop(CLOCK)
    assert [place for lines in asking.values() for place in lines] == []


def test_no_template_asks_the_time_itself() -> None:
    pages = sorted((ROOT / "templates").rglob("*.html"))
    assert pages
    assert [page.name for page in pages if "{% now " in page.read_text(encoding="utf-8")] == []


# --- names and first sentences ---------------------------------------------------------------------------

EMPTY_WORDS = {
    *("base", "common", "core", "data", "handler", "handlers", "helper", "helpers", "info", "manager"),
    *("managers", "misc", "process", "tools", "util", "utils"),
}


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = [
        path for path in modules(*PARTS, "tests", "scripts") if EMPTY_WORDS & {path.stem, path.parent.name}
    ]
    assert [str(path.relative_to(ROOT)) for path in empty] == []


def test_every_module_opens_with_a_sentence() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in modules(*PARTS, "tests", "scripts")}
    silent = [
        path for path, text in sources.items() if text.strip() and not ast.get_docstring(ast.parse(text))
    ]
    assert [str(path.relative_to(ROOT)) for path in silent] == []


# --- every address is behind the sign-in -----------------------------------------------------------------

PUBLIC = {
    *("login", "demo-sign-in", "healthz", "readyz"),
    *("password_reset", "password_reset_done", "password_reset_confirm", "password_reset_complete"),
    *("verify", "verify-code"),  # whoever holds a signed paper may ask about it
}
SAMPLES = {"int": 1, "string": "2026-01", "slug": "magelang", "path": "x/y"}  # by converter


def routes(entries: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every named route with its full name, but for the two of the admin that are regular expressions."""
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, f"{entry.namespace}:" if entry.namespace else space)
        elif entry.name and len(entry.pattern.converters) == entry.pattern.regex.groups:
            yield f"{space}{entry.name}", entry


def address(name: str, route: URLPattern) -> str:
    kinds = {key: type(kind).__name__ for key, kind in route.pattern.converters.items()}
    return reverse(name, kwargs={key: SAMPLES[kind[:-9].lower()] for key, kind in kinds.items()})


@pytest.mark.django_db
def test_whoever_is_signed_out_meets_nothing_but_the_sign_in() -> None:
    doors = (reverse("login"), reverse("admin:login"))
    open_to_all = set()
    for name, route in routes(get_resolver().url_patterns):
        url = address(name, route)
        for answer in (Client().get(url), Client().post(url)):
            if not (answer.status_code == 302 and answer["Location"].startswith(doors)):
                open_to_all.add(name)
    assert open_to_all == PUBLIC
