/* Startup code of the lamp controller.
 *
 * Copyright (C) 2009-2011 Free Beacon Project
 *
 * SPDX-License-Identifier: GPL-2.0-or-later WITH GCC-exception-2.0
 */
        .globl _start
_start: b main
