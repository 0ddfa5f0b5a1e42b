"""Every text the program says stands in the Vietnamese catalog, and the compiled one is current."""

from __future__ import annotations

from tracker.i18n import catalogs


def test_the_catalogs_are_complete_and_compiled(capsys):
    assert catalogs.main(["--check"]) == 0, capsys.readouterr().err


def test_a_text_without_translation_is_named():
    room = catalogs.written("domain")
    room.add("A text nobody has translated {name}", "")
    assert catalogs.complaints({"domain": room}) == [
        "domain.po: no translation of 'A text nobody has translated {name}'"
    ]


def test_a_translation_that_drops_a_placeholder_is_named():
    room = catalogs.written("domain")
    room.add("Hello {name}", "Xin chào")
    assert catalogs.complaints({"domain": room}) == [
        "domain.po: other placeholders in 'Hello {name}'"
    ]


def test_two_rooms_that_translate_one_text_differently_are_named():
    one, other = catalogs.written("domain"), catalogs.written("cli")
    one.add("the same text", "một")
    other.add("the same text", "hai")
    wrong = catalogs.complaints({"domain": one, "cli": other})
    assert "cli.po: 'the same text' is said otherwise in domain.po" in wrong
