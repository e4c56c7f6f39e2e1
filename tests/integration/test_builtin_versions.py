"""A home folder that knows one version, and the version that the program comes with now."""

from tests.integration.program import Program


def current(program: Program) -> dict[str, str]:
    models = program.json("models", "list")["models"]
    return {kind: listed["current"] for kind, listed in models.items()}


def test_a_later_built_in_version_is_offered_added_and_put_to_use(program: Program) -> None:
    assert program("models", "list") == 0
    assert (
        "Came with the program, not added yet: AVA model v3 and Siamese model v3. "
        "To add: album-organizer models add-builtin\n"
    ) in program.out
    assert program.json("models", "list")["offered"] == [
        {"kind": "ava", "version": "v3"},
        {"kind": "siamese", "version": "v3"},
    ]

    assert program("models", "add-builtin") == 0
    assert "To use it: album-organizer models promote siamese v3" in program.err
    assert current(program) == {"ava": "v1", "siamese": "v1"}
    shown = program.json("models", "show", "ava", "v3")
    assert shown["file"] == "good"
    assert "How they were built" in shown["card"]
    assert [event["event"] for event in shown["events"]] == ["registered"]
    assert program("models", "list") == 0
    assert "not added yet" not in program.out

    assert program.json("models", "promote", "siamese", "v3")["verified"]["passed"]
    assert current(program) == {"ava": "v1", "siamese": "v3"}


def test_added_once_there_is_nothing_to_add(program: Program) -> None:
    added = program.json("models", "add-builtin")["added"]
    assert [(v["kind"], v["version"], v["current"]) for v in added] == [
        ("ava", "v3", False),
        ("siamese", "v3", False),
    ]
    assert program("models", "add-builtin") == 0
    assert "nothing to add" in program.err


def test_a_broken_registry_is_told_and_nothing_is_added(program: Program) -> None:
    assert program("models", "list") == 0
    (program.home / "models" / "registry.yaml").write_text("album_app: [", encoding="utf-8")
    assert program("models", "add-builtin") == 4
    assert "Until it is corrected" in program.err
    assert not (program.home / "models" / "album_app_v3").exists()
