from collections.abc import Iterator
from pathlib import Path

import pytest

from album_organizer.domain.album import GroupKind, UserDecision
from album_organizer.domain.job import Job
from album_organizer.domain.tuning import Tuning
from album_organizer.pipeline.answers import Pair
from album_organizer.pipeline.grouping import group_photos
from album_organizer.pipeline.pair_list import ComparedPairs, PairLister
from album_organizer.pipeline.ranking import rank_groups, tuning_of
from album_organizer.pipeline.reranking import Reranker
from album_organizer.pipeline.runner import AlbumPipeline
from album_organizer.settings.checks import with_values
from album_organizer.settings.schema import Settings
from album_organizer.storage.catalog import Catalog
from tests.support.judges import BrightnessJudge
from tests.support.pictures import write_picture

SETTINGS = Settings()


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog(tmp_path / "catalog.sqlite") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A burst of three whose last shot is the brightest, and two other pictures."""
    photos = tmp_path / "photos"
    for i, brightness in enumerate((1.0, 1.02, 1.04)):
        write_picture(photos / f"burst_{i}.jpg", brightness=brightness, seconds=i)
    write_picture(photos / "other_1.jpg", scene=1, seconds=3600)
    write_picture(photos / "other_2.jpg", scene=2, seconds=7200)
    return photos


def test_from_a_folder_to_an_album(catalog: Catalog, folder: Path) -> None:
    ava, siamese = BrightnessJudge("ava"), BrightnessJudge("siamese")
    pipeline = AlbumPipeline(catalog, SETTINGS, ava, siamese)
    album = pipeline.propose(pipeline.score(folder), {}, 2)
    assert set(album.models) == {"ava", "siamese"}
    assert [g.kind for g in album.groups] == [
        GroupKind.SIMILAR,
        GroupKind.SINGLE,
        GroupKind.SINGLE,
    ]
    assert album.groups[0].best == "burst_2.jpg"
    assert len(album.comparisons) == 3
    assert siamese.extracted == 3
    assert sum(p.picked for p in album.picks.values()) == 2
    assert all(p.reasons for p in album.picks.values())


def test_comparisons_are_kept_by_version(catalog: Catalog, folder: Path) -> None:
    first = BrightnessJudge("siamese")
    pipeline = AlbumPipeline(catalog, SETTINGS, BrightnessJudge(), first)
    scored = pipeline.score(folder)
    album = pipeline.propose(scored, {}, 2)
    idle = BrightnessJudge("siamese")
    again = AlbumPipeline(catalog, SETTINGS, BrightnessJudge(), idle).propose(scored, {}, 2)
    assert (idle.extracted, idle.compared) == (0, 0)
    assert again == album
    other = BrightnessJudge("siamese", "v2")
    AlbumPipeline(catalog, SETTINGS, BrightnessJudge(), other).propose(scored, {}, 2)
    assert other.compared == 3


def test_without_a_comparison_model_the_album_is_proposed_all_the_same(
    catalog: Catalog, folder: Path
) -> None:
    pipeline = AlbumPipeline(catalog, SETTINGS, BrightnessJudge(), None)
    album = pipeline.propose(pipeline.score(folder), {}, 2)
    assert (album.comparisons, set(album.models)) == ((), {"ava"})
    assert sum(p.picked for p in album.picks.values()) == 2


def test_decisions_are_found_after_a_rename(catalog: Catalog, folder: Path) -> None:
    pipeline = AlbumPipeline(catalog, SETTINGS, BrightnessJudge(), None)
    scored = pipeline.score(folder)
    catalog.set_decision(scored.photos["burst_0.jpg"].photo.content_id, UserDecision.PICK)
    (folder / "burst_0.jpg").rename(folder / "holiday.jpg")
    rescanned = pipeline.score(folder)
    assert pipeline.decisions(rescanned) == {"holiday.jpg": UserDecision.PICK}
    album = pipeline.propose(rescanned, pipeline.decisions(rescanned), 1)
    assert [p.path for p in album.picks.values() if p.picked] == ["holiday.jpg"]


def test_a_photo_gone_before_its_comparison_stays_in_composite_order(
    catalog: Catalog, folder: Path
) -> None:
    pipeline = AlbumPipeline(catalog, SETTINGS, BrightnessJudge(), BrightnessJudge("siamese"))
    scored = pipeline.score(folder)
    (folder / "burst_1.jpg").unlink()
    album = pipeline.propose(scored, {}, 2, Job())
    assert [(c.a, c.b) for c in album.comparisons] == [("burst_0.jpg", "burst_2.jpg")]
    assert album.groups[0].best == "burst_2.jpg"


def wide(pipeline: AlbumPipeline, folder: Path) -> tuple[Reranker, tuple[Pair, ...]]:
    """A folder ranked by a threshold at which all shots of the burst are tied."""
    narrow = with_values(SETTINGS, {"tie_break.threshold": 0.0})
    scored = pipeline.score(folder)
    clusters = group_photos(list(scored.photos.values()), narrow.grouping)
    reranker = rank_groups(clusters, {}, narrow).reranker
    ranked = reranker.rank(Tuning(tie_threshold=1.0), reranker.decision_codes({}))
    return reranker, ranked.missing_pairs


def test_comparisons_that_another_tuning_wants_are_run_and_kept(
    catalog: Catalog, folder: Path
) -> None:
    siamese = BrightnessJudge("siamese")
    pipeline = AlbumPipeline(catalog, SETTINGS, BrightnessJudge(), siamese)
    reranker, missing = wide(pipeline, folder)
    assert len(missing) == 3
    later = pipeline.compare_missing(folder, reranker, missing)
    ranked = later.rank(Tuning(tie_threshold=1.0), later.decision_codes({}))
    assert ranked.missing_pairs == ()
    assert ranked.used_pairs == missing
    assert siamese.compared == 3
    assert later.group_paths(ranked, 1)[0] == "burst_2.jpg"
    pipeline.compare_missing(folder, reranker, missing)
    assert siamese.compared == 3


def test_without_a_comparison_model_nothing_is_asked_for_again(
    catalog: Catalog, folder: Path
) -> None:
    pipeline = AlbumPipeline(catalog, SETTINGS, BrightnessJudge(), None)
    reranker, missing = wide(pipeline, folder)
    later = pipeline.compare_missing(folder, reranker, missing)
    ranked = later.rank(Tuning(tie_threshold=1.0), later.decision_codes({}))
    assert (ranked.missing_pairs, ranked.used_pairs) == ((), ())


def test_a_photo_gone_before_its_comparison_is_asked_for_once(
    catalog: Catalog, folder: Path
) -> None:
    pipeline = AlbumPipeline(catalog, SETTINGS, BrightnessJudge(), BrightnessJudge("siamese"))
    reranker, missing = wide(pipeline, folder)
    (folder / "burst_1.jpg").unlink()
    later = pipeline.compare_missing(folder, reranker, missing)
    ranked = later.rank(Tuning(tie_threshold=1.0), later.decision_codes({}))
    assert ranked.missing_pairs == ()
    assert ranked.used_pairs == (("burst_0.jpg", "burst_2.jpg"),)


def test_the_scan_has_asked_for_all_that_the_settings_want(catalog: Catalog, folder: Path) -> None:
    pipeline = AlbumPipeline(catalog, SETTINGS, BrightnessJudge(), BrightnessJudge("siamese"))
    scored = pipeline.score(folder)
    (folder / "burst_1.jpg").unlink()
    reranker = pipeline.rank(scored).reranker
    ranked = reranker.rank(tuning_of(SETTINGS, 2), reranker.decision_codes({}))
    assert ranked.missing_pairs == ()


def test_the_names_of_files_change_no_verdict(catalog: Catalog, tmp_path: Path) -> None:
    verdicts = []
    for name, order in (("one", "abc"), ("two", "cab")):
        for i, letter in enumerate(order):
            write_picture(tmp_path / name / f"{letter}.jpg", brightness=1 + i / 50, seconds=i)
        pipeline = AlbumPipeline(catalog, SETTINGS, BrightnessJudge(), BrightnessJudge("siamese"))
        album = pipeline.propose(pipeline.score(tmp_path / name), {}, 1)
        verdicts.append([album.photos[p].photo.content_id for p in album.groups[0].paths])
    assert verdicts[0] == verdicts[1]


class TestListedPairs:
    def compare(self, catalog: Catalog, folder: Path, *pairs: tuple[str, str]) -> ComparedPairs:
        judges = BrightnessJudge("ava"), BrightnessJudge("siamese")
        return PairLister(catalog, SETTINGS, *judges).compare(folder, pairs)

    def test_the_order_of_a_pair_only_turns_the_answer(
        self, catalog: Catalog, folder: Path
    ) -> None:
        compared = self.compare(
            catalog, folder, ("burst_0.jpg", "burst_2.jpg"), ("burst_2.jpg", "burst_0.jpg")
        )
        one, other = compared.comparisons
        assert one.p_a < 0.5
        assert one.p_a + other.p_a == pytest.approx(1.0)
        assert compared.composites["burst_0.jpg"] < compared.composites["burst_2.jpg"]

    def test_paths_may_be_absolute(self, catalog: Catalog, folder: Path, tmp_path: Path) -> None:
        pair = (str(folder / "burst_0.jpg"), str(folder / "burst_1.jpg"))
        compared = self.compare(catalog, tmp_path, pair)
        assert (compared.comparisons[0].a, compared.comparisons[0].b) == pair

    def test_a_missing_photo_is_a_problem_and_the_other_pairs_go_on(
        self, catalog: Catalog, folder: Path
    ) -> None:
        compared = self.compare(
            catalog, folder, ("no.jpg", "burst_0.jpg"), ("burst_0.jpg", "burst_1.jpg")
        )
        assert len(compared.comparisons) == 1
        assert [p.path for p in compared.problems] == ["no.jpg"]

    def test_a_copy_is_as_good_as_its_original(self, catalog: Catalog, folder: Path) -> None:
        (folder / "copy.jpg").write_bytes((folder / "burst_0.jpg").read_bytes())
        compared = self.compare(catalog, folder, ("burst_0.jpg", "copy.jpg"))
        assert compared.comparisons[0].p_a == 0.5
