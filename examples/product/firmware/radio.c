// SPDX-License-Identifier: (GPL-2.0-only OR BSD-3-Clause)
// Copyright 2017 Halvorsen Radio AS. All rights reserved.
/*
 * This program is free software; you can redistribute it and/or modify it under the terms of
 * version 2 of the GNU General Public License as published by the Free Software Foundation.
 */
int radio_channel = 11;
