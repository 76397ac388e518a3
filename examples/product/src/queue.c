/* SPDX-FileCopyrightText: 2022 Ada Björk
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdint.h>

static uint32_t head, tail;

int queue_is_empty(void)
{
    return head == tail;
}

/* SPDX-SnippetBegin
 * SPDX-SnippetCopyrightText: 2003 Ole Hansen
 * SPDX-License-Identifier: BSL-1.0
 * Taken from Ole's "bits and bobs"; distributed under the Boost Software License, Version 1.0.
 */
static uint32_t mix(uint32_t x)
{
    x ^= x >> 16;
    x *= 0x45d9f3bu;
    return x ^ (x >> 16);
}
/* SPDX-SnippetEnd */

uint32_t queue_slot(uint32_t key)
{
    return mix(key) & 255u;
}
