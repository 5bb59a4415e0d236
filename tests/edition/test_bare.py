"""A kernel without sockets takes its cells from a channel, and ends when that does."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from helpers.edition import kernels, template
from helpers.edition.bare import REPLY

pytestmark = pytest.mark.skipif(not template.LINUX, reason="there are no warm kernels on this system")


@pytest.fixture
def channel(tmp_path, monkeypatch):
    monkeypatch.setenv(template.CHOICE, template.WARM)
    opened = kernels.open_channel(tmp_path)
    yield opened
    opened.close()


def answers(channel, code: str, **how) -> list[dict]:
    channel.ask(code, **how)
    found = [channel.answer(timeout=60)]
    while found[-1]["msg_type"] != REPLY:
        found.append(channel.answer(timeout=60))
    return found


def test_a_cell_is_answered_by_messages_as_kernels_send_them(channel):
    told, shown, reply = answers(channel, "print('told'); 1 + 1")
    assert told["header"]["msg_type"] == told["msg_type"] == "stream"
    assert told["content"] == {"name": "stdout", "text": "told\n"}
    assert (shown["content"]["data"], shown["content"]["execution_count"]) == ({"text/plain": "2"}, 1)
    assert (reply["content"]["status"], reply["content"]["execution_count"]) == ("ok", 1)


def test_a_cell_counts_unless_its_history_is_not_kept(channel):
    assert answers(channel, "1")[-1]["content"]["execution_count"] == 1
    answers(channel, "2", store_history=False)
    assert answers(channel, "3")[-1]["content"]["execution_count"] == 2


def test_what_is_written_past_the_stream_follows_what_was_said_in_it_in_its_own_cell(channel):
    (told, more, _) = answers(channel, "import os\nos.write(1, b'past\\n')\nos.write(2, b'\\xff!\\n')\nprint('said')")
    assert told["content"] == {"name": "stdout", "text": "said\npast\n"}
    assert more["content"] == {"name": "stderr", "text": "\N{REPLACEMENT CHARACTER}!\n"}
    assert [each["msg_type"] for each in answers(channel, "pass")] == [REPLY]


def test_a_long_answer_comes_whole(channel):
    shown, _ = answers(channel, "'x' * 3_000_000")
    assert shown["content"]["data"]["text/plain"] == f"'{'x' * 3_000_000}'"


def test_whoever_waits_for_a_kernel_that_is_gone_is_told(channel):
    channel.ask("import os; os._exit(3)")
    with pytest.raises(EOFError):
        channel.answer(timeout=60)
    with pytest.raises(EOFError):
        channel.answer(timeout=60)


def test_whoever_waits_too_long_may_ask_again(channel):
    channel.ask("import time; time.sleep(1.5); 7")
    with pytest.raises(TimeoutError):
        channel.answer(timeout=0.1)
    assert channel.answer(timeout=60)["content"]["data"] == {"text/plain": "7"}


OWNER = """
import sys
from pathlib import Path
from helpers.edition.kernels import open_channel
from helpers.edition.template import warm
with warm():
    channel = open_channel(Path.cwd())
    channel.ask("import time; time.sleep(600)")
    print(channel.process.pid, flush=True)
    sys.stdin.readline()
"""


@pytest.mark.parametrize("how", ["ended", "killed"])
def test_a_kernel_ends_with_its_owner_in_the_middle_of_a_cell(tmp_path, how):
    environment = {key: each for key, each in os.environ.items() if key != template.CHOICE}
    command = [sys.executable, "-c", OWNER]
    with subprocess.Popen(command, stdin=-1, stdout=-1, text=True, cwd=tmp_path, env=environment) as owner:
        pid = int(owner.stdout.readline())
        assert psutil.pid_exists(pid)
        if how == "killed":
            os.kill(owner.pid, signal.SIGKILL)
        owner.communicate("\n")
    deadline = time.monotonic() + 60
    while psutil.pid_exists(pid):
        assert time.monotonic() < deadline
        time.sleep(0.05)
