"""A year in which everything was done that leaves a row on record, undone and done again."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import text

from tests.service.office import DECISION, Office, on, plan, task
from tracker.domain.account import AccountDraft, AccountTexts
from tracker.domain.condition import Condition
from tracker.domain.origin import Field
from tracker.domain.period import read_period
from tracker.domain.review import Meant, MeantAccounts, Step
from tracker.service.accounts import write_account
from tracker.service.confirming import confirm
from tracker.service.locks import close_period, reopen_period
from tracker.service.review import take_steps
from tracker.service.stops import cancel_task, resume_task
from tracker.service.tasks import add_task
from tracker.service.undoing import redo, undo

CODE, OTHER = "D7.1-my-xuyen", "D7.2-ke-sach"
TEXTS = AccountTexts("Đã đối thoại 4 cuộc.", "Thiếu cán bộ.", "Thêm 2 cuộc.", "")


def whole_year(office: Office) -> None:
    """Every kind of write, in a plan that reviews."""
    office.today = on("10-15")
    office.seed(task(), task(OTHER, unit="ke-sach"), plan=plan(review=True))
    _terms(office)
    _reports(office)
    _accounts(office)
    _closings(office)
    # What is reported of a period that was closed once says so.
    office.report(CODE, "2021-Q1", 7, word="đúng")
    _write(office, "my-xuyen", results="Đã mở lại.")
    take_steps(office.desk, None, Step.ACCEPT, Meant(CODE), MeantAccounts())
    undo(office.desk, None)
    redo(office.desk, None)


def _terms(office: Office) -> None:
    desk = office.desk
    office.edit(CODE, {Field.TARGET: 12_000})
    office.edit(CODE, {Field.TARGET: 15_000, Field.WEIGHT: 3}, day_from=on("06-01"), why="bổ sung")
    office.edit(CODE, {Field.UNIT: "ke-sach"}, day_from=on("07-01"), document=DECISION)
    office.edit(CODE, {Field.DEADLINE: on("11-30")}, document=DECISION)
    # The value before it goes on: this ends a term and begins none.
    office.edit(CODE, {Field.WEIGHT: 1}, day_from=on("06-01"))
    undo(desk, None)
    redo(desk, None)
    confirm(desk, None, Condition(), DECISION, (Field.TARGET, Field.WEIGHT), as_of=on("08-01"))
    undo(desk, None)
    redo(desk, None)
    cancel_task(desk, None, OTHER, "không còn", day=on("09-01"))
    resume_task(desk, None, OTHER, "lại cần", day=on("09-20"))
    undo(desk, None)
    undo(desk, None)
    own = task("X1-tinh", directive="D7", unit="tinh", weight=2)
    add_task(desk, None, own)
    undo(desk, None)
    add_task(desk, None, replace(own, weight=4))
    add_task(desk, None, replace(own, code="X2-tinh"))
    cancel_task(desk, None, "X2-tinh", "thôi", day=on("05-01"))
    resume_task(desk, None, "X2-tinh", day=on("05-01"))
    file = (task(target=10), task(OTHER, 20, unit="ke-sach"), task("D8.1-tinh", unit="tinh"))
    office.seed(*file, plan=plan(review=True))
    office.seed(*file[:2], plan=plan(review=True), prune=True)


def _reports(office: Office) -> None:
    desk = office.desk
    office.report(CODE, "2021-Q1", 4, note="hai đợt", evidence="12-BC")
    office.report(CODE, "2021-Q2", 9, cumulative=True, kept_back=True)
    office.report(CODE, "2021-Q3", 400, kept_back=True)
    take_steps(desk, None, Step.SUBMIT, Meant(Condition()), comment="đã đối chiếu")
    undo(desk, None)
    redo(desk, None)
    take_steps(desk, None, Step.ACCEPT, Meant(CODE, read_period("2021-Q1")), comment="tốt")
    office.report(OTHER, "2021-Q1", 2)
    take_steps(desk, None, Step.RETURN, Meant(OTHER), comment="Số cuộc?")
    undo(desk, None)
    office.report(OTHER, "2021-Q2", 2)
    undo(desk, None)
    with office.engine.begin() as connection:
        connection.execute(text("UPDATE plan SET review = false"))
    office.report(OTHER, "2021-Q2", 3)
    with office.engine.begin() as connection:
        connection.execute(text("UPDATE plan SET review = true"))


def _accounts(office: Office) -> None:
    desk = office.desk
    _write(office, "my-xuyen")
    _write(office, "my-xuyen", results="Đã đối thoại 5 cuộc.", shortcomings="")
    _write(office, "ke-sach", directive="D7", kept_back=True)
    take_steps(desk, None, Step.SUBMIT, None, MeantAccounts(), "gửi")
    take_steps(desk, None, Step.ACCEPT, None, MeantAccounts(unit="my-xuyen"), "tốt")
    take_steps(desk, None, Step.RETURN, None, MeantAccounts(), "Nêu số cuộc.")
    undo(desk, None)
    redo(desk, None)
    _write(office, "ke-sach", results="Một.")
    undo(desk, None)
    _write(office, "ke-sach", results="Hai.")


def _write(
    office: Office,
    unit: str,
    *,
    directive: str | None = None,
    kept_back: bool = False,
    **parts: str,
) -> None:
    texts = replace(TEXTS, **parts)
    period = read_period("2021-Q1")
    write_account(office.desk, None, AccountDraft(unit, period, texts, directive, kept_back))


def _closings(office: Office) -> None:
    desk = office.desk
    first, half = read_period("2021-Q1"), read_period("2021-H1")
    close_period(desk, None, first)
    undo(desk, None)
    redo(desk, None)
    close_period(desk, None, half)
    reopen_period(desk, None, half, "sót báo cáo", on("10-20"))
    undo(desk, None)
    redo(desk, None)
