#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR
# Copyright 2016 Jens Sørensen
print("flashing")
