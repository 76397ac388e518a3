/*
 * Copyright (c) 2015, 2020, Meridian Systems and/or its affiliates. All rights reserved.
 *
 * This code is free software; you can redistribute it and/or modify it under the terms of the
 * GNU General Public License, either version 2 of the License, or (at your option) any later
 * version, with the Classpath exception, as described in the LICENSE file that accompanied
 * this code.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later WITH Classpath-exception-2.0
 */
package example.lantern;

public final class Bridge {
    private Bridge() {}

    /** @author Grace Okafor */
    public static int lamps() {
        return 42;
    }
}
