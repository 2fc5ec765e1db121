"""The digital maturity through its pages: shared answers, own views, conditions, results, files there and back."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment import exchange, pdf, workflow
from assessment.files import filled, reading
from assessment.files.questionnaire import rows_of, write_csv, write_xlsx
from assessment.files.table import Faulty
from assessment.methods import published
from assessment.methods.results import Author
from assessment.methods.weighted_mean.interchange import read_answers
from assessment.methods.weighted_mean.shape import declared
from assessment.models import SectionRecord, Submission
from assessment.results import of_submission, results_of
from tests.agencies import agency
from tests.reading import forged, form_to, send, submit, words

INSTRUMENT = published.get("digital_maturity", 1)
SECTION = "gov-leadership"
SPONSOR = "gov.leadership.sponsor"


@pytest.fixture
def maturity(health, luis) -> Submission:
    return workflow.start(health, INSTRUMENT, luis)


def address(name: str, submission: Submission, *rest: str) -> str:
    return reverse(f"assessment:{name}", args=[submission.pk, *rest])


def shared(submission: Submission, section: str) -> SectionRecord:
    return submission.records.get(section=section, respondent=None)


def fill(submission: Submission, seed: int, luis: Any) -> None:
    """Random answers, the first statement of each as the shared one."""
    raw = agency(INSTRUMENT, seed)
    profile = {
        "profile.agency_type": "ministry", "profile.size": "50-249", "profile.public_services": "yes",
        "profile.local_partners": "yes", "profile.personal_data": "yes", "profile.automated_decisions": "no",
    }  # fmt: skip
    for section in INSTRUMENT.sections:
        record = shared(submission, section.key)
        answers = dict(record.answers)
        for question in section.questions:
            if question.is_stated and (told := raw["answers"].get(question.key)):
                said = {k: v for k, v in told[0].items() if k not in ("who", "agreed")}
                if not isinstance(said.get("evidence"), str) or not said["evidence"]:
                    said.pop("evidence", None)
                if not question.wants_evidence:
                    said.pop("evidence", None)
                if said.get("na") and not question.may_not_apply:
                    said = {"dk": True}
                answers[question.key] = said
            elif question.key in profile:
                answers[question.key] = profile[question.key]
        SectionRecord.objects.filter(pk=record.pk).save_answers(
            answers, revision=record.revision, by=luis
        )


def test_an_agency_has_one_shared_submission(maturity, health, ana):
    assert workflow.start(health, INSTRUMENT, ana) == maturity
    assert maturity.respondent is None


def test_a_statement_is_saved_with_evidence_and_comment(as_luis, maturity):
    sent = {SPONSOR: "l3", f"{SPONSOR}.evidence": "Minutes, May", f"{SPONSOR}.comment": "=1+1"}
    page = submit(as_luis, address("section", maturity, SECTION), {**sent})
    assert page.status_code == 302
    said = shared(maturity, SECTION).answers[SPONSOR]
    assert said == {"choice": "l3", "evidence": "Minutes, May", "comment": "=1+1"}
    page = as_luis.get(address("section", maturity, SECTION)).content.decode()
    assert "Minutes, May" in page


def test_not_applicable_asks_for_a_reason_but_is_kept_without(as_luis, maturity):
    seat = "gov.coordination.seat"
    submit(as_luis, address("section", maturity, "gov-coordination"), {seat: "not_applicable"})
    assert shared(maturity, "gov-coordination").answers == {seat: {"na": ""}}
    submit(
        as_luis,
        address("section", maturity, "gov-coordination"),
        {seat: "not_applicable", f"{seat}.reason": "not-offered-nationally"},
    )
    assert shared(maturity, "gov-coordination").answers == {seat: {"na": "not-offered-nationally"}}


def test_an_answer_beside_do_not_know_is_refused(as_luis, maturity):
    page = submit(
        as_luis,
        address("section", maturity, SECTION),
        {"gov.leadership.mandate": ["money", "dont_know"]},
    )
    assert page.status_code == 422
    assert shared(maturity, SECTION).revision == 0


def test_a_condition_hides_a_question_and_keeps_its_answer(as_luis, maturity):
    local = "gov.coordination.local"
    place = address("section", maturity, "gov-coordination")
    assert f'id="q-{local}"' in as_luis.get(place).content.decode()
    submit(as_luis, place, {local: ["money"]})
    submit(as_luis, address("section", maturity, "profile"), {"profile.local_partners": "no"})
    assert f'id="q-{local}"' not in as_luis.get(place).content.decode()
    # The page no longer asks this, but may have been open since before.
    late = {"page": "forged", local: ["training"], "gov.coordination.seat": "l1"}
    forged(as_luis, place, late)
    kept = shared(maturity, "gov-coordination").answers
    assert kept == {local: {"choice": ["money"]}, "gov.coordination.seat": {"choice": "l1"}}
    submit(as_luis, address("section", maturity, "profile"), {"profile.local_partners": "yes"})
    assert f'id="q-{local}"' in as_luis.get(place).content.decode()


def test_own_views_stand_beside_the_shared_answer(client, luis, ana, maturity):
    client.force_login(luis)
    submit(client, address("section", maturity, SECTION), {SPONSOR: "l4"})
    client.force_login(ana)
    page = client.get(address("response", maturity, SECTION)).content.decode()
    assert "checked" not in page  # each answers alone first
    submit(client, address("response", maturity, SECTION), {SPONSOR: "l1"})
    maturity.refresh_from_db()
    told = Submission.objects.get(pk=maturity.pk).answers()[SECTION][SPONSOR]
    assert [said["choice"] for said in told] == ["l4", "l1"]
    results = of_submission(Submission.objects.get(pk=maturity.pk), "en")
    assert [one.question.key for one in results.disagreements] == [SPONSOR]
    assert results.scorecard.answers[SPONSOR].points == 1
    submit(
        client,
        address("section", maturity, SECTION),
        {SPONSOR: "l3", f"{SPONSOR}.agreed": "yes"},
    )
    results = of_submission(Submission.objects.get(pk=maturity.pk), "en")
    assert results.scorecard.answers[SPONSOR].points == 3
    assert results.disagreements == []


def test_open_questions_by_role(as_luis, maturity):
    page = as_luis.get(address("open_questions", maturity) + "?role=hr").content.decode()
    assert "cap.talent.framework" in page
    assert "data.open.plan" not in page


def test_open_questions_do_not_stand_in_the_way_of_handing_in(as_luis, luis, maturity):
    with pytest.raises(workflow.Incomplete):
        workflow.submit(maturity, luis)
    fill(maturity, 3, luis)
    snapshot = workflow.submit(Submission.objects.get(pk=maturity.pk), luis)
    assert snapshot.intact
    page = as_luis.get(address("results", maturity))
    assert page.status_code == 200


@pytest.mark.parametrize("language", ["en", "es", "pt-br"])
@pytest.mark.parametrize("seed", [2, 5, 9])
def test_results_page_in_each_language(as_luis, luis, maturity, language, seed):
    fill(maturity, seed, luis)
    as_luis.cookies["django_language"] = language
    page = as_luis.get(address("results", maturity)).content.decode()
    assert declared(INSTRUMENT).areas[0].text[language] in page


def test_what_if_shows_what_moves_and_saves_nothing(as_luis, luis, maturity):
    fill(maturity, 2, luis)
    before = [record.answers for record in maturity.records.order_by("pk")]
    place = address("results_chapter", maturity, "what-if")
    page = as_luis.get(place, {"ask": SPONSOR, "to": "l4"}).content.decode()
    assert f'name="set" value="{SPONSOR}:l4"' in page
    assert [record.answers for record in maturity.records.order_by("pk")] == before


@pytest.mark.parametrize(
    "query", [{"ask": "x"}, {"set": "x"}, {"set": f"{SPONSOR}:l9,l8"}, {"to": "l4"}]
)
def test_what_if_does_not_mind_nonsense(as_luis, luis, maturity, query):
    fill(maturity, 2, luis)
    place = address("results_chapter", maturity, "what-if")
    assert as_luis.get(place, query).status_code == 200


def test_the_overall_number_can_be_switched_off(as_luis, luis, maturity, settings):
    fill(maturity, 2, luis)
    settings.OVERALL_SCORE = False
    assert "All areas together" not in as_luis.get(address("results", maturity)).content.decode()


@given(seed=st.integers(0, 10_000), language=st.sampled_from(["en", "es", "pt-br"]))
@settings(max_examples=6, deadline=None)
def test_the_table_says_the_same_there_and_back(seed, language):
    answers, _faults = read_answers(INSTRUMENT, agency(INSTRUMENT, seed))
    first = {
        key: {question: told[:1] for question, told in part.items()}
        for key, part in answers.items()
        if key != "profile"
    }
    rows = list(rows_of(INSTRUMENT, first, language))
    by_csv = filled.read(INSTRUMENT, write_csv(rows, ";"))
    by_xlsx = filled.read(INSTRUMENT, write_xlsx(INSTRUMENT, rows, language))
    assert by_csv.posted == by_xlsx.posted == filled.filled_in(INSTRUMENT, rows).posted
    assert not by_csv.faults + by_xlsx.faults


def uploaded(client: Any, submission: Submission, name: str, data: bytes) -> Any:
    file = BytesIO(data)
    file.name = name
    to = address("upload", submission)
    return submit(client, address("offline", submission), {"file": file}, to=to)


@pytest.mark.parametrize("kind", list(exchange.FORMATS))
def test_an_export_comes_back_as_it_was(as_luis, luis, maturity, health, ana, kind):
    fill(maturity, 4, luis)
    full = Submission.objects.get(pk=maturity.pk)
    saved = {key: record.answers for key, record in full.shared_records().items()}
    data = as_luis.get(address("export", maturity, kind)).content
    page = uploaded(as_luis, maturity, f"a.{kind}", data).content.decode()
    assert "the file says what is saved already" in page
    SectionRecord.objects.filter(submission=maturity).exclude(section="profile").update(answers={})
    page = uploaded(as_luis, maturity, f"a.{kind}", data)
    assert send(as_luis, form_to(page, address("apply", maturity))).status_code == 302
    full = Submission.objects.get(pk=maturity.pk)
    now = {key: record.answers for key, record in full.shared_records().items()}
    assert {k: v for k, v in now.items() if v} == {k: v for k, v in saved.items() if v}


def test_a_colleague_who_saves_meanwhile_is_not_overwritten(as_luis, luis, maturity):
    fill(maturity, 4, luis)
    data = exchange.export(Submission.objects.get(pk=maturity.pk), "csv", "en")
    SectionRecord.objects.filter(submission=maturity, section=SECTION).update(answers={})
    preview = uploaded(as_luis, maturity, "a.csv", data)
    submit(as_luis, address("section", maturity, SECTION), {SPONSOR: "l0"})
    page = send(as_luis, form_to(preview, address("apply", maturity)))
    assert page.status_code == 409
    assert shared(maturity, SECTION).answers == {SPONSOR: {"choice": "l0"}}
    assert send(as_luis, form_to(page, address("apply", maturity))).status_code == 302


def workbook(change: Any) -> bytes:
    book = openpyxl.load_workbook(
        BytesIO(write_xlsx(INSTRUMENT, rows_of(INSTRUMENT, {}, "en"), "en"))
    )
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def set_answer(value: Any) -> Any:
    def change(book: Any) -> None:
        sheet = book["answers"]
        row = next(r for r in sheet.iter_rows() if r[0].value == SPONSOR)
        row[3].value = value

    return change


HOSTILE = {
    "not a workbook": (b"PK but not really", "a.xlsx"),
    "an unknown answer": (workbook(set_answer("perhaps")), "a.xlsx"),
    "a formula": (workbook(set_answer("=1+1")), "a.xlsx"),
    "a missing sheet": (workbook(lambda book: book.remove(book["answers"])), "a.xlsx"),
    "another instrument": (workbook(lambda book: book["faceta"].cell(1, 1, "horoscope")), "a.xlsx"),
    "no question": ("question,item,answer\nñ,,x\n".encode("latin-1"), "a.csv"),
    "no header": (b"a,b\n1,2\n", "a.csv"),
    "a row twice": (f"question,item,answer\n{SPONSOR},,l1\n{SPONSOR},,l2\n".encode(), "a.csv"),
    "an unknown question": (b"question,item,answer\nx,,l1\n", "a.csv"),
    "not JSON": (b"{", "a.json"),
    "other JSON": (b"[1]", "a.json"),
    "too large": (b"x" * 2_000_001, "a.xlsx"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_wrong_file_gets_a_report_and_changes_nothing(as_luis, maturity, name):
    data, file_name = HOSTILE[name]
    page = uploaded(as_luis, maturity, file_name, data)
    assert page.status_code == 422
    assert "Nothing was taken over" in words(page)
    assert not SectionRecord.objects.filter(submission=maturity, revision__gt=0).exists()


def test_a_workbook_in_each_language(as_luis, maturity):
    for language in ("en", "es", "pt-br"):
        data = as_luis.get(address("export", maturity, "xlsx"), {"language": language}).content
        sheet = openpyxl.load_workbook(BytesIO(data)).active
        texts = {row[2] for row in sheet.iter_rows(values_only=True)}
        assert INSTRUMENT.question(SPONSOR).numbered(language) in texts


def test_text_that_looks_like_a_formula_stays_text(luis, maturity):
    rows = list(
        rows_of(INSTRUMENT, {SECTION: {SPONSOR: [{"choice": "l1", "comment": "=1+1"}]}}, "en")
    )
    book = openpyxl.load_workbook(BytesIO(write_xlsx(INSTRUMENT, rows, "en")))
    cell = next(c for r in book["answers"].iter_rows() for c in r if c.value == "=1+1")
    assert cell.data_type in ("s", "inlineStr")
    assert b"'=1+1" in write_csv(rows)


def test_a_zip_bomb_is_refused():
    import zipfile

    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 30_000_000)
    with override("en"), pytest.raises(Faulty, match="too large"):
        reading.read(out.getvalue())


OFFLINE = {
    "offline": [], "export": ["json"], "questionnaire": ["en"], "open_questions": [], "response": [SECTION],
}  # fmt: skip


@pytest.mark.parametrize("name", OFFLINE)
def test_strangers_find_none_of_it(client, zoe, bia, maturity, name, monkeypatch):
    monkeypatch.setattr(pdf, "render_questionnaire", lambda *rest: b"%PDF")
    for person in (zoe, bia):
        client.force_login(person)
        assert client.get(address(name, maturity, *OFFLINE[name])).status_code == 404


@pytest.mark.parametrize("name", ["upload", "apply"])
def test_only_who_may_answer_brings_files(client, zoe, rosa, maturity, name):
    client.force_login(zoe)
    assert client.post(address(name, maturity)).status_code == 404
    client.force_login(rosa)
    assert client.post(address(name, maturity)).status_code in (403, 404)


def test_the_export_names_its_schema_and_everything(as_luis, luis, maturity):
    fill(maturity, 4, luis)
    content = json.loads(as_luis.get(address("export", maturity, "json")).content)
    assert content["schema"]["$defs"]["output"]
    assert content["scores"]["areas"]
    assert content["agency"] == maturity.agency.name


def test_twenty_people_who_disagree_make_sense():
    answers, _faults = read_answers(INSTRUMENT, {
        "answers": {
            q.key: [{"choice": [i.key] if q.kind.key == "multiple" else i.key, "who": str(n)}
                    for n in range(20) for i in (q.items[n % len(q.items)],)]
            for q in INSTRUMENT.questions if q.is_stated
        }
    })  # fmt: skip
    from django.utils import timezone

    author = Author("Agency", "UY", "", timezone.now())
    html = pdf.render_html(results_of(INSTRUMENT, answers, author, "es"))
    assert "20" in html
