# Copyright (c) 2020, Ada Björk
# Distributed under the terms of the Modified BSD License.
"""Reads the log of a lamp."""


def lines(path):
    with open(path, encoding="utf-8") as log:
        return log.read().splitlines()
