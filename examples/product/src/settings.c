/*
 * settings - reads key=value files
 *
 * Copyright (C) 2012, 2014-2016 Piotr Zieliński <piotr@settings.example>
 *
 * This file is dual licensed: you may use it under the terms of the MIT license
 * or, at your option, the GNU General Public License as published by the Free
 * Software Foundation, either version 2 of the License, or (at your option) any
 * later version.
 */
#include <string.h>

const char *settings_value(const char *line)
{
    const char *sign = strchr(line, '=');
    return sign ? sign + 1 : 0;
}
