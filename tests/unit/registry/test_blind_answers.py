import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.domain.album import ModelInfo
from album_organizer.domain.errors import ModelError
from album_organizer.registry.blind_answers import (
    BlindAnswer,
    BlindAnswers,
    Preference,
    new_answer,
)

V1 = ModelInfo("ava", "v1", "a" * 64, "models/v1.pt")
V2 = ModelInfo("ava", "v2", "b" * 64, "models/v2.pt")
V3 = ModelInfo("ava", "v3", "c" * 64, "models/v3.pt")
preferences: st.SearchStrategy[Preference] = st.sampled_from(["a", "b", None])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "blind_tests.jsonl"


def answer(
    left: str, right: str, prefers: Preference, a: ModelInfo = V1, b: ModelInfo = V2
) -> BlindAnswer:
    return new_answer(a, b, left, right, prefers)


def stored(file: Path, *, swapped: bool = False) -> list[BlindAnswer]:
    shas = (V2.sha256, V1.sha256) if swapped else (V1.sha256, V2.sha256)
    return BlindAnswers(file).for_versions(*shas)


def test_lines_are_json_with_the_promised_keys(file: Path) -> None:
    BlindAnswers(file).append(answer("x", "y", None))
    line = json.loads(file.read_text(encoding="utf-8"))
    assert list(line) == [
        "time", "who", "kind", "a", "b", "sha256_a", "sha256_b", "left", "right", "prefers",
    ]  # fmt: skip
    assert line.pop("time").endswith("+00:00")
    assert line.pop("who")
    assert line == {
        "kind": "ava",
        "a": "v1",
        "b": "v2",
        "sha256_a": "a" * 64,
        "sha256_b": "b" * 64,
        "left": "x",
        "right": "y",
        "prefers": None,
    }


def test_what_was_answered_comes_back(file: Path) -> None:
    answers = [answer("x", "y", "a"), answer("y", "z", "b"), answer("x", "z", None)]
    for one in answers:
        BlindAnswers(file).append(one)
    assert stored(file) == answers


def test_no_file_is_no_answers(file: Path) -> None:
    assert stored(file) == []
    assert not file.exists()


def test_other_versions_are_kept_apart(file: Path) -> None:
    answers = BlindAnswers(file)
    answers.append(answer("x", "y", "a"))
    answers.append(answer("x", "y", "b", V1, V3))
    answers.append(answer("x", "y", None, V3, V2))
    assert [a.prefers for a in stored(file)] == ["a"]
    assert [a.prefers for a in answers.for_versions(V1.sha256, V3.sha256)] == ["b"]
    assert answers.for_versions(V1.sha256, "d" * 64) == []


def test_names_do_not_matter(file: Path) -> None:
    renamed = ModelInfo("ava", "night run", V2.sha256, "models/other.pt")
    BlindAnswers(file).append(answer("x", "y", "b", V1, renamed))
    assert [a.prefers for a in stored(file)] == ["b"]


@pytest.mark.parametrize(("given_as", "read_as"), [("a", "b"), ("b", "a"), (None, None)])
def test_versions_may_be_named_the_other_way_round(
    file: Path, given_as: Preference, read_as: Preference
) -> None:
    BlindAnswers(file).append(answer("x", "y", given_as))
    (read,) = stored(file, swapped=True)
    assert (read.a, read.b, read.sha256_a, read.sha256_b) == ("v2", "v1", V2.sha256, V1.sha256)
    assert (read.left, read.right, read.prefers) == ("x", "y", read_as)


def test_later_answer_replaces_the_earlier_one(file: Path) -> None:
    answers = BlindAnswers(file)
    answers.append(answer("x", "y", "a"))
    answers.append(answer("p", "q", "b"))
    answers.append(answer("y", "x", "b"))
    assert [(a.left, a.prefers) for a in stored(file)] == [("y", "b"), ("p", "b")]
    answers.append(answer("x", "y", "b", V2, V1))
    assert [(a.left, a.prefers) for a in stored(file)] == [("x", "a"), ("p", "b")]
    assert len(file.read_text(encoding="utf-8").splitlines()) == 4


@given(
    st.lists(
        st.tuples(st.sampled_from("pqrs"), st.sampled_from("tuvw"), preferences, st.booleans()),
        max_size=12,
    )
)
def test_both_ways_round_tell_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    given_answers: list[tuple[str, str, Preference, bool]],
) -> None:
    file = tmp_path_factory.mktemp("answers") / "blind_tests.jsonl"
    for left, right, prefers, turned in given_answers:
        versions = (V2, V1) if turned else (V1, V2)
        BlindAnswers(file).append(answer(left, right, prefers, *versions))
    one, other = stored(file), stored(file, swapped=True)
    assert [a.swapped() for a in other] == one
    assert len(one) == len({(left, right) for left, right, _, _ in given_answers})


def changed(**values: object) -> str:
    line = {
        "time": "t", "who": "w", "kind": "ava", "a": "v1", "b": "v2", "sha256_a": "a" * 64,
        "sha256_b": "b" * 64, "left": "x", "right": "y", "prefers": "a",
    }  # fmt: skip
    return json.dumps(line | values)


@pytest.mark.parametrize(
    "line",
    [
        '{"time": "2026',
        "null",
        "{}",
        changed(prefers="c"),
        changed(prefers=["a"]),
        changed(prefers=1),
        changed(left=None),
        changed(sha256_a=7),
        changed().replace(', "prefers": "a"', ""),
    ],
)
def test_lines_that_are_no_answers_are_passed_over(file: Path, line: str) -> None:
    good = answer("p", "q", "a")
    file.write_text(line, encoding="utf-8")
    BlindAnswers(file).append(good)
    assert stored(file) == [good]


def test_fields_added_later_do_no_harm(file: Path) -> None:
    file.write_text(changed(stars=5) + "\n", encoding="utf-8")
    assert [a.prefers for a in stored(file)] == ["a"]


def test_file_that_cannot_be_written_is_told_in_one_sentence(tmp_path: Path) -> None:
    gone = tmp_path / "unplugged" / "blind_tests.jsonl"
    with pytest.raises(ModelError) as caught:
        BlindAnswers(gone).append(answer("x", "y", "a"))
    sentence = str(caught.value)
    assert str(gone) in sentence
    assert sentence.startswith("The answer could not be saved")
    assert sentence.count(".") == 1 + str(gone).count(".")


def test_file_that_cannot_be_read_is_told_in_one_sentence(file: Path) -> None:
    file.mkdir()
    with pytest.raises(ModelError, match="cannot be read"):
        stored(file)
