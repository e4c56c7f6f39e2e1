"""The lists that people hand to ``compare``: spreadsheets, scripts, other systems."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.integration.program import Program
from tests.support.pictures import write_picture

PLAIN = "a,b\none.jpg,two.jpg\n"

pytestmark = pytest.mark.usefixtures("models_loaded_once")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pairs") / "home"


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pairs") / "photos"
    write_picture(folder / "one.jpg", seconds=0)
    write_picture(folder / "two.jpg", brightness=0.9, seconds=1)
    write_picture(folder / "more" / "three, or so.jpg", scene=4)
    (folder / "broken.jpg").write_bytes(b"no photo at all")
    return folder


@pytest.fixture
def known(program: Program, home: Path) -> Program:
    """The program with a home in which the photos are scored already."""
    program.home = home
    return program


@pytest.fixture
def plain(known: Program, photos: Path, home: Path) -> Any:
    """What the plainest list gives; asked for once."""
    answer = home / "plain.json"
    if not answer.exists():
        answer.write_text(json.dumps(answers(known, photos, PLAIN)), encoding="utf-8")
    return json.loads(answer.read_text(encoding="utf-8"))


def answers(program: Program, photos: Path, content: str | bytes) -> Any:
    table = photos / "pairs.csv"
    table.write_bytes(content if isinstance(content, bytes) else content.encode())
    result = program.json("compare", table)
    assert result["schema"] == 1
    assert set(result["models"]) == {"ava", "siamese"}
    return result


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfa,b\none.jpg,two.jpg\n",
        b"a,b\r\none.jpg,two.jpg\r\n",
        b"a,b\n\none.jpg,two.jpg\n\n\n",
        b'"a","b"\n"one.jpg","two.jpg"\n',
        b"note,b,who,a\nsharper,two.jpg,me,one.jpg\n",
        b"a,b\none.jpg,two.jpg,a remark without a column\n",
    ],
    ids=["mark", "windows", "blank lines", "quotes", "columns", "too long"],
)
def test_every_way_to_write_the_same_list_gives_the_same_answer(
    known: Program, photos: Path, plain: Any, content: bytes
) -> None:
    assert len(plain["comparisons"]) == 1
    assert answers(known, photos, content) == plain


def test_a_photo_may_be_named_in_every_way_that_finds_it(known: Program, photos: Path) -> None:
    names = ["one.jpg", "./one.jpg", "more/../one.jpg", "../photos/one.jpg", f"{photos}/one.jpg"]
    content = "a,b\n" + "".join(f"{name},two.jpg\n" for name in names)
    plain, *others = answers(known, photos, content)["comparisons"]
    assert plain["p_a"] != 0.5
    assert others == [{**plain, "a": name} for name in names[1:]]


@pytest.mark.parametrize(
    "content",
    [
        "a;b\none.jpg;two.jpg\n",
        "A,B\none.jpg,two.jpg\n",
        "one.jpg,two.jpg\ntwo.jpg,one.jpg\n",
        PLAIN.encode("utf-16"),
        'a,b\n"one.jpg"x,two.jpg\n',
        'a,b\n"one.jpg,two.jpg\n',
        "a,b\n" + "x" * 200_000 + ",two.jpg\n",
        "a,b\none.jpg\n",
        "a,b\none.jpg,\n",
    ],
    ids=["semicolon", "capitals", "headless", "utf-16", "stray", "open", "huge", "short", "empty"],
)
def test_what_is_no_list_of_pairs_is_refused_before_any_model_is_loaded(
    known: Program, photos: Path, content: str | bytes
) -> None:
    table = photos / "wrong.csv"
    table.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert known("compare", table, "--json", "-") == 2
    assert "wrong.csv" in known.err
    assert "Loaded" not in known.err
    assert known.out == ""


def test_a_folder_is_no_list(known: Program, photos: Path) -> None:
    assert known("compare", photos) == 2
    assert str(photos) in known.err


def test_what_cannot_be_compared_is_told_once_and_the_rest_goes_on(
    known: Program, photos: Path
) -> None:
    result = answers(
        known,
        photos,
        "a,b\nmore,one.jpg\nbroken.jpg,one.jpg\none.jpg,two.jpg\ntwo.jpg,broken.jpg\nno.jpg,no.jpg\n"
        + f"{'x' * 5000}.jpg,one.jpg\n",
    )
    assert [(c["a"], c["b"]) for c in result["comparisons"]] == [("one.jpg", "two.jpg")]
    assert [p["path"][:10] for p in result["problems"]] == [
        "broken.jpg",
        "more",
        "no.jpg",
        "x" * 10,
    ]
    for problem in result["problems"]:
        assert problem["error"].endswith(".")
        assert "\n" not in problem["error"]


def test_an_empty_list_has_no_answers_and_is_no_fault(known: Program, photos: Path) -> None:
    result = answers(known, photos, "a,b\n")
    assert (result["comparisons"], result["problems"]) == ([], [])


def test_a_photo_is_as_good_as_itself_and_as_its_copy(known: Program, photos: Path) -> None:
    (photos / "copy.jpg").write_bytes((photos / "one.jpg").read_bytes())
    result = answers(known, photos, "a,b\none.jpg,one.jpg\none.jpg,copy.jpg\ncopy.jpg,one.jpg\n")
    assert [c["p_a"] for c in result["comparisons"]] == [0.5, 0.5, 0.5]
    assert len({c["composite_a"] for c in result["comparisons"]}) == 1


def test_pairs_keep_their_order_and_turned_ones_add_up_to_one(known: Program, photos: Path) -> None:
    names = ["two.jpg", "more/three, or so.jpg", "one.jpg"]
    rows = [(a, b) for a in names for b in names if a != b]
    content = "a,b\n" + "".join(f'"{a}","{b}"\n' for a, b in rows)
    found = answers(known, photos, content)["comparisons"]
    assert [(c["a"], c["b"]) for c in found] == rows
    p = {(c["a"], c["b"]): c["p_a"] for c in found}
    assert all(p[a, b] + p[b, a] == pytest.approx(1.0, abs=1e-9) for a, b in rows)


def test_compare_and_pick_say_the_same_of_a_tie(known: Program, photos: Path) -> None:
    picked = known.json("pick", photos)
    (tie,) = [c for c in picked["comparisons"] if {c["a"], c["b"]} == {"one.jpg", "two.jpg"}]
    scores = {p["path"]: p["score"] for p in picked["photos"]}
    (answer,) = answers(known, photos, f"a,b\n{tie['a']},{tie['b']}\n")["comparisons"]
    assert answer["p_a"] == tie["p_a"]
    assert answer["composite_a"] == scores[tie["a"]]
    assert answer["composite_b"] == scores[tie["b"]]


def test_a_file_gets_the_answers_and_the_terminal_a_line_for_each(
    known: Program, photos: Path, plain: Any, tmp_path: Path
) -> None:
    (photos / "pairs.csv").write_text(PLAIN)
    assert known("compare", photos / "pairs.csv", "--json", tmp_path / "p.json") == 0
    assert json.loads((tmp_path / "p.json").read_text(encoding="utf-8")) == plain
    p = plain["comparisons"][0]["p_a"]
    better, share = ("one.jpg", p) if p >= 0.5 else ("two.jpg", 1 - p)
    assert known.out == f"one.jpg | two.jpg: {better} preferred, {round(100 * share)}%\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_names_that_need_quotes_are_found(known: Program, photos: Path) -> None:
    name = 'a "quoted"\nname, ünï.jpg'
    os.link(photos / "one.jpg", photos / name)
    quoted = name.replace('"', '""')
    (found,) = answers(known, photos, f'a,b\n"{quoted}",two.jpg\n')["comparisons"]
    (photos / name).unlink()
    assert found["a"] == name
    assert 0 < found["p_a"] < 1
