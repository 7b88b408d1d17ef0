"""An SOP as a document: loading a draft from it, publishing the draft, writing it out again without loss.

The form is described in docs/formats/sop.schema.json. Keys of actors are names inside one file only.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from kinerja.lib.periods import Cycle
from organisation.actions.history import Event, record
from organisation.models import Agency, Person
from organisation.roles import Role
from sop.models import Act, Actor, Sop, SopVersion, Step
from sop.queries.definition import reading_of
from sop.queries.problems import errors_of

PRINTED = ("number", "created_on", "revised_on", "effective_on", "approved_by")
MORE = ("totals", "footer")
LISTS = ("legal_basis", "qualifications", "related", "equipment", "warnings", "records", "periodic")
STEP_TEXTS = ("text", "requirements", "duration", "output", "remark")
STEP_OPTIONS = ("opens_day", "due_day", "cycles", "phase", "extra")
ACT_OPTIONS = (
    *("automatic", "closes_by_clock", "returns_to", "proceeds_to"),
    *("opens_day", "due_day", "options", "inferred"),
)
ACTOR_OPTIONS = ("is_outside", "inferred")

Document = dict[str, Any]


class Unfit(ValueError):
    """A document or a draft cannot be used; carries every reason."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems))


@transaction.atomic
def load_sop(document: Mapping[str, Any], *, agency: Agency, by: Person | None, now: datetime) -> SopVersion:
    """The version that holds this document: the newest one if it says the same, else a draft.

    Raises Unfit when the document does not hang together.
    """
    if problems := _document_problems(document, agency):
        raise Unfit(problems)
    wanted = _canonical(document)
    sop, _ = Sop.objects.get_or_create(
        slug=wanted["slug"], defaults={"agency": agency, "name": wanted["title"]}
    )
    if sop.agency_id != agency.pk:
        raise Unfit([f"SOP “{sop.slug}” sudah dipakai perangkat daerah lain ({sop.agency})."])
    latest = sop.versions.order_by("-version").first()
    if latest and export_sop(latest) == wanted:
        return latest
    version = _empty_draft(sop, latest)
    _write(version, wanted)
    record(
        Event("sop_drafted", version, f"Naskah {version} dimuat."),
        by=by, at=now, agency=agency,
    )  # fmt: skip
    return version


@transaction.atomic
def publish(version: SopVersion, *, by: Person | None, now: datetime) -> SopVersion:
    """Put a draft in force in place of the earlier version. Raises Unfit with every reason against it."""
    sop = Sop.objects.select_for_update().get(pk=version.sop_id)
    # Locked: an edit of the draft either is seen here or is refused afterwards.
    version = SopVersion.objects.select_for_update().get(pk=version.pk)
    if version.status == SopVersion.Status.PUBLISHED:
        return version
    if version.status == SopVersion.Status.RETIRED:
        raise Unfit([f"{version} sudah tidak berlaku; buatlah versi baru."])
    if problems := errors_of(version):
        raise Unfit(problems)
    sop.versions.filter(status=SopVersion.Status.PUBLISHED).update(status=SopVersion.Status.RETIRED)
    SopVersion.objects.filter(pk=version.pk).update(
        status=SopVersion.Status.PUBLISHED, published_at=now, published_by=by
    )
    Sop.objects.filter(pk=sop.pk).update(name=version.title)
    version.refresh_from_db()
    record(Event("sop_published", version, f"{version} diberlakukan."), by=by, at=now, agency=sop.agency)
    return version


def export_sop(version: SopVersion) -> Document:
    """The document of a version; loading it again changes nothing."""
    actors = list(version.actors.all())
    keys = dict(zip((actor.pk for actor in actors), _keys(actors), strict=True))
    steps = version.steps.prefetch_related("acts__returns_to", "acts__proceeds_to")
    document: Document = {"slug": version.sop.slug, "agency": version.sop.agency.code, "cycle": version.cycle}
    document |= {name: getattr(version, name) for name in ("heading", *PRINTED, "title", *LISTS)}
    document["actors"] = [
        {"key": keys[actor.pk], "label": actor.label, "role": actor.role}
        | _given({name: getattr(actor, name) for name in ACTOR_OPTIONS}, ACTOR_OPTIONS)
        for actor in actors
    ]
    document["steps"] = [_step_document(step, keys) for step in steps]
    document |= _given({name: getattr(version, name) for name in (*MORE, "columns")}, (*MORE, "columns"))
    document["source_text"] = version.source_text
    return document


# --- reading ----------------------------------------------------------------------------------------


def _canonical(document: Mapping[str, Any]) -> Document:
    """The document with every default written out, actors by their canonical keys."""
    actors = [{"role": "", **actor} for actor in document["actors"]]
    keys = dict(zip((actor["key"] for actor in actors), _unique(a["role"] for a in actors), strict=True))
    wanted: Document = {name: document[name] for name in ("slug", "agency", "cycle")}
    wanted["heading"] = document.get("heading", "")
    wanted |= {name: document.get(name) for name in PRINTED}
    wanted["title"] = document["title"]
    wanted |= {name: list(document.get(name, [])) for name in LISTS}
    wanted["actors"] = [
        {"key": keys[actor["key"]], "label": actor["label"], "role": actor["role"]}
        | _given(actor, ACTOR_OPTIONS)
        for actor in actors
    ]
    wanted["steps"] = [
        {"number": step["number"], **{name: step.get(name, "") for name in STEP_TEXTS}}
        | _given(step, STEP_OPTIONS)
        | {
            "acts": [
                {"actor": keys[a["actor"]], "kind": a["kind"]} | _given(a, ACT_OPTIONS) for a in step["acts"]
            ]
        }
        for step in document["steps"]
    ]
    wanted |= _given(document, (*MORE, "columns"))
    wanted["source_text"] = document.get("source_text", "")
    return wanted


def _given(row: Mapping[str, Any], names: Iterable[str]) -> Document:
    """The optional entries that say something."""
    return {name: row[name] for name in names if row.get(name)}


def _keys(actors: list[Actor]) -> list[str]:
    return _unique(actor.role for actor in actors)


def _unique(names: Iterable[str]) -> list[str]:
    """Each name once: head, officer, officer-2."""
    seen: Counter[str] = Counter()
    keys = []
    for name in names:
        stem = name or "lane"
        seen[stem] += 1
        keys.append(stem if seen[stem] == 1 else f"{stem}-{seen[stem]}")
    return keys


def _document_problems(document: Mapping[str, Any], agency: Agency) -> list[str]:
    missing = [
        name for name in ("slug", "agency", "cycle", "title", "actors", "steps") if not document.get(name)
    ]
    if missing:
        return [f"Naskah SOP tidak memuat {', '.join(missing)}."]
    problems = []
    if document["agency"] != agency.code:
        problems.append(f"Naskah ini milik “{document['agency']}”, bukan “{agency.code}”.")
    if document["cycle"] not in set(Cycle):
        problems.append(f"Siklus “{document['cycle']}” tidak dikenal.")
    keys = [actor.get("key") for actor in document["actors"]]
    if len(set(keys)) < len(keys):
        problems.append("Dua pelaksana memakai kunci yang sama.")
    problems += [
        f"Peran “{actor['role']}” tidak dikenal."
        for actor in document["actors"]
        if not _is_role(actor.get("role"))
    ]
    for place, step in enumerate(document["steps"]):
        problems += _step_problems(document["steps"], place, step, set(keys))
    return problems


def _is_role(role: object) -> bool:
    return not role or role in set(Role)


def _step_problems(
    steps: list[Mapping[str, Any]], place: int, step: Mapping[str, Any], keys: set[Any]
) -> list[str]:
    name = f"Langkah {step.get('number') or place + 1}"
    if not step.get("text") or "number" not in step or "acts" not in step:
        return [f"{name} tidak lengkap: number, text, dan acts harus ada."]
    problems = []
    if step.get("opens_day") and step.get("due_day") and step["opens_day"] > step["due_day"]:
        problems.append(f"{name}: tanggal mulai sesudah tenggat.")
    for act in step["acts"]:
        if act.get("actor") not in keys:
            problems.append(f"{name} menyebut pelaksana “{act.get('actor')}” yang tidak ada.")
        target = act.get("returns_to")
        if target and _place_of(target, [s["number"] for s in steps[: place + 1]]) is None:
            problems.append(f"{name} mengembalikan ke langkah “{target}” yang tidak ada sebelumnya.")
    return problems


def _place_of(number: str, numbers: list[str]) -> int | None:
    """Where a printed number stands; of a repeated one the nearest."""
    return next((place for place in reversed(range(len(numbers))) if numbers[place] == number), None)


# --- writing ----------------------------------------------------------------------------------------


def _empty_draft(sop: Sop, latest: SopVersion | None) -> SopVersion:
    """A draft to write into: the newest one if it still is a draft, else the next version."""
    if latest and latest.status == SopVersion.Status.DRAFT:
        Act.objects.filter(step__version=latest).delete()
        latest.steps.all().delete()
        latest.actors.all().delete()
        latest.edition += 1  # whoever has the draft open in the editor learns of it
        return latest
    return SopVersion(sop=sop, version=latest.version + 1 if latest else 1)


def _write(version: SopVersion, document: Document) -> None:
    version.cycle = document["cycle"]
    version.source_text = document["source_text"]
    version.columns = document.get("columns", {})
    version.totals, version.footer = document.get("totals", ""), document.get("footer", "")
    for name in ("heading", *PRINTED, "title", *LISTS):
        setattr(version, name, document[name])
    version.save()
    actors = {
        actor["key"]: Actor.objects.create(
            version=version,
            order=order,
            label=actor["label"],
            role=actor["role"],
            is_outside=actor.get("is_outside", False),
            inferred=actor.get("inferred", False),
        )
        for order, actor in enumerate(document["actors"], start=1)
    }
    steps: list[Step] = []
    for order, row in enumerate(document["steps"], start=1):
        steps.append(_write_step(version, order, row))
        for place, act in enumerate(row["acts"], start=1):
            _write_act(steps, place, act, actors)
    _write_branches(steps, document)


def _write_step(version: SopVersion, order: int, row: Document) -> Step:
    duration = reading_of(row["duration"], version.columns)
    return Step.objects.create(
        version=version,
        order=order,
        printed_number=row["number"],
        text=row["text"],
        requirements=row["requirements"],
        duration_text=row["duration"],
        duration_amount=duration.amount_to if duration.is_measured else None,
        duration_unit=duration.unit.value if duration.unit and duration.is_measured else "",
        output=row["output"],
        remark=row["remark"],
        opens_day=row.get("opens_day"),
        due_day=row.get("due_day"),
        cycles=row.get("cycles", []),
        phase=row.get("phase", ""),
        extra=row.get("extra", {}),
    )


def _write_act(steps: list[Step], order: int, row: Document, actors: dict[str, Actor]) -> None:
    place = _place_of(row["returns_to"], [s.printed_number for s in steps]) if "returns_to" in row else None
    Act.objects.create(
        step=steps[-1],
        order=order,
        actor=actors[row["actor"]],
        kind=row["kind"],
        returns_to=None if place is None else steps[place],
        automatic=row.get("automatic", False),
        closes_by_clock=row.get("closes_by_clock", False),
        opens_day=row.get("opens_day"),
        due_day=row.get("due_day"),
        options=row.get("options", {}),
        inferred=row.get("inferred", []),
    )


def _write_branches(steps: list[Step], document: Document) -> None:
    """The ya branches lead on, so they are known only once every step is there."""
    for step, row in zip(steps, document["steps"], strict=True):
        for place, act in enumerate(row["acts"], start=1):
            later = [s for s in steps if s.order > step.order and s.printed_number == act.get("proceeds_to")]
            if later:
                Act.objects.filter(step=step, order=place).update(proceeds_to=later[0])


def _step_document(step: Step, keys: Mapping[int, str]) -> Document:
    texts = {
        "text": step.text,
        "requirements": step.requirements,
        "duration": step.duration_text,
        "output": step.output,
        "remark": step.remark,
    }
    options = {name: getattr(step, name) for name in STEP_OPTIONS}
    acts = [_act_document(act, keys) for act in step.acts.all()]
    return {"number": step.printed_number, **texts, **_given(options, STEP_OPTIONS), "acts": acts}


def _act_document(act: Act, keys: Mapping[int, str]) -> Document:
    options = {name: getattr(act, name) for name in ACT_OPTIONS}
    options["returns_to"] = act.returns_to.printed_number if act.returns_to else ""
    options["proceeds_to"] = act.proceeds_to.printed_number if act.proceeds_to else ""
    return {"actor": keys[act.actor_id], "kind": act.kind, **_given(options, ACT_OPTIONS)}
