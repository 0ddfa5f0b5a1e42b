"""What every format draws: title block, condition, notes, and which subtrees are shown."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from tests.export.factory import PLAN, SURE, summary, task
from tracker import i18n
from tracker.domain.condition import By, Condition, Owing
from tracker.domain.duty import OUTSTANDING, DutyState
from tracker.domain.origin import Field, Origin
from tracker.domain.period import read_period
from tracker.domain.quantity import Amount
from tracker.domain.status import Status
from tracker.domain.summary import Figures, SummaryRow
from tracker.domain.words import Words
from tracker.export import Format, render
from tracker.export.annex import task_lines, unconfirmed
from tracker.export.contents import condition_said, contents
from tracker.export.json import summary_object

Q2, REPORTED = read_period("2021-Q2"), frozenset({DutyState.ACCEPTED})


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (Condition(), "toàn bộ nhiệm vụ của chương trình"),
        (
            Condition(unit="my-xuyen"),
            "do Ban Dân vận Huyện ủy Mỹ Xuyên hoặc đơn vị cấp dưới chủ trì",
        ),
        (Condition(unit="my-xuyen", below=False), "do Ban Dân vận Huyện ủy Mỹ Xuyên chủ trì"),
        (Condition(exceeded=True), "vượt mức khống chế"),
        (Condition(unit="unheard-of"), "do unheard-of hoặc đơn vị cấp dưới chủ trì"),
        (Condition(directive="D7"), "nhiệm vụ chỉ đạo D7"),
        (Condition(statuses=frozenset({Status.OVERDUE})), "tình trạng: chưa hoàn thành, quá hạn"),
        (Condition(at_risk=True), "có nguy cơ chậm"),
        (Condition(due_before=date(2021, 7, 15)), "thời hạn trước ngày 15/7/2021"),
        (Condition(words=("đối", "thoại")), "có các từ “đối”, “thoại”"),
        (Condition(directive="D7", at_risk=True), "nhiệm vụ chỉ đạo D7; có nguy cơ chậm"),
        (Condition(owing=Owing(Q2)), "báo cáo quý II/2021"),
        (
            Condition(owing=Owing(Q2, frozenset(OUTSTANDING), "my-xuyen")),
            "báo cáo quý II/2021: trễ hạn, bị trả lại, chưa báo cáo, do Ban Dân vận Huyện ủy"
            " Mỹ Xuyên phải báo cáo",
        ),
        (Condition(owing=Owing(Q2, REPORTED)), "báo cáo quý II/2021: đã báo cáo"),
    ],
)
def test_the_condition_is_said_in_words(condition: Condition, said: str) -> None:
    assert condition_said(summary(condition=condition)) == said


def test_rows_are_named_in_the_readers_language() -> None:
    whole = replace(summary(), rows=(SummaryRow("overdue", Words("overdue"), Figures()),))
    by_status = replace(whole, by=By.STATUS)
    assert contents(by_status).rows[0].name == "! chưa hoàn thành, quá hạn"
    assert summary_object(by_status)["rows"][0]["name"] == "chưa hoàn thành, quá hạn"


def test_rows_by_directive_begin_with_its_code() -> None:
    rows = (SummaryRow("D7", Words("Đối thoại", "Dialogue"), Figures()),)
    by_directive = replace(summary(), by=By.DIRECTIVE, rows=rows)
    assert contents(by_directive).rows[0].name == "D7 Đối thoại"
    i18n.use("en")
    assert contents(by_directive).rows[0].name == "D7 Dialogue"


def test_only_rows_with_something_below_them_are_shown_again() -> None:
    assert [row.code for row in contents(summary()).subtrees] == ["tinh"]


def test_the_unconfirmed_fields_are_those_that_bear_a_mark() -> None:
    rows = (
        task(1, origin={}, baseline=Amount(1)),
        task(2, origin=SURE | {Field.TARGET: Origin.INFERRED}),
        task(3, origin={}, coordinating=(), target=None, deadline=None),
    )
    assert unconfirmed(rows) == {Origin.PROPOSED: 6, Origin.INFERRED: 1}


def test_a_mark_stands_beside_every_assignment_target_baseline_and_deadline() -> None:
    (line,) = task_lines(summary((task(baseline=Amount(2000)),)))
    assert line.lead == "Ban Dân vận Huyện ủy Mỹ Xuyên*"
    assert line.coordinating == "Thanh tra tỉnh (đoàn 2)*; Ban Dân tộc*"
    assert line.deadline is not None
    assert line.deadline.mark == "~"
    assert line.target is not None
    assert line.target.mark == "*"
    assert line.note.endswith("năm trước: 2 cuộc*")


def test_what_is_confirmed_or_stated_bears_no_mark() -> None:
    (line,) = task_lines(summary((task(origin=SURE, baseline=Amount(2000)),)))
    assert "*" not in "".join(map(str, (line.lead, line.coordinating, line.note)))
    assert line.target is not None
    assert line.target.mark == ""


def test_the_note_says_status_and_what_calls_for_attention() -> None:
    (line,) = task_lines(summary((task(status=Status.IN_PROGRESS, at_risk=True, exceeded=True),)))
    assert line.note == ("◐ đang thực hiện, trong hạn; ▲ vượt mức khống chế; ▲ có nguy cơ chậm")


@pytest.mark.usefixtures("both_languages")
@pytest.mark.parametrize("form", [Format.MD, Format.CSV, Format.JSON])
def test_title_block_and_notes_are_in_every_text_format(form: Format) -> None:
    whole = summary(plan=replace(PLAN, sample=True))
    text = render(whole, form).decode()
    laid_out = contents(whole)
    for said in (laid_out.sample, *laid_out.origin_notes, PLAN.title.said(i18n.lang())):
        assert said
        assert json.dumps(said, ensure_ascii=False)[1:-1] in text.replace("\\*", "*").replace(
            "\\~", "~"
        )


def test_without_tasks_the_note_says_that_figures_may_rest_on_proposals() -> None:
    assert "có thể chưa được xác nhận" in contents(summary(annex=False)).origin_notes[-1]


def test_the_commands_can_name_the_formats_without_loading_an_office_library() -> None:
    program = "import sys, tracker.export; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert not {"docx", "docxtpl", "xlsxwriter", "jinja2", "lxml", "babel"} & set(
        run.stdout.split()
    )
