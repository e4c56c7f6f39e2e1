import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from album_organizer.domain.album import UserDecision
from album_organizer.domain.errors import AlbumError
from album_organizer.domain.photo import CaptureInfo
from album_organizer.domain.scores import PhotoAnalysis, TechnicalQuality
from album_organizer.storage.catalog import Catalog, KnownFile, StoredAnalysis

MANY = 3000
"""More than SQLite takes as parameters of one query on any system we know (999)."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "catalog.sqlite"


@pytest.fixture
def catalog(path: Path) -> Iterator[Catalog]:
    with Catalog(path) as catalog:
        yield catalog


def analysis(
    *, portrait: float | None = None, bits: int = 5, capture: CaptureInfo | None = None
) -> StoredAnalysis:
    return StoredAnalysis(
        4000,
        3000,
        capture or CaptureInfo(),
        PhotoAnalysis(
            TechnicalQuality(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.25, 0.15, 0.05, 0.35),
            portrait,
            bits,
            np.linspace(-1, 1, 7, dtype=np.float32),
        ),
    )


class TestFiles:
    def test_nothing_is_known_at_first(self, catalog: Catalog) -> None:
        assert catalog.known_files("/photos") == {}
        assert catalog.notice is None

    def test_files_are_kept_by_folder(self, catalog: Catalog) -> None:
        photo = KnownFile(10, 1_700_000_000_123_456_789, "c1", None)
        broken = KnownFile(0, 5, None, "'b.jpg' is empty.")
        catalog.remember_files("/photos", {"a.jpg": photo, "sub/ü 1.jpg": broken})
        catalog.remember_files("/other", {"a.jpg": broken})

        assert catalog.known_files("/photos") == {"a.jpg": photo, "sub/ü 1.jpg": broken}
        assert catalog.known_files("/other") == {"a.jpg": broken}

    def test_a_changed_file_replaces_what_was_known(self, catalog: Catalog) -> None:
        catalog.remember_files("/photos", {"a.jpg": KnownFile(1, 1, None, "broken")})
        catalog.remember_files("/photos", {"a.jpg": KnownFile(2, 2, "c2", None)})

        assert catalog.known_files("/photos") == {"a.jpg": KnownFile(2, 2, "c2", None)}

    def test_forgets_missing_files_of_that_folder_only(self, catalog: Catalog) -> None:
        file = KnownFile(1, 1, "c1", None)
        for folder in ("/photos", "/other"):
            catalog.remember_files(folder, {"a.jpg": file, "b.jpg": file})
        catalog.store_ava_scores({"c1": 5.0}, "model", "v1")

        catalog.forget_missing_files("/photos", ["b.jpg", "new.jpg"])

        assert catalog.known_files("/photos") == {"b.jpg": file}
        assert set(catalog.known_files("/other")) == {"a.jpg", "b.jpg"}
        assert catalog.ava_scores(["c1"], "model", "v1") == {"c1": 5.0}

    def test_forgets_all_files_of_an_empty_folder(self, catalog: Catalog) -> None:
        catalog.remember_files("/photos", {"a.jpg": KnownFile(1, 1, "c1", None)})
        catalog.forget_missing_files("/photos", [])

        assert catalog.known_files("/photos") == {}


class TestAnalyses:
    def test_come_back_as_they_were(self, catalog: Catalog) -> None:
        capture = CaptureInfo(
            taken_at=datetime(2026, 7, 12, 9, 0, 1, 250_000),
            camera="Canon EOS 40D",
            exposure_s=1 / 160,
            iso=200,
            exposure_bias_ev=-1 / 3,
        )
        stored = analysis(portrait=0.75, bits=2**64 - 1, capture=capture)
        catalog.store_analyses({"c1": stored}, "1")

        (found,) = catalog.analyses(["c1"], "1").values()

        assert (found.width, found.height, found.capture) == (4000, 3000, capture)
        assert found.analysis.technical == stored.analysis.technical
        assert found.analysis.portrait == 0.75
        assert found.analysis.perceptual_hash == 2**64 - 1
        assert found.analysis.embedding.dtype == np.float32
        assert np.array_equal(found.analysis.embedding, stored.analysis.embedding)

    @pytest.mark.parametrize("bits", [0, 1, 2**63 - 1, 2**63, 2**64 - 1])
    def test_hashes_of_64_bits(self, catalog: Catalog, bits: int) -> None:
        catalog.store_analyses({"c1": analysis(bits=bits)}, "1")

        assert catalog.analyses(["c1"], "1")["c1"].analysis.perceptual_hash == bits

    def test_nothing_known_of_the_capture(self, catalog: Catalog) -> None:
        catalog.store_analyses({"c1": analysis()}, "1")
        found = catalog.analyses(["c1"], "1")["c1"]

        assert found.capture == CaptureInfo()
        assert found.analysis.portrait is None

    def test_other_versions_are_unknown(self, catalog: Catalog) -> None:
        catalog.store_analyses({"c1": analysis()}, "1")

        assert catalog.analyses(["c1"], "2") == {}

    def test_many_at_once(self, catalog: Catalog) -> None:
        ids = [f"{number:032x}" for number in range(MANY)]
        catalog.store_analyses(dict.fromkeys(ids, analysis()), "1")

        assert set(catalog.analyses([*ids, "unknown"], "1")) == set(ids)


class TestScores:
    def test_are_kept_by_model_and_preprocessing(self, catalog: Catalog) -> None:
        catalog.store_ava_scores({"c1": 5.25, "c2": 6.5}, "sha-1", "p1")

        assert catalog.ava_scores(["c1", "c2", "c3"], "sha-1", "p1") == {"c1": 5.25, "c2": 6.5}
        assert catalog.ava_scores(["c1"], "sha-2", "p1") == {}
        assert catalog.ava_scores(["c1"], "sha-1", "p2") == {}
        assert catalog.ava_scores([], "sha-1", "p1") == {}

    def test_come_back_to_the_last_bit(self, catalog: Catalog) -> None:
        score = 5.123456789012345
        catalog.store_ava_scores({"c1": score}, "sha-1", "p1")

        assert catalog.ava_scores(["c1"], "sha-1", "p1")["c1"] == score

    def test_a_batch_is_kept_whole_or_not_at_all(self, catalog: Catalog) -> None:
        bad: dict[str, object] = {"c1": 5.0, "c2": None}
        with pytest.raises(AlbumError):
            catalog.store_ava_scores(bad, "sha-1", "p1")  # type: ignore[arg-type]

        assert catalog.ava_scores(["c1"], "sha-1", "p1") == {}
        catalog.store_ava_scores({"c1": 6.0}, "sha-1", "p1")
        assert catalog.ava_scores(["c1"], "sha-1", "p1") == {"c1": 6.0}


class TestComparisons:
    def test_order_of_a_pair_does_not_matter(self, catalog: Catalog) -> None:
        catalog.store_comparisons("sha", "p1", {("b", "a"): 0.25, ("c", "d"): 0.625})
        asked = [("a", "b"), ("b", "a"), ("d", "c"), ("c", "d"), ("a", "c")]

        assert catalog.comparisons("sha", "p1", asked) == {
            ("a", "b"): 0.75,
            ("b", "a"): 0.25,
            ("d", "c"): 0.375,
            ("c", "d"): 0.625,
        }

    def test_are_kept_by_model_and_preprocessing(self, catalog: Catalog) -> None:
        catalog.store_comparisons("sha", "p1", {("a", "b"): 0.25})

        assert catalog.comparisons("other", "p1", [("a", "b")]) == {}
        assert catalog.comparisons("sha", "p2", [("a", "b")]) == {}
        assert catalog.comparisons("sha", "p1", []) == {}

    @settings(
        max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(
        a=st.text("abc", min_size=1),
        b=st.text("abc", min_size=1),
        p=st.floats(0, 1),
    )
    def test_both_orders_add_up_to_one(self, catalog: Catalog, a: str, b: str, p: float) -> None:
        catalog.store_comparisons("sha", "p1", {(a, b): p})
        found = catalog.comparisons("sha", "p1", [(a, b), (b, a)])

        assert found[a, b] == pytest.approx(p)
        if a != b:
            assert found[a, b] + found[b, a] == pytest.approx(1)

    def test_many_at_once(self, catalog: Catalog) -> None:
        pairs = [(f"a{number}", f"b{number}") for number in range(MANY)]
        catalog.store_comparisons("sha", "p1", dict.fromkeys(pairs, 0.5))

        assert len(catalog.comparisons("sha", "p1", pairs)) == MANY


class TestThumbnails:
    def test_come_back(self, catalog: Catalog) -> None:
        catalog.store_thumbnails({"c1": b"\xff\xd8one", "c2": b"\xff\xd8two"})

        assert catalog.thumbnail("c1") == b"\xff\xd8one"
        assert catalog.thumbnail("unknown") is None


class TestDecisions:
    def test_are_kept_changed_and_taken_back(self, catalog: Catalog) -> None:
        catalog.set_decision("c1", UserDecision.PICK)
        catalog.set_decision("c2", UserDecision.PICK)
        catalog.set_decision("c2", UserDecision.REJECT)
        catalog.set_decision("c3", UserDecision.PICK)
        catalog.set_decision("c3", None)
        catalog.set_decision("never set", None)

        assert catalog.decisions(["c1", "c2", "c3", "c4"]) == {
            "c1": UserDecision.PICK,
            "c2": UserDecision.REJECT,
        }

    def test_survive_closing(self, path: Path) -> None:
        with Catalog(path) as catalog:
            catalog.set_decision("c1", UserDecision.PICK)
        with Catalog(path) as catalog:
            assert catalog.decisions(["c1"]) == {"c1": UserDecision.PICK}


class TestRecentFolders:
    def test_latest_first_and_each_once(self, catalog: Catalog) -> None:
        for folder in ("/a", "/b", "/c", "/a"):
            catalog.remember_folder(folder)

        assert catalog.recent_folders(10) == ["/a", "/c", "/b"]
        assert catalog.recent_folders(2) == ["/a", "/c"]


class TestSharing:
    def test_threads(self, catalog: Catalog) -> None:
        failures: list[BaseException] = []

        def work(worker: int) -> None:
            try:
                for number in range(40):
                    content_id = f"{worker}-{number}"
                    catalog.store_ava_scores({content_id: 5.0}, "sha", "p1")
                    assert catalog.ava_scores([content_id], "sha", "p1") == {content_id: 5.0}
            except BaseException as failure:
                failures.append(failure)

        threads = [threading.Thread(target=work, args=(worker,)) for worker in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert failures == []
        ids = [f"{worker}-{number}" for worker in range(4) for number in range(40)]
        assert len(catalog.ava_scores(ids, "sha", "p1")) == 160

    def test_two_processes_at_once_even_on_a_new_file(self, path: Path) -> None:
        script = textwrap.dedent("""
            import sys
            from pathlib import Path
            from album_organizer.storage.catalog import Catalog
            with Catalog(Path(sys.argv[1])) as catalog:
                for number in range(60):
                    catalog.store_ava_scores({f"{sys.argv[2]}-{number}": 5.0}, "sha", "p1")
        """)
        processes = [
            subprocess.Popen([sys.executable, "-W", "error", "-c", script, str(path), name])
            for name in "ab"
        ]
        assert [process.wait(60) for process in processes] == [0, 0]

        ids = [f"{name}-{number}" for name in "ab" for number in range(60)]
        with Catalog(path) as catalog:
            assert catalog.notice is None
            assert len(catalog.ava_scores(ids, "sha", "p1")) == 120

    def test_a_second_catalog_sees_what_the_first_stored(self, path: Path) -> None:
        with Catalog(path) as first, Catalog(path) as second:
            first.set_decision("c1", UserDecision.REJECT)
            assert second.decisions(["c1"]) == {"c1": UserDecision.REJECT}


class TestUnusable:
    def test_a_newer_schema_is_refused_and_left_alone(self, path: Path) -> None:
        Catalog(path).close()
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA user_version = 99")
        before = path.read_bytes()

        with pytest.raises(AlbumError, match="newer version of Album Organizer"):
            Catalog(path)
        assert path.read_bytes() == before

    def test_a_folder_in_its_place(self, path: Path) -> None:
        path.mkdir(parents=True)

        with pytest.raises(AlbumError, match="cannot be used"):
            Catalog(path)

    def test_a_home_that_is_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "home").write_text("x", encoding="utf-8")

        with pytest.raises(AlbumError, match="cannot be reached"):
            Catalog(tmp_path / "home" / "catalog.sqlite")

    def test_a_full_disk_is_one_sentence_and_keeps_what_was_there(self, path: Path) -> None:
        with Catalog(path) as catalog:
            catalog.set_decision("c1", UserDecision.PICK)
            catalog._database._connection.execute("PRAGMA max_page_count = 1")
            with pytest.raises(AlbumError, match="disk is"):
                catalog.store_thumbnails({"c1": bytes(1_000_000)})
            assert catalog.decisions(["c1"]) == {"c1": UserDecision.PICK}
        with Catalog(path) as catalog:
            assert catalog.notice is None

    def test_closing_twice(self, catalog: Catalog) -> None:
        catalog.close()
        catalog.close()
