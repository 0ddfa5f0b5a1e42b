"""``tracker seed``: what it says, and what it leaves alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import seed
from tests.cli.running import Run, fingerprint

BUNDLED = Path(seed.__file__).parent / "plans" / "soc-trang-2021"


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """The bundled plan as files that a test may edit."""
    return Path(shutil.copytree(BUNDLED, tmp_path / "edited"))


def replaced(plan: Path, old: str, new: str) -> None:
    file = plan / "plan.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_dry_run_says_what_would_be_and_makes_no_file(run: Run, tmp_path: Path) -> None:
    ended = run(tmp_path / "new.db", "seed", "soc-trang-2021", "--dry-run")
    assert ended.code == 0
    assert "thêm 191 nhiệm vụ" in ended.out
    assert ended.line == "Chạy thử: chưa ghi gì."
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_leaves_the_default_folder_unmade(run: Run, nobodys_machine: Path) -> None:
    assert run(None, "seed", "--dry-run", "--json").json["dry_run"] is True
    assert list(nobodys_machine.rglob("*")) == []


def test_a_dry_run_on_a_database_changes_no_byte(seeded: Path, run: Run, edited: Path) -> None:
    replaced(edited, "2021-09-30", "2021-10-31")
    before = fingerprint(seeded)
    changes = run(seeded, "seed", str(edited), "--dry-run", "--json").json
    assert changes["updated"]
    assert fingerprint(seeded) == before


def test_a_dry_run_makes_no_table_on_a_server(postgres_database: str, run: Run) -> None:
    assert run(postgres_database, "seed", "--dry-run").code == 0
    # Still a database without tables, for which the next dry run has all to add.
    assert len(run(postgres_database, "seed", "--dry-run", "--json").json["added"]) == 191


def test_the_default_database_is_made_with_its_folder(run: Run, nobodys_machine: Path) -> None:
    assert run(None, "seed").code == 0
    assert [path.name for path in nobodys_machine.rglob("*.sqlite")] == ["tracker.sqlite"]
    assert run(None, "summary", "--json").json["totals"]["tasks"] == 191


def test_applied_twice_it_changes_nothing(seeded: Path, run: Run) -> None:
    before = fingerprint(seeded)
    ended = run(seeded, "seed", "soc-trang-2021", "--json")
    assert ended.json["nothing"] is True
    assert fingerprint(seeded) == before


def test_if_missing_leaves_a_plan_that_is_there(seeded: Path, run: Run) -> None:
    ended = run(seeded, "seed", "soc-trang-2021", "--if-missing")
    assert (ended.code, ended.out) == (0, "")
    assert "soc-trang-2021" in ended.line


def test_if_missing_seeds_a_plan_that_is_not(run: Run, tmp_path: Path) -> None:
    assert run(tmp_path / "new.db", "seed", "--if-missing", "--json").json["new_plan"] is True


def test_an_edited_file_says_what_it_changed_and_what_it_left_alone(
    seeded: Path, run: Run, edited: Path
) -> None:
    run(seeded, "edit", "D9.2-my-xuyen", "--deadline", "15/9/2021")
    replaced(edited, "2021-09-30", "2021-10-31")
    ended = run(seeded, "seed", str(edited), "-v")
    assert "D9.2-ke-sach, thời hạn: 30/9/2021 → 31/10/2021" in ended.out
    assert "giữ nguyên  D9.2-my-xuyen, thời hạn: ở đây 15/9/2021, trong tệp 31/10/2021" in ended.out
    (task,) = run(seeded, "list", "D9.2-my-xuyen", "--json").json
    assert task["deadline"] == "2021-09-15"


def test_a_long_list_shows_its_beginning_unless_all_is_asked_for(seeded: Path, run: Run) -> None:
    by = ("--document", "12-KH", "--document-day", "5/1/2021")
    run(seeded, "confirm", "--all", "--field", "unit", *by)
    for task in run(seeded, "list", "--json").json[:30]:
        assert run(seeded, "edit", task["code"], "--weight", "77").code == 0
    short, whole = run(seeded, "seed").out, run(seeded, "seed", "--verbose").out
    assert run(seeded, "seed", "-v").out == whole
    assert (short.count("giữ nguyên  "), whole.count("giữ nguyên  ")) == (20, 30)
    assert "… và 10 mục khác (--verbose cho xem hết)" in short
    assert "--verbose" not in whole
    # What was left alone is not what the file says.
    assert "đã khớp với tệp" not in short


def test_all_codes_are_said_on_request(run: Run, tmp_path: Path) -> None:
    short, whole = run(tmp_path / "a.db", "seed").out, run(tmp_path / "b.db", "seed", "-v").out
    assert ("D9.6-tp-soc-trang" in short, "D9.6-tp-soc-trang" in whole) == (False, True)
    assert ("mục khác" in short, "mục khác" in whole) == (True, False)


def test_units_and_directives_gone_from_the_file_are_said_to_stay(
    seeded: Path, run: Run, edited: Path
) -> None:
    (edited / "plan.toml").write_text(
        (edited / "plan.toml").read_text(encoding="utf-8").replace("D5", "D55"), encoding="utf-8"
    )
    ended = run(seeded, "seed", str(edited))
    assert ended.code == 0, ended.err
    assert "nhiệm vụ chỉ đạo không còn trong tệp, vẫn giữ: D5\n" in ended.out
    assert run(seeded, "seed", str(edited), "--json").json["gone_directives"] == ["D5"]


def test_a_task_gone_from_the_file_is_listed_and_stopped_only_with_prune(
    seeded: Path, run: Run, edited: Path
) -> None:
    replaced(edited, 'has = "wards" }', 'has = "wards", except = ["nga-nam"] }')
    kept = run(seeded, "seed", str(edited), "--json").json
    assert kept["gone"]
    assert kept["pruned"] == []
    gone = kept["gone"][0]
    assert run(seeded, "list", gone, "--json").json[0]["status"] == "not_started"
    assert "--prune" in run(seeded, "seed", str(edited)).err
    assert run(seeded, "seed", str(edited), "--prune", "--json").json["pruned"] == kept["gone"]
    assert run(seeded, "list", gone, "--json").json[0]["status"] == "cancelled"


def test_a_task_stopped_here_is_said_to_stay_so(seeded: Path, run: Run) -> None:
    run(seeded, "cancel", "D7.2-my-xuyen", "--why", "Không phát sinh")
    ended = run(seeded, "seed")
    assert "  giữ nguyên (đã dừng tại đây): D7.2-my-xuyen\n" in ended.out
    assert "đã khớp với tệp" not in ended.out
    assert run(seeded, "seed", "--json").json["stopped"] == ["D7.2-my-xuyen"]


def test_a_bad_plan_file_names_every_fault_and_writes_nothing(
    seeded: Path, run: Run, edited: Path
) -> None:
    replaced(edited, 'measure = "sum"', 'measure = "summ"')
    before = fingerprint(seeded)
    ended = run(seeded, "seed", str(edited))
    assert ended.code == 3
    faults = ended.err.splitlines()
    assert len(faults) == 22  # the first, twenty others, and how many more there are
    assert all("plan.toml" in fault and "summ" in fault for fault in faults[:-1])
    assert "sum" in faults[0]
    assert fingerprint(seeded) == before


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("soc-trang-2012", "soc-trang-2021"),
        ("./nowhere/plan.toml", "nowhere/plan.toml"),
        ("nowhere.toml", "nowhere.toml"),
    ],
)
def test_a_plan_that_is_not_there(asked: str, said: str, run: Run, tmp_path: Path) -> None:
    ended = run(tmp_path / "new.db", "seed", asked)
    assert ended.code == 3
    assert said in ended.line
    assert list(tmp_path.iterdir()) == []


def test_a_log_left_beside_the_place_of_a_sample_is_not_worked_into_it(
    run: Run, tmp_path: Path
) -> None:
    place = tmp_path / "mau.db"
    log = tmp_path / "mau.db-wal"
    log.write_bytes(b"of another database")
    ended = run(None, "demo", "--keep", str(place))
    assert ended.code == 3
    assert str(log) in ended.err
    assert not place.exists()
    assert log.read_bytes() == b"of another database"


def test_what_no_user_can_edit_is_listed_when_a_file_changes_it(
    seeded: Path, run: Run, edited: Path
) -> None:
    replaced(edited, "sentence = 5 }", "sentence = 4 }")
    ended = run(seeded, "seed", str(edited))
    assert ended.code == 0
    assert "cập nhật  D9.7-tp-soc-trang" in ended.out
    assert "kết quả năm trước (câu 5) → kết quả năm trước (câu 4)" in (
        run(seeded, "history", "D9.7-tp-soc-trang").out
    )
