"""The kinds of a change that an author gives when accepting it, and what each means."""

CLASSES = {
    "correction": "a mistake of this report was mended",
    "revision": "a source gave another figure for the same thing",
    "new-data": "figures that were not there before",
    "method": "another way to compute, to judge or to say it",
}
