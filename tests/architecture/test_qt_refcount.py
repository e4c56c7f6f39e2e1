"""A PySide6 release dropped a reference of True with each emit and aborted after some 570."""

import subprocess
import sys

# A bool is immortal in Python >= 3.12 and its count means nothing there, so an ordinary object
# that a slot receives is counted as well. In a process of its own, because the fault aborts it.
PROGRAM = """
import sys
from PySide6.QtCore import QObject, Signal

class Source(QObject):
    switched = Signal(bool)
    sent = Signal(object)

source, payload, received = Source(), object(), []
source.switched.connect(received.append)
source.sent.connect(received.append)
emits = 2000
bools = sys.getrefcount(True)
objects = sys.getrefcount(payload)
for _ in range(emits):
    source.switched.emit(True)
    source.sent.emit(payload)
assert len(received) == 2 * emits, len(received)
received.clear()
immortal = sys.version_info >= (3, 12)
assert immortal or sys.getrefcount(True) >= bools, (bools, sys.getrefcount(True))
assert sys.getrefcount(payload) == objects, (objects, sys.getrefcount(payload))
print("ok")
"""


def test_emitting_keeps_references() -> None:
    result = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", PROGRAM],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "ok"
