// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Files of a program that reserve all rights and grant none.

use super::*;

/// A file of Microsoft's in the service of OpenVPN says that all rights are reserved, and nobody was asked.
#[test]
fn a_file_that_grants_nothing_is_asked_about() {
    let product = check(
        "
        //- COPYING
        SPDX-License-Identifier: GPL-2.0-only
        //- Makefile.am
        bin_PROGRAMS = serv
        serv_SOURCES = main.c service.c own.c
        //- main.c
        /* Copyright (C) 2013 Ada Nimble
         * SPDX-License-Identifier: GPL-2.0-only */
        int main(void) { return 0; }
        //- own.c
        /* Copyright (C) 2013 Ada Nimble. All rights reserved. */
        int own;
        //- service.c
        /* THIS CODE IS PROVIDED WITHOUT WARRANTY.
         * Copyright (C) 1993 - 2000.  Atlantis Corporation.  All rights reserved.
         */
        int service;
        //- beside.c
        /* Copyright (C) 1993 Elsewhere Corporation.  All rights reserved. */
        int beside;
        ",
        &["compiled_in runtime app -> app#Atlantis Corporation, all rights reserved service.c:2"],
    );
    let part = component(&product, "app#Atlantis Corporation, all rights reserved");
    assert!(part.license.effective().is_none());
}
