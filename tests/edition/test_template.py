"""A template is begun before anything slow is loaded, and ends with what it serves."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest
from jupyter_client.provisioning.factory import KernelProvisionerFactory

from helpers.edition import template

pytestmark = pytest.mark.skipif(not template.LINUX, reason="there are no warm kernels on this system")

BEGUN = """
import sys
from pathlib import Path
from helpers import cli
from helpers.edition.ahead import ahead
with ahead(Path(), True):
    print(*sys.modules, flush=True)
"""
SLOW = {"IPython", "jupyter_client", "matplotlib", "nbformat", "numpy", "pandas", "pydantic", "sphinx", "zmq"}


def test_nothing_slow_is_loaded_before_a_template_is_begun(tmp_path):
    done = subprocess.run([sys.executable, "-c", BEGUN], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert SLOW & {*done.stdout.split()} == set()
    assert "helpers.edition.template" in done.stdout.split()


@pytest.mark.parametrize("killed", [False, True])
def test_whoever_waits_for_a_template_is_told_whether_it_serves(killed):
    begun = template.Template(dict(os.environ))
    try:
        if killed:
            begun.process.kill()
        assert begun.wait() is not killed
        if not killed:
            pid = begun.fork(cmd=["", "-m", "ipykernel_launcher"], env=dict(os.environ), cwd=os.getcwd())
            assert psutil.Process(pid).ppid() == begun.process.pid
    finally:
        begun.end()


def test_whoever_waits_for_a_template_that_was_ended_is_told():
    begun = template.Template(dict(os.environ))
    begun.end()
    assert begun.wait() is False


def test_the_choice_of_kernels_is_the_variable_that_jupyter_looks_at():
    assert KernelProvisionerFactory.default_provisioner_name_env == template.CHOICE


FORKED = """
import os, socket, sys
from helpers.edition.template import _become_kernel
ours, theirs = socket.socketpair()
channels = [theirs.detach()] if sys.argv[1] == "bare" else []
command = [sys.executable, "-m", "ipykernel_launcher", "-f", "connection.json"]
_become_kernel(command, dict(os.environ), os.getcwd(), {}, channels, int(sys.argv[2]))
"""


@pytest.mark.parametrize("way", ["bare", "sockets"])
def test_a_kernel_whose_template_has_ended_before_it_could_look_ends_too(tmp_path, way):
    with subprocess.Popen(["true"]) as ended:
        pass
    command = [sys.executable, "-c", FORKED, way, str(ended.pid)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=30, check=False)
    assert (done.returncode, done.stderr) == (1, b"")


SERVED = """
import sys, time
from jupyter_client import KernelManager
from helpers.edition.template import _TEMPLATES, warm
with warm():
    manager = KernelManager()
    manager.start_kernel()
    client = manager.blocking_client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    (template,) = _TEMPLATES.values()
    print(template.process.pid, manager.provisioner.pid, flush=True)
    sys.stdin.readline()
"""


@pytest.mark.long
@pytest.mark.parametrize("how", ["ended", "killed"])
def test_template_and_kernels_end_with_the_process_that_they_serve(tmp_path, how):
    environment = {key: each for key, each in os.environ.items() if key != "JUPYTER_DEFAULT_PROVISIONER_NAME"}
    command = [sys.executable, "-c", SERVED]
    with subprocess.Popen(command, stdin=-1, stdout=-1, stderr=-1, text=True, cwd=tmp_path, env=environment) as served:
        pids = [int(pid) for pid in served.stdout.readline().split()]
        assert [psutil.Process(pid).ppid() for pid in pids] == [served.pid, pids[0]]
        if how == "killed":
            os.kill(served.pid, signal.SIGKILL)
        served.communicate("\n")
    deadline = time.monotonic() + 60
    while any(map(psutil.pid_exists, pids)):
        assert time.monotonic() < deadline, pids
        time.sleep(0.05)
