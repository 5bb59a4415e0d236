"""How papermill runs the cells of a notebook here: in a kernel forked from a template, over a channel, without sockets.

Papermill puts in the parameters, goes from cell to cell and says which failed, as with its own engine; outputs are the
same to the byte. Where no such kernel is to be had, its own engine runs them.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import nbformat
from nbclient.exceptions import CellExecutionError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines

from helpers.edition.bare import REPLY
from helpers.edition.kernels import Channel, open_channel

NAME = "forked"


class ForkedEngine(NBClientEngine):
    """Papermill's own engine, but for the kernel."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **options) -> None:
        """Run the cells of a notebook in the folder that its resources name."""
        channel = open_channel(Path(options["resources"]["metadata"]["path"]))
        if channel is None:
            super().execute_managed_notebook(nb_man, kernel_name, **options)
            return
        with closing(channel):
            ChannelClient(nb_man, channel).execute()


class ChannelClient(PapermillNotebookClient):
    """Has cells run over a channel; what comes back goes the way of all messages of kernels."""

    def __init__(self, nb_man: NotebookExecutionManager, channel: Channel):
        super().__init__(nb_man)
        self._channel = channel

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
        reply = self._run(cell, cell_index)
        cell.execution_count = reply["execution_count"]
        if reply["status"] == "error" and "raises-exception" not in tags:
            raise CellExecutionError.from_cell_and_msg(cell, reply)
        return cell

    def _run(self, cell: nbformat.NotebookNode, cell_index: int) -> dict:
        """What a cell is answered, its outputs put in place. Raises DeadKernelError where no answer comes."""
        try:
            self._channel.ask(cell.source)
            while (message := self._channel.answer())["msg_type"] != REPLY:
                self.process_message(message, cell, cell_index)
        except (OSError, EOFError):
            raise DeadKernelError("Kernel died") from None
        return message["content"]


papermill_engines.register(NAME, ForkedEngine)
