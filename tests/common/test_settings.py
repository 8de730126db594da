import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common import settings as module
from common.settings import Settings, load_settings, save_settings, write_atomically


def test_absent_settings_are_the_defaults(tmp_path):
    settings, notices = load_settings(tmp_path / "settings.json")
    assert settings == Settings()
    assert notices == []


def test_settings_survive_a_round_trip(tmp_path):
    settings = Settings()
    settings.appearance.theme = "dark"
    settings.shortcuts["search.focus"] = "Ctrl+K"
    settings.recent_libraries = ["/ä/ö.kinora"]
    path = tmp_path / "deep" / "settings.json"
    save_settings(settings, path)
    assert load_settings(path) == (settings, [])


def test_a_bad_value_falls_back_alone_and_is_reported(tmp_path):
    path = tmp_path / "settings.json"
    raw = {"appearance": {"theme": "pink", "reduced_motion": True}, "search": {"results": 7}}
    path.write_text(json.dumps(raw))
    settings, notices = load_settings(path)
    assert settings.appearance.theme == "system"
    assert settings.appearance.reduced_motion is True
    assert settings.search.results == 500
    assert len(notices) == 2
    assert "appearance.theme" in notices[0]


@pytest.mark.parametrize("bad", [{}, {"of": 1}, [], None])
def test_a_value_that_fits_none_of_its_types_falls_back_alone(tmp_path, bad):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"exports": {"format": "csv", "across": bad}}))
    settings, notices = load_settings(path)
    assert settings.exports == {"format": "csv"}
    assert len(notices) == 1
    assert "exports.across" in notices[0]


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe", b"null"])
def test_an_unreadable_file_falls_back_with_a_notice(tmp_path, content):
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    settings, notices = load_settings(path)
    assert settings == Settings()
    assert len(notices) == 1
    assert path.read_bytes() == content


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
sections = st.sampled_from([*Settings.model_fields, "unknown"])


@given(st.dictionaries(sections, json_values))
def test_whatever_the_file_holds_settings_load(tmp_path_factory, raw):
    path = tmp_path_factory.mktemp("settings") / "settings.json"
    path.write_text(json.dumps(raw))
    settings, _notices = load_settings(path)
    Settings.model_validate(settings.model_dump())


def test_a_value_out_of_range_is_refused_when_it_is_set():
    settings = Settings()
    with pytest.raises(ValueError, match="less than or equal to 1"):
        settings.search.fusion = 3
    assert settings.search.fusion == 0.5


def test_every_setting_has_a_title_and_a_help_text():
    for section in Settings.model_fields.values():
        model = section.annotation
        fields = getattr(model, "model_fields", {"itself": section})
        for name, field in fields.items():
            assert field.title, name
            assert field.description, name


def test_a_failed_write_keeps_the_old_file_and_leaves_no_rest(tmp_path, monkeypatch):
    path = tmp_path / "file"
    write_atomically(path, b"old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


def test_written_files_have_the_rights_of_other_new_files(tmp_path):
    (tmp_path / "plain").write_bytes(b"")
    write_atomically(tmp_path / "file", b"new")
    rights = [(tmp_path / name).stat().st_mode for name in ("plain", "file")]
    assert rights[0] == rights[1]


def test_a_library_whose_name_is_no_utf_8_is_remembered(tmp_path: Path) -> None:
    settings = Settings(recent_libraries=["/media/caf\udce9.kinora", "/media/東京.kinora"])
    save_settings(settings, tmp_path / "settings.json")
    assert load_settings(tmp_path / "settings.json") == (settings, [])
