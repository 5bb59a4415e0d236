"""Runs Python code that is killed, its children with it, before it changes a file for the Nth time or names one.

``killed.py CODE PLACE...``: a PLACE is a number of changes to files, or a part of a path, command or target that is
named. The code is run once for each, in a process of its own, and knows it as ``place``; exit codes are printed.
"""

import os
import signal
import sys

import helpers.edition.build  # noqa: F401  slow to load, and each run would have to

CHANGES = ("os.rename", "os.symlink", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree", "subprocess.Popen")


def run(code: str, place: str) -> None:
    seen = 0

    def watch(event: str, arguments: tuple) -> None:
        nonlocal seen
        writes = event == "open" and isinstance(arguments[1], str) and arguments[1].strip("rbt")
        if event in CHANGES or writes:
            seen += 1
            if seen == int(place) if place.isdigit() else place in str(arguments):
                os.killpg(0, signal.SIGKILL)

    os.setsid()
    sys.addaudithook(watch)
    exec(code, {"place": place})


def main() -> None:
    code, *places = sys.argv[1:]
    for place in places:
        child = os.fork()
        if not child:
            run(code, place)
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
