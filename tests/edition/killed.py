"""Runs Python code that is killed, its children with it, before it changes a file for the Nth time or names one.

``killed.py WHERE CODE``: WHERE is a number of changes to files, or a part of a path, command or target that is named.
"""

import os
import signal
import sys

CHANGES = ("os.rename", "os.symlink", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree", "subprocess.Popen")


def main() -> None:
    where, code = sys.argv[1:]
    seen = 0

    def watch(event: str, arguments: tuple) -> None:
        nonlocal seen
        writes = event == "open" and isinstance(arguments[1], str) and arguments[1].strip("rbt")
        if event in CHANGES or writes:
            seen += 1
            if seen == int(where) if where.isdigit() else where in str(arguments):
                os.killpg(0, signal.SIGKILL)

    os.setsid()
    sys.addaudithook(watch)
    exec(code)


if __name__ == "__main__":
    main()
