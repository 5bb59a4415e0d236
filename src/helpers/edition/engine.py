"""How papermill runs the cells of a notebook here: in a kernel forked from a template, over a channel, without sockets.

Papermill puts in the parameters, goes from cell to cell and says which failed, as with its own engine; outputs are the
same to the byte. Where no such kernel is to be had, its own engine runs them.
"""

from __future__ import annotations

import json
import socket
from pathlib import Path

import nbformat
from nbclient.exceptions import CellExecutionError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines

from helpers.edition.cells import REPLY
from helpers.edition.kernels import open_channel

NAME = "forked"


class ForkedEngine(NBClientEngine):
    """Papermill's own engine, but for the kernel."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **options) -> None:
        """Run the cells of a notebook in the folder that its resources name."""
        opened = open_channel(Path(options["resources"]["metadata"]["path"]))
        if opened is None:
            super().execute_managed_notebook(nb_man, kernel_name, **options)
            return
        channel, process = opened
        with channel:
            try:
                ChannelClient(nb_man, channel).execute()
            finally:
                process.end()


class ChannelClient(PapermillNotebookClient):
    """Has cells run over a channel; what comes back goes the way of all messages of kernels."""

    def __init__(self, nb_man: NotebookExecutionManager, channel: socket.socket):
        super().__init__(nb_man)
        self._asked = channel.makefile("w", encoding="utf-8")
        self._answers = channel.makefile("r", encoding="utf-8")

    def execute(self, **_) -> nbformat.NotebookNode:
        """Run all cells, until one fails. Raises DeadKernelError."""
        self.reset_execution_trackers()
        self.papermill_execute_cells()
        self.set_widgets_metadata()
        return self.nb

    def execute_cell(self, cell: nbformat.NotebookNode, cell_index: int, **_) -> nbformat.NotebookNode:
        """Run one cell. Raises CellExecutionError where it fails, unless it says that it does, or DeadKernelError."""
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or not cell.source.strip() or self.skip_cells_with_tag in tags:
            return cell
        cell.outputs, self.clear_before_next_output = [], False
        reply = self._ask(cell, cell_index)
        cell.execution_count = reply["execution_count"]
        if reply["status"] == "error" and "raises-exception" not in tags:
            raise CellExecutionError.from_cell_and_msg(cell, reply)
        return cell

    def _ask(self, cell: nbformat.NotebookNode, cell_index: int) -> dict:
        """What a cell is answered, its outputs put in place. Raises DeadKernelError where no answer comes."""
        try:
            self._asked.write(json.dumps(cell.source) + "\n")
            self._asked.flush()
            for line in self._answers:
                message = json.loads(line)
                if message["msg_type"] == REPLY:
                    return message["content"]
                self.process_message(message, cell, cell_index)
        except OSError:
            pass
        raise DeadKernelError("Kernel died")


papermill_engines.register(NAME, ForkedEngine)
