"""A bad plan file is refused with one line that says where, what is allowed, and what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

import seed
from seed.problems import CannotRead
from tests.seed.plans import GOOD, HEAD, TEMPLATE, changed, read, refused
from tracker.domain.origin import Origin
from tracker.domain.plan import ReportingDay

TASK = "plan.toml: directive D1, task 1"


def refusal(source: str | Path) -> str:
    with pytest.raises(seed.BadPlanFile) as caught:
        seed.read(source)
    return str(caught.value)


class TestSource:
    def test_an_unknown_name_is_met_with_the_bundled_ones_and_the_nearest(self) -> None:
        assert refusal("soc-trang-2012") == (
            "There is no plan “soc-trang-2012”. Give a bundled one (soc-trang-2021), a folder with"
            " a plan.toml, or a .toml file. Did you mean “soc-trang-2021”?"
        )

    @pytest.mark.parametrize("name", ["", " ", "x" * 5000, "a\0b", "\ud800"])
    def test_no_name_is_too_odd_for_an_answer(self, name: str) -> None:
        with pytest.raises((seed.BadPlanFile, CannotRead)):
            seed.read(name)

    @pytest.mark.parametrize("name", ["gone/plan.toml", "plan.toml", "gone/folder"])
    def test_a_missing_file_is_named(self, tmp_path: Path, name: str) -> None:
        path = tmp_path / name
        assert refusal(path) == f"There is no file or folder {path}."

    def test_a_folder_without_a_plan_is_named(self, tmp_path: Path) -> None:
        assert refusal(tmp_path) == f"The folder {tmp_path} has no plan.toml."

    def test_a_folder_may_keep_its_units_apart(self, tmp_path: Path) -> None:
        start, end = GOOD.index("[[unit]]"), GOOD.index("[[directive]]")
        (tmp_path / "plan.toml").write_text(GOOD[:start] + GOOD[end:], encoding="utf-8")
        (tmp_path / "units.toml").write_text(GOOD[start:end], encoding="utf-8")
        apart = seed.read(str(tmp_path))
        (tmp_path / "units.toml").unlink()
        (tmp_path / "plan.toml").write_text(GOOD, encoding="utf-8")
        assert seed.expand(apart) == seed.expand(seed.read(tmp_path))

    def test_a_mistake_in_the_units_file_is_found_there(self, tmp_path: Path) -> None:
        (tmp_path / "plan.toml").write_text(GOOD, encoding="utf-8")
        (tmp_path / "units.toml").write_text("year = 2023", encoding="utf-8")
        assert refusal(tmp_path) == "units.toml: there is no key “year”. Allowed: unit."

    def test_a_file_that_is_not_utf8_is_refused_at_its_line(self, tmp_path: Path) -> None:
        path = tmp_path / "cũ.toml"
        path.write_bytes(b"format = 1\n# Ch\xedu\n")
        assert refusal(path) == "cũ.toml: line 2 is not UTF-8 text. Save the file as UTF-8."

    def test_a_byte_order_mark_does_no_harm(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.toml"
        path.write_text(GOOD, encoding="utf-8-sig")
        assert seed.read(path).draft.plan.year == 2023

    @pytest.mark.parametrize(
        ("text", "where"),
        [
            ("format = 1\nyear = = 2\n", "line 2, column 8"),
            ('code = "x\n', "line 1, column 10"),
            ("a = 1\na = 2\n", "line 2, column 6"),
            ("[[unit]]\n[unit]\n", "line 2, column 6"),
            ("a = 2021-13-01", "line 1, column 9"),
            ("[a", "line 1, column 3"),
        ],
    )
    def test_what_is_not_toml_is_refused_at_its_line_and_column(
        self, tmp_path: Path, text: str, where: str
    ) -> None:
        (line,) = refused(tmp_path, text)
        assert line.startswith(f"plan.toml: {where} is not TOML (")

    @pytest.mark.parametrize("text", ["a = " + "9" * 5000, "a = " + "[" * 5000])
    def test_toml_beyond_all_measure_is_refused(self, tmp_path: Path, text: str) -> None:
        (line,) = refused(tmp_path, text)
        assert line.startswith("plan.toml is not TOML that can be read (")

    def test_a_file_that_the_disk_refuses_is_a_failure_not_a_bad_plan(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "plan.toml"
        path.write_text(GOOD, encoding="utf-8")

        def deny(_: Path) -> bytes:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "read_bytes", deny)
        with pytest.raises(CannotRead, match="permission denied"):
            seed.read(path)


ONE_MISTAKE = [
    # The head.
    ("format = 1", "format = 2", "plan.toml: “format”: this program reads format 1, not 2."),
    ("year = 2023", "", "plan.toml: the key “year” is missing."),
    (
        "year = 2023",
        'year = "2023"',
        "plan.toml: “year”: “2023” is not a whole number from 1900 to 2999.",
    ),
    (
        "margin = 10",
        "margin = 101",
        "plan.toml: “margin”: 101 is not a whole number from 0 to 100.",
    ),
    (
        "margin = 10",
        "margin = true",
        "plan.toml: “margin”: true is not a whole number from 0 to 100.",
    ),
    (
        'code = "thu-nghiem-2023"',
        'code = "Thử nghiệm"',
        "plan.toml: “code”: “Thử nghiệm” is not a code. Use small letters without accents, digits"
        " and “-”, at most 40 characters.",
    ),
    (
        'issuer = "tinh"',
        'issuer = "tinnh"',
        "plan.toml: “issuer”: there is no unit “tinnh” in the plan. Did you mean “tinh”?",
    ),
    (
        'origin = "proposed"',
        'origin = "confirmed"',
        "plan.toml: “origin”: “confirmed” needs a document's number and date, so it cannot stand in"
        " a file. Allowed: source, inferred, proposed.",
    ),
    (
        'title = { vi = "Chương trình", en = "Programme" }',
        'title = { vn = "Chương trình", vi = "Chương trình" }',
        "plan.toml: “title”: there is no key “vn”. Allowed: vi, en.",
    ),
    (
        'title = { vi = "Chương trình", en = "Programme" }',
        'title = { en = "Programme" }',
        "plan.toml: “title”: the key “vi” is missing.",
    ),
    (
        '[source]\ntitle = "Kết luận hội nghị"\npage_date = 2023-01-10',
        'source = "Kết luận"',
        "plan.toml: source: “Kết luận” is not a table. Write keys and values.",
    ),
    (
        "page_date = 2023-01-10",
        'page_date = "10/1/2023"',
        "plan.toml: source, “page_date”: “10/1/2023” is not a day. Write it without quotation"
        " marks: 2021-06-30. Did you mean “2023-01-10”?",
    ),
    (
        'short = { vi = "Đối thoại", en = "Dialogue" }',
        'short = "a\\u0000b"',
        "plan.toml: directive D1, “short”: “a␀b” has a NUL character at position 2. Any other"
        " character is allowed.",
    ),
    # The units.
    (
        'kind = "district"',
        'kind = "distric"',
        "plan.toml: unit bai-boi, “kind”: “distric” is not one of province, city, town, district,"
        " commune, organisation, agency. Did you mean “district”?",
    ),
    (
        'code = "bai-boi"\nkind = "district"\nparent = "tinh"',
        'code = "bai-boi"\nkind = "district"\nparent = "tỉnh ủy"',
        "plan.toml: unit bai-boi, “parent”: there is no unit “tỉnh ủy” in the plan. Did you mean"
        " “tinh”?",
    ),
    (
        'code = "tinh"\nkind = "province"',
        'code = "tinh"\nkind = "province"\nparent = "tinh"',
        "plan.toml: unit tinh, “parent”: the unit comes back to itself: tinh → tinh.",
    ),
    (
        'code = "thanh-tra"\nkind = "agency"',
        'code = "bai-boi"\nkind = "agency"',
        "plan.toml: unit bai-boi, “code”: “bai-boi” stands there already.",
    ),
    (
        "communes = 7",
        "communes = -7",
        "plan.toml: unit bai-boi, “communes”: -7 is not a whole number from 0 to 1000000.",
    ),
    (
        "communes = 7",
        "communes = 7\nfirst_day = 2023-02-01\nlast_day = 2023-01-31",
        "plan.toml: unit bai-boi: the last day 2023-01-31 is before the first day 2023-02-01.",
    ),
    # The directives.
    (
        'quote = "đối thoại với Nhân dân"',
        "",
        "plan.toml: directive D1: the key “quote” is missing.",
    ),
    (
        'quote = "đối thoại với Nhân dân"',
        'quote = " "',
        "plan.toml: directive D1, “quote”: the text is empty.",
    ),
    (
        'code = "D1"\nsentence = 2',
        'code = "D.1"\nsentence = 2',
        "plan.toml: directive D.1, “code”: “D.1” is not a short code. Use letters without accents,"
        " digits, “-” and “_”, at most 16 characters.",
    ),
    (
        "sentence = 2\nquote",
        "sentence = 0\nquote",
        "plan.toml: directive D1, “sentence”: 0 is not a whole number from 1 to 1000000.",
    ),
    # The templates.
    (
        'measure = "sum"',
        'mesure = "sum"',
        f"{TASK}: there is no key “mesure”. Allowed: key, units, for, title, coordinating, measure,"
        " unit_of_measure, rhythm, start, deadline, baseline, target, weight, why, origin. Did you"
        " mean “measure”?",
    ),
    (
        'measure = "sum"',
        'measure = "summ"',
        f"{TASK}, “measure”: “summ” is not one of sum, latest, milestone, ceiling. Did you mean"
        " “sum”?",
    ),
    (
        'rhythm = "quarter"',
        "rhythm = 4",
        f"{TASK}, “rhythm”: 4 is not one of month, quarter, half, year.",
    ),
    (
        'unit_of_measure = { vi = "cuộc", en = "dialogues" }',
        "unit_of_measure = 5",
        f"{TASK}, “unit_of_measure”: 5 is not a text. Write one in quotation marks.",
    ),
    (
        'unit_of_measure = { vi = "cuộc", en = "dialogues" }',
        'unit_of_measure = "%"',
        f"{TASK}, for bai-boi: Task D1.1-bai-boi: percentages cannot be summed. Measure it as"
        " “latest”, or count something else than “%”.",
    ),
    (
        "target = 4",
        "target = -4",
        f"{TASK}, “target”: -4 is not a quantity. Write a number from 0 to 10.000.000.000.000 with"
        " at most three decimals after a point, as in 12 or 0.5.",
    ),
    (
        "target = 4",
        "target = 0",
        f"{TASK}: Task D1.1-cu-lao: a target of 0 can never be reached, since more is better there."
        " Leave the target out, or measure it as “ceiling”.",
    ),
    (
        "target = 4",
        'target = { count = ["ward"] }',
        f"{TASK}, “target”, “count”: “ward” is not one of wards, communes, townships. Did you mean"
        " “wards”?",
    ),
    (
        "target = 4",
        'target = { count = "communes" }',
        f"{TASK}: the target counts communes, and cu-lao has none.",
    ),
    (
        "qualifier = ",
        "qualifer = ",
        f"{TASK}, “baseline”: there is no key “qualifer”. Allowed: value, qualifier, origin,"
        " sentence. Did you mean “qualifier”?",
    ),
    (
        'origin = "source"',
        'origin = "sources"',
        f"{TASK}, “baseline”, “origin”: “sources” is not one of source, inferred, proposed. Did you"
        " mean “source”?",
    ),
    (
        "deadline = 2023-12-31",
        "deadline = 2024-01-01",
        f"{TASK}, “deadline”: 2024-01-01 is outside the plan's year 2023.",
    ),
    (
        "deadline = 2023-12-31",
        "deadline = 2023-01-31",
        f"{TASK}, for bai-boi: Task D1.1-bai-boi: the deadline 2023-01-31 is before the start"
        " 2023-02-01.",
    ),
    (
        "start = 2023-02-01",
        "start = 2023-02-01T08:00:00",
        f"{TASK}, “start”: 2023-02-01 08:00:00 is not a day. Write it without quotation marks:"
        " 2021-06-30.",
    ),
    (
        "weight = 2",
        "weight = 0",
        f"{TASK}, “weight”: 0 is not a whole number from 1 to 100.",
    ),
    (
        'key = "1"',
        "key = 1",
        f"{TASK}, “key”: 1 is not a short code. Use letters without accents, digits, “-” and “_”,"
        " at most 16 characters.",
    ),
    (
        'coordinating = ["thanh-tra"]',
        'coordinating = ["than-tra"]',
        f"{TASK}, “coordinating”: there is no unit “than-tra” in the plan. Did you mean"
        " “thanh-tra”?",
    ),
    (
        'kind = ["city", "district"]',
        'kinds = ["city", "district"], kind = "city"',
        f"{TASK}, “units”: there is no key “kinds”. Allowed: kind, code, under, except, has,"
        " origin. Did you mean “kind”?",
    ),
    (
        'kind = ["city", "district"]',
        'code = ["bai-bo"]',
        f"{TASK}, “units”, “code”: there is no unit “bai-bo” in the plan. Did you mean “bai-boi”?",
    ),
    (
        'kind = ["city", "district"]',
        'under = "tin"',
        f"{TASK}, “units”, “under”: there is no unit “tin” in the plan. Did you mean “tinh”?",
    ),
    (
        'kind = ["city", "district"]',
        'has = "wards"',
        f"{TASK}, “units”: say which units by “kind”, “code” or “under”.",
    ),
    (
        'kind = ["city", "district"]',
        'kind = "town"',
        f"{TASK}: selects no unit.",
    ),
    (
        'units = { kind = ["city", "district"] }',
        'units = ["bai-boi"]',
        f"{TASK}, “units”: […] is not a table. Write keys and values.",
    ),
    (
        "for.bai-boi",
        "for.bai-bo",
        f"{TASK}, for bai-bo: there is no unit “bai-bo” in the plan. Did you mean “bai-boi”?",
    ),
    (
        "for.bai-boi",
        "for.thanh-tra",
        f"{TASK}, for thanh-tra: the task is not for this unit. It is for: bai-boi, cu-lao.",
    ),
    (
        "target = { value = 6",
        "target = { valu = 6",
        f"{TASK}, for bai-boi, “target”: there is no key “valu”. Allowed: count, one_per, value,"
        " origin, sentence. Did you mean “value”?",
    ),
]


@pytest.mark.parametrize(("old", "new", "line"), ONE_MISTAKE)
def test_one_mistake_is_one_clear_line(tmp_path: Path, old: str, new: str, line: str) -> None:
    first, *_ = refused(tmp_path, changed(old, new))
    assert first == line
    assert "\n" not in first


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "plan.toml: the key “format” is missing."),
        (HEAD, "plan.toml: the key “directive” is missing."),
        (
            HEAD.replace("margin = 10", "directive = 5"),
            "plan.toml: “directive”: 5 is not a list of tables. Head each with [[…]].",
        ),
        (
            HEAD.replace("margin = 10", "directive = [1.5]"),
            "plan.toml: “directive”: […] is not a list of tables. Head each with [[…]].",
        ),
        (GOOD + TEMPLATE, "plan.toml: directive D1, “code”: “D1” stands there already."),
        (
            GOOD + TEMPLATE.replace('"D1"', '"d1"'),
            "plan.toml: directive d1, “code”: “d1” stands there already.",
        ),
        (
            GOOD + TEMPLATE[TEMPLATE.index("[[directive.task]]") :],
            f"{TASK}, “key”: “1” stands there already.",
        ),
        (
            changed('{ kind = ["city", "district"] }', '{ code = "thanh-tra" }')
            .replace('title = { vi = "Đối thoại", en', 'title = { vi = "Tại {places}", en')
            .split("[directive.task.for")[0],
            f"{TASK}: the title has {{places}}, and thanh-tra has none.",
        ),
        (
            changed(
                'code = "thanh-tra"\nkind = "agency"',
                'code = "thanh-tra"\nkind = "agency"\nparent = "bai-boi"',
            ).replace(
                'kind = "district"\nparent = "tinh"', 'kind = "district"\nparent = "thanh-tra"'
            ),
            "plan.toml: unit bai-boi, “parent”: the unit comes back to itself:"
            " bai-boi → thanh-tra → bai-boi.",
        ),
    ],
)
def test_what_is_wrong_in_the_whole_is_said_first(tmp_path: Path, text: str, line: str) -> None:
    assert refused(tmp_path, text)[0] == line


def test_two_templates_that_give_one_task_code_collide(tmp_path: Path) -> None:
    units = changed('code = "cu-lao"', 'code = "b-cu-lao"').replace(
        'code = "bai-boi"', 'code = "cu-lao"'
    )
    first = units.replace("for.bai-boi", "for.cu-lao")
    second = TEMPLATE[TEMPLATE.index("[[directive.task]]") :].split("[directive.task.for")[0]
    lines = refused(tmp_path, first + second.replace('key = "1"', 'key = "1-b"'))
    assert lines == [
        "plan.toml: directive D1, task 1-b: the task code D1.1-b-cu-lao is already given by"
        " plan.toml: directive D1, task 1."
    ]


@pytest.mark.parametrize("old", ["target = 4", "value = 3"])
def test_money_is_in_whole_dong(tmp_path: Path, old: str) -> None:
    text = changed('vi = "cuộc"', 'vi = "đồng"').replace(old, f"{old}.25")
    first = refused(tmp_path, text)[0]
    assert first.endswith(",25” is not a whole number of đồng. Money is kept in whole đồng.")


REPORTING = "plan.toml: reporting, “{}”: {}"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("day = 0", REPORTING.format("day", "0 is not a whole number from 1 to 31.")),
        ("day = 32", REPORTING.format("day", "32 is not a whole number from 1 to 31.")),
        ('day = "5"', REPORTING.format("day", "“5” is not a whole number from 1 to 31.")),
        ('month = "next"', "plan.toml: reporting: the key “day” is missing."),
        (
            'day = 5\nmonth = "nxet"',
            REPORTING.format("month", "“nxet” is not one of next, last. Did you mean “next”?"),
        ),
        (
            "day = 5\nholidays = true",
            REPORTING.format("holidays", "true is not one of move, stay."),
        ),
        (
            'day = 5\nholiday = "stay"',
            "plan.toml: reporting: there is no key “holiday”. Allowed: day, month, holidays,"
            " origin. Did you mean “holidays”?",
        ),
        (
            'day = 5\norigin = "confirmed"',
            REPORTING.format(
                "origin",
                "“confirmed” needs a document's number and date, so it cannot stand in a file."
                " Allowed: source, inferred, proposed.",
            ),
        ),
    ],
)
def test_a_reporting_day_that_makes_no_sense_is_refused_in_its_place(
    tmp_path: Path, table: str, said: str
) -> None:
    text = changed("[source]", f"[reporting]\n{table}\n\n[source]")
    assert refused(tmp_path, text) == [said]


def test_reporting_is_a_table_and_review_true_or_false(tmp_path: Path) -> None:
    text = changed("margin = 10", 'reporting = 5\nreview = "yes"')
    assert refused(tmp_path, text) == [
        "plan.toml: “review”: “yes” is neither true nor false.",
        "plan.toml: reporting: 5 is not a table. Write keys and values.",
    ]


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    text = GOOD
    for old, new in (
        ("margin = 10", "margin = 500"),
        ('kind = "agency"', 'kind = "agencies"'),
        ("sentence = 2", 'sentence = "2"'),
        ('measure = "sum"', 'mesure = "sum"'),
        ("deadline = 2023-12-31", "deadline = 2022-12-31"),
    ):
        assert old in text
        text = text.replace(old, new)
    lines = refused(tmp_path, text)
    assert [line.split(": ")[1] for line in lines] == [
        "“margin”",
        "unit thanh-tra, “kind”",
        "directive D1, “sentence”",
        "directive D1, task 1",
        "directive D1, task 1",
        "directive D1, task 1, “deadline”",
    ]
    assert len(lines) == 6


def test_a_mistake_that_all_units_share_is_told_once(tmp_path: Path) -> None:
    text = changed("deadline = 2023-12-31", "deadline = 2023-01-31")
    lines = refused(tmp_path, text)
    # Once for the unit that has an exception, and once for all others.
    assert [line.split(": ")[1] for line in lines] == [
        "directive D1, task 1, for bai-boi",
        "directive D1, task 1",
    ]


def test_a_misread_unit_is_not_also_called_unknown(tmp_path: Path) -> None:
    lines = refused(tmp_path, changed('code = "bai-boi"\nkind = "district"', 'code = "bai-boi"'))
    assert lines == ["plan.toml: unit bai-boi: the key “kind” is missing."]


@pytest.mark.parametrize(
    ("table", "rule"),
    [
        ("day = 14", ReportingDay(14)),
        ('day = 31\nmonth = "last"', ReportingDay(31, within=True)),
        (
            'day = 1\nmonth = "next"\nholidays = "stay"\norigin = "source"',
            ReportingDay(1, moves=False, origin=Origin.SOURCE),
        ),
    ],
)
def test_a_reporting_day_is_read(tmp_path: Path, table: str, rule: ReportingDay) -> None:
    text = changed("[source]", f"[reporting]\n{table}\n\n[source]")
    plan = read(tmp_path, text.replace("margin = 10", "review = true")).draft.plan
    assert (plan.review, plan.reporting) == (True, rule)


def test_a_plan_that_says_nothing_of_it_has_the_programs_own_as_a_proposal(tmp_path: Path) -> None:
    plan = read(tmp_path, GOOD).draft.plan
    assert (plan.review, plan.reporting) == (False, ReportingDay())
    assert plan.reporting.origin is Origin.PROPOSED


def test_a_good_plan_is_read(tmp_path: Path) -> None:
    assert len(seed.expand(read(tmp_path, GOOD))) == 2
