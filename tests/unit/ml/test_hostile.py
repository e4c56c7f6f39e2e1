"""No file does harm: nothing of it runs, it takes little memory, and one sentence says why not."""

import contextlib
import io
import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.torch import save as save_safetensors

from album_organizer.domain.errors import ModelError
from album_organizer.ml.checkpoint import load_checkpoint, read_checkpoint
from album_organizer.ml.networks import check_finite, check_fit
from album_organizer.ml.verification import describe_checkpoint, verify_checkpoint
from tests.unit.ml import hostile_files as hostile

ROOT = Path(__file__).resolve().parents[3]
MEMORY_MB = 60
"""What all refusals together may add to the peak; the files claim 300 MB to 40 GB each."""

CODE = hostile.code_files(Path("attacked")).keys()
DAMAGED = hostile.damaged_files().keys()

# Reads every file of a folder under a limit that the claims of the files exceed.
PROGRAM = """
import json, resource, sys
from pathlib import Path
from album_organizer.domain.errors import ModelError
from album_organizer.ml.verification import describe_checkpoint, verify_checkpoint

def peak():
    # Of this process alone; ru_maxrss begins with the memory of the one that started it.
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024

used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 2**29, used + 2**29))
answers = {}
before = peak()
for path in sorted(Path(sys.argv[1]).iterdir()):
    outcome = verify_checkpoint(path, "ava")
    try:
        described = str(describe_checkpoint(path, "ava"))
    except ModelError as error:
        described = str(error)
    answers[path.stem] = {
        "checks": [[check.name, check.passed, check.detail] for check in outcome.checks],
        "described": described,
        "memory": peak() - before,
    }
print(json.dumps(answers))
"""


def is_one_sentence(text: str) -> bool:
    return text.endswith(".") and "\n" not in text and not re.search(r"\. [A-Z]", text)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a process with little memory said of every hostile file."""
    folder = tmp_path_factory.mktemp("hostile")
    attacked = folder.parent / "attacked"
    files = hostile.code_files(attacked) | hostile.damaged_files()
    for name, data in files.items():
        (folder / f"{name}.pt").write_bytes(data)
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert not result.stderr
    assert not attacked.exists()
    answers: dict[str, Any] = json.loads(result.stdout)
    assert answers.keys() == files.keys()
    return answers


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux to limit memory")
class TestLittleMemory:
    @pytest.mark.parametrize("name", CODE)
    def test_code_is_refused_and_named(self, name: str, answers: dict[str, Any]) -> None:
        [[check, passed, detail]] = answers[name]["checks"]

        assert (check, passed) == ("Safe to read", False)
        assert re.search(r"contains program code .* was refused, nothing of it was run;", detail)
        assert f"{name}.pt" in detail

    @pytest.mark.parametrize("name", DAMAGED)
    def test_a_false_claim_is_refused(self, name: str, answers: dict[str, Any]) -> None:
        [[check, passed, detail]] = answers[name]["checks"]

        assert (check, passed) == ("Safe to read", False)
        assert re.search("is damaged or not a model|claims to hold", detail)
        assert f"{name}.pt" in detail

    @pytest.mark.parametrize("name", [*CODE, *DAMAGED])
    def test_every_refusal_is_one_sentence_and_cheap(
        self, name: str, answers: dict[str, Any]
    ) -> None:
        [[_, _, detail]] = answers[name]["checks"]

        assert is_one_sentence(detail)
        assert answers[name]["described"] == detail
        assert answers[name]["memory"] < MEMORY_MB


class TestPaths:
    def refusal(self, path: Path) -> str:
        with pytest.raises(ModelError) as caught:
            describe_checkpoint(path, "ava")
        outcome = verify_checkpoint(path, "ava")
        assert [check.passed for check in outcome.checks] == [False]
        assert outcome.checks[0].detail == str(caught.value)
        assert is_one_sentence(str(caught.value))
        return str(caught.value)

    @pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs the devices of Unix")
    @pytest.mark.parametrize("suffix", [".pt", ".safetensors"])
    def test_a_link_to_a_device_is_not_opened(self, suffix: str, tmp_path: Path) -> None:
        path = tmp_path / f"model{suffix}"
        path.symlink_to("/dev/zero")

        assert "it is a device or a pipe" in self.refusal(path)

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
    def test_a_pipe_does_not_wait_for_a_writer(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path, regular = tmp_path / "model.pt", tmp_path / "regular"
        os.mkfifo(path)
        assert "it is a device or a pipe" in self.refusal(path)

        # Put into the place of a file between looking and opening.
        regular.write_bytes(b"")
        status = regular.stat()
        monkeypatch.setattr(Path, "stat", lambda _, **__: status)
        assert "it is a device or a pipe" in self.refusal(path)

    @pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs sockets as files")
    def test_a_socket_is_no_checkpoint(self, tmp_path: Path) -> None:
        path = tmp_path / "model.pt"
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(path))
            assert "cannot be read" in self.refusal(path)

    def test_a_folder_is_no_checkpoint(self, tmp_path: Path) -> None:
        assert "cannot be read (it is a folder)" in self.refusal(tmp_path)

    def test_a_file_beyond_every_network_is_not_read(self, tmp_path: Path) -> None:
        path = tmp_path / "model.pt"
        path.touch()
        os.truncate(path, 10**12)  # takes no room on the disk

        assert "has 1000.0 GB, more than the 2.0 GB that are allowed" in self.refusal(path)

    def test_a_file_that_is_cut_while_it_is_read_is_damaged(
        self, tmp_path: Path, ava_file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "model.pt"
        path.write_bytes(ava_file.read_bytes())
        fstat = os.fstat

        def cut_afterwards(descriptor: int) -> os.stat_result:
            status = fstat(descriptor)
            os.truncate(path, 10_000)
            return status

        monkeypatch.setattr(os, "fstat", cut_afterwards)
        with pytest.raises(ModelError, match="is damaged"):
            read_checkpoint(path, "ava")

    def test_a_link_to_a_checkpoint_is_one(self, tmp_path: Path, ava_file: Path) -> None:
        path = tmp_path / "link.pt"
        path.symlink_to(ava_file)

        assert load_checkpoint(path, "ava").sha256 == load_checkpoint(ava_file, "ava").sha256

    def test_a_link_to_itself_leads_nowhere(self, tmp_path: Path) -> None:
        path = tmp_path / "model.pt"
        path.symlink_to(path)

        assert "cannot be read" in self.refusal(path)

    @pytest.mark.parametrize("name", ["a\0b.pt", "x" * 300 + ".pt", "no\udc00ne.pt", "\ud800.pt"])
    def test_an_impossible_name_is_told(self, name: str, tmp_path: Path) -> None:
        assert re.search("does not exist|cannot be read", self.refusal(tmp_path / name))


class TestCards:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        path = tmp_path / "model.safetensors"
        path.write_bytes(save_safetensors(hostile.HEAD))
        return path

    @pytest.mark.parametrize("name", hostile.cards().keys())
    def test_a_hostile_card_is_refused(self, name: str, path: Path) -> None:
        text, complaint = hostile.cards()[name]
        path.with_suffix(".yaml").write_text(text, encoding="utf-8")

        with pytest.raises(ModelError, match=rf"model.yaml .*{complaint}") as caught:
            load_checkpoint(path, "ava")
        assert is_one_sentence(str(caught.value))
        assert not Path("attacked").exists()

    @pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs the devices of Unix")
    def test_a_card_may_be_no_device(self, path: Path) -> None:
        path.with_suffix(".yaml").symlink_to("/dev/zero")

        with pytest.raises(ModelError, match=r"model.yaml cannot be read \(it is a device"):
            load_checkpoint(path, "ava")

    @pytest.mark.parametrize(
        ("header", "complaint"),
        [
            (10**10, "claims 10.0 GB of description"),
            (2**64 - 1, "GB of description"),
            (500_000, "content cannot be read"),
            (2, "content cannot be read"),
        ],
    )
    def test_a_false_header_is_refused(self, header: int, complaint: str, path: Path) -> None:
        path.with_suffix(".yaml").write_text("config: {model: {}}\n", encoding="utf-8")
        path.write_bytes(header.to_bytes(8, "little") + path.read_bytes()[8:])

        with pytest.raises(ModelError, match=complaint):
            load_checkpoint(path, "ava")

    def test_a_table_larger_than_the_file_is_refused(self, path: Path) -> None:
        path.with_suffix(".yaml").write_text("config: {model: {}}\n", encoding="utf-8")
        table = {"dtype": "F32", "shape": [10**5, 10**5], "data_offsets": [0, 4 * 10**10]}
        header = json.dumps({"head.0.weight": table}).encode()
        path.write_bytes(len(header).to_bytes(8, "little") + header + bytes(100))

        with pytest.raises(ModelError, match="content cannot be read"):
            load_checkpoint(path, "ava")


class TestSettings:
    """Sound files whose settings ask for the impossible."""

    @pytest.mark.parametrize(
        ("kind", "config", "complaint"),
        [
            ("ava", {"model": {"mlp_hidden_dims": [65536] * 16}}, "weights do not fit"),
            ("ava", {"model": {"mlp_hidden_dims": [65536] * 17}}, "instead of a list of sizes"),
            ("ava", {"model": {"mlp_hidden_dims": "x" * 900_000}}, "instead of a list of sizes"),
            ("ava", {"model": [1, 2]}, "no model section"),
            ("ava", {"model": {}, "transform": {"crop_size": 2048}}, "crop_size is 2048"),
            ("ava", {"model": {}, "transform": {"crop_size": 10**18}}, "crop_size is 1000"),
            ("ava", {"model": {}, "transform": {"resize_size": "9" * 900_000}}, "resize_size is"),
            ("ava", {"model": {}, "transform": [1]}, "transform section is no mapping"),
            ("ava", {"model": {}, "transform": {"normalize_std": [0, 1, 1]}}, "normalize_std"),
            ("siamese", {"model": [1, 2]}, "model section is no mapping"),
            ("siamese", {"model": {}, "transform_type": "x" * 900_000}, "transform_type is 'xxx"),
            ("siamese", {"model": {"cnn_backbone": "x" * 900_000}}, "cnn_backbone is 'xxx"),
        ],
    )
    def test_they_are_failed_checks(
        self, kind: str, config: dict[str, Any], complaint: str, tmp_path: Path
    ) -> None:
        path = tmp_path / "model.pt"
        prefix = "head" if kind == "ava" else "mlp"
        weights = {f"{prefix}.0.weight": torch.ones(1, 4)}
        path.write_bytes(hostile.bytes_of({"model_state_dict": weights, "config": config}))

        outcome = verify_checkpoint(path, kind)

        failed = [check.detail for check in outcome.checks if not check.passed]
        assert any(complaint in detail for detail in failed)
        assert all(is_one_sentence(detail) for detail in failed)
        # The list of weights that are missing is the only long thing that is said.
        assert all(len(detail) < 1000 or "missing: " in detail for detail in failed)
        assert (
            describe_checkpoint(path, kind).architecture
            == describe_checkpoint(path, kind).architecture[:100]
        )


def whole_files() -> dict[str, bytes]:
    content = hostile.payload()
    return {"zip": hostile.bytes_of(content), "legacy": hostile.bytes_of(content, legacy=True)}


def use(path: Path) -> None:
    """Goes through all that is done with a checkpoint before its network answers."""
    with contextlib.suppress(ModelError):
        checkpoint = read_checkpoint(path, "ava")
        check_finite(checkpoint)
        check_fit(checkpoint)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "model.pt"


CHANGES = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=9)), max_size=4)
"""Where in the file, as a share of it, and what is written there."""
FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("form", ["zip", "legacy"])
class TestDamage:
    @FUZZ
    @given(share=st.floats(0, 1, exclude_max=True))
    def test_a_cut_file_is_a_model_error(self, form: str, scratch: Path, share: float) -> None:
        data = whole_files()[form]
        scratch.write_bytes(data[: int(share * len(data))])

        with pytest.raises(ModelError, match="is damaged"):
            read_checkpoint(scratch, "ava")

    @FUZZ
    @given(changes=CHANGES)
    def test_changed_bytes_are_at_most_a_model_error(
        self, form: str, scratch: Path, changes: list[tuple[float, bytes]]
    ) -> None:
        scratch.write_bytes(changed(whole_files()[form], changes))

        use(scratch)


@FUZZ
@given(changes=CHANGES)
def test_a_changed_program_with_a_right_checksum_is_at_most_a_model_error(
    scratch: Path, changes: list[tuple[float, bytes]]
) -> None:
    data = whole_files()["zip"]
    scratch.write_bytes(hostile.reworked(data, lambda program: changed(program, changes)))

    use(scratch)


@FUZZ
@given(changes=CHANGES)
def test_a_changed_safetensors_file_is_at_most_a_model_error(
    scratch: Path, changes: list[tuple[float, bytes]]
) -> None:
    path = scratch.with_suffix(".safetensors")
    path.with_suffix(".yaml").write_text("config: {model: {}}\n", encoding="utf-8")
    path.write_bytes(changed(save_safetensors(hostile.HEAD), changes))

    use(path)


def changed(data: bytes, changes: list[tuple[float, bytes]]) -> bytes:
    stream = io.BytesIO(data)
    for share, new in changes:
        stream.seek(int(share * len(data)))
        stream.write(new)
    return stream.getvalue()
