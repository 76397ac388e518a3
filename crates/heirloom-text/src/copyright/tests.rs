// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What is found in short texts, feature by feature.

use proptest::prelude::*;

use super::{MAX_FINDS, detect, detect_str};
use crate::decode::Text;

/// Statements as `statement | holder`.
#[track_caller]
fn check(text: &str, expect: &[&str]) {
    let finds = detect_str(text);
    let found: Vec<String> = finds
        .copyrights
        .iter()
        .map(|find| {
            let holders: Vec<&str> = find.holders.iter().map(|holder| &*holder.name).collect();
            format!("{} | {}", find.statement, holders.join("; "))
        })
        .collect();
    assert_eq!(found, expect);
}

#[track_caller]
fn check_authors(text: &str, expect: &[&str]) {
    let finds = detect_str(text);
    let found: Vec<&str> = finds.authors.iter().map(|find| &*find.name).collect();
    assert_eq!(found, expect);
}

#[test]
fn what_a_file_says_to_ignore_is_not_its_own() {
    let (start, end) = (["REUSE", "IgnoreStart"].join("-"), ["REUSE", "IgnoreEnd"].join("-"));
    let text = format!(
        "// Copyright 2020 Jane Roe\n// {start}\nprint(\"Copyright 2019 John Doe\")\n// {end}\n"
    );
    check(&text, &["Copyright 2020 Jane Roe | Jane Roe"]);
}

/// Years as `first-last`, an open end as `first-`.
#[track_caller]
fn check_years(text: &str, expect: &str) {
    let finds = detect_str(text);
    let years: Vec<String> = finds.copyrights[0]
        .years
        .iter()
        .map(|years| match years.last {
            Some(last) if last == years.first => last.to_string(),
            Some(last) => format!("{}-{last}", years.first),
            None => format!("{}-", years.first),
        })
        .collect();
    assert_eq!(years.join(" "), expect);
}

#[test]
fn marks_of_all_sorts() {
    let expect = &["Copyright (c) 2011 Ada Nimble | Ada Nimble"];
    check("// Copyright (c) 2011 Ada Nimble", expect);
    check("# Copyright © 2011 Ada Nimble", expect);
    check("<p>Copyright &copy; 2011 Ada Nimble</p>", expect);
    check("Copyright &#169; 2011 Ada Nimble", expect);
    check(r#".\" Copyright \(co 2011 Ada Nimble"#, expect);
    check(r#"s = "Copyright \u00a9 2011 Ada Nimble\n";"#, expect);
    check("Copyright |copy| 2011 Ada Nimble", expect);
    check("(C) 2011 Ada Nimble", &["(c) 2011 Ada Nimble | Ada Nimble"]);
    check("Copr. 2011 Ada Nimble", &["Copr. 2011 Ada Nimble | Ada Nimble"]);
    check("@copyright 2011 Ada Nimble", &["@copyright 2011 Ada Nimble | Ada Nimble"]);
    check(
        "/* SPDX-FileCopyrightText: 2011 Ada Nimble <ada@nimble.example> */",
        &["SPDX-FileCopyrightText 2011 Ada Nimble <ada@nimble.example> | Ada Nimble"],
    );
    check(
        "# SPDX-FileCopyrightText: Ada at Nimble and the others, https://nimble.example/ada\n[Some Entry]\n",
        &[
            "SPDX-FileCopyrightText Ada at Nimble and the others, https://nimble.example/ada | Ada at Nimble and the others",
        ],
    );
}

#[test]
fn years_are_read() {
    check_years("Copyright 1999 Ada Nimble", "1999");
    check_years("Copyright 1999-2004, 2007 Ada Nimble", "1999-2004 2007");
    check_years("Copyright 1998, 1999, 2001-03 Ada Nimble", "1998 1999 2001-2003");
    check_years("Copyright 2012-present Ada Nimble", "2012-");
    check_years("Copyright 2012+ Ada Nimble", "2012-");
    check_years("Copyright 2001 - 2004 Ada Nimble", "2001-2004");
    check_years("Copyright Ada Nimble 2004", "2004");
}

#[test]
fn organizations_and_lists_of_names() {
    check(
        "Copyright (c) 2003 The Regents of the University of Atlantis. All rights reserved.",
        &[
            "Copyright (c) 2003 The Regents of the University of Atlantis | The Regents of the University of Atlantis",
        ],
    );
    check(
        "Copyright 2003 Nimble Data Systems, Inc. and/or its affiliates",
        &[
            "Copyright 2003 Nimble Data Systems, Inc. and/or its affiliates | Nimble Data Systems, Inc. and/or its affiliates",
        ],
    );
    check(
        "Copyright 2003 Ada Nimble, Bo Quick and other contributors\n",
        &[
            "Copyright 2003 Ada Nimble, Bo Quick and other contributors | Ada Nimble, Bo Quick and other contributors",
        ],
    );
    check(
        "Copyright 2019 The Nimble Authors",
        &["Copyright 2019 The Nimble Authors | The Nimble Authors"],
    );
    check("(c) 2017 nimbleada", &["(c) 2017 nimbleada | nimbleada"]);
}

#[test]
fn those_who_belong_to_a_holder() {
    check(
        "Copyright (c) Nimble Platforms, Inc. and affiliates.",
        &[
            "Copyright (c) Nimble Platforms, Inc. and affiliates | Nimble Platforms, Inc. and affiliates",
        ],
    );
    check(
        "Copyright Joy, Inc. and other Nimble contributors. All rights reserved.",
        &[
            "Copyright Joy, Inc. and other Nimble contributors | Joy, Inc. and other Nimble contributors",
        ],
    );
    check(
        "/* Copyright libnimble project contributors. All rights reserved.",
        &["Copyright libnimble project contributors | libnimble project contributors"],
    );
    check(
        "Copyright (c) 2016 HNIM, a Western Nimble Company.",
        &["Copyright (c) 2016 HNIM, a Western Nimble Company | HNIM, a Western Nimble Company"],
    );
    check(
        "(C) 2003 by Ada Nimble (for Nimble Antarctic Division).",
        &[
            "(c) 2003 by Ada Nimble (for Nimble Antarctic Division) | Ada Nimble (for Nimble Antarctic Division)",
        ],
    );
    check(
        "Copyright 2008 Ada Nimble <ada@nimble.example> and zoë Brisk <zoe@nimble.example>\n",
        &[
            "Copyright 2008 Ada Nimble <ada@nimble.example> and zoë Brisk <zoe@nimble.example> | Ada Nimble and zoë Brisk",
        ],
    );
}

#[test]
fn a_holder_on_a_line_of_its_own() {
    check(
        " * Copyright: Copyright (c) 1998<p>\n * Company: NIMBLE Engineering Inc.<p>\n",
        &["Copyright (c) 1998 Company NIMBLE Engineering Inc. | Company NIMBLE Engineering Inc."],
    );
    check(
        " * Copyright (C) 2016\n * Author: Ada Nimble <ada@nimble.example>\n",
        &["Copyright (c) 2016 Author Ada Nimble <ada@nimble.example> | Ada Nimble"],
    );
    check(
        "# Copyright 2007 Nimble Corporation.\n# Configuring Ada Nimble\n# with care",
        &["Copyright 2007 Nimble Corporation | Nimble Corporation"],
    );
}

#[test]
fn odd_forms_of_statements() {
    check(
        "Copyright or Copr. 2006 Nimble SARL",
        &["Copyright or Copr. 2006 Nimble SARL | Nimble SARL"],
    );
    check(
        "Copyright (c) All Rights Reserved. Nimble Trading Co., Inc.",
        &["Copyright (c) Nimble Trading Co., Inc. | Nimble Trading Co., Inc."],
    );
    check("# Copyright adanimble All rights reserved.", &["Copyright adanimble | adanimble"]);
    check(
        "Copyright 2011 - Present Ada Nimble",
        &["Copyright 2011 - Present Ada Nimble | Ada Nimble"],
    );
    check(
        "Copyright 1996..2005 by Ada Nimble",
        &["Copyright 1996..2005 by Ada Nimble | Ada Nimble"],
    );
    check(
        "Copyright 2003, Clint Ada <ada@nimble.example>  Mon, 10 Mar 2003 02:10:32 -0500\n 2001 Bo Brisk\n",
        &["Copyright 2003, Clint Ada <ada@nimble.example> 2001 Bo Brisk | Clint Ada Bo Brisk"],
    );
    check(
        "Copyright 2020 Ada Nimble E<lt>ada@nimble.exampleE<gt>.\n\nThis",
        &["Copyright 2020 Ada Nimble <ada@nimble.example> | Ada Nimble"],
    );
    check(
        "Copyright The nimble-url developers.",
        &["Copyright The nimble-url developers | The nimble-url developers"],
    );
    check(
        " * (C) Copyright 2008\n * Ada Nimble <ada@nimble.example>\n * Nim Tech Design <www.nim.example>\n",
        &[
            "(c) Copyright 2008 Ada Nimble <ada@nimble.example> Nim Tech Design <www.nim.example> | Ada Nimble Nim Tech Design",
        ],
    );
    check(
        " * Copyright (C) 2018 Nimble Incorporated - https://www.nimble.com/\n *\tAda Brisk <ada@nimble.com>\n",
        &["Copyright (c) 2018 Nimble Incorporated - https://www.nimble.com | Nimble Incorporated"],
    );
    check("(C) by Ada (ada@nimble.example)", &["(c) by Ada (ada@nimble.example) | Ada"]);
    check(
        "Copyright (C) 1992 Ada Nimbl<s>e, NIM</s>",
        &["Copyright (c) 1992 Ada Nimble, NIM | Ada Nimble, NIM"],
    );
    check(
        "Copyright (C) Ada Nimble, <ada@nimble.example>, et al.",
        &["Copyright (c) Ada Nimble, <ada@nimble.example>, et al. | Ada Nimble"],
    );
    check(
        "# Copyright (C) 2021 and later: Nimble, Inc. and others.",
        &["Copyright (c) 2021 and later Nimble, Inc. and others | Nimble, Inc. and others"],
    );
    check(
        "The copyright is held by Nimble Enterprises.",
        &["copyright is held by Nimble Enterprises | Nimble Enterprises"],
    );
    check(
        r#"Copyright 1994, Ada Nimble \u003cada@nimble.example\u003e\u003c/p\u003e All rights"#,
        &["Copyright 1994, Ada Nimble <ada@nimble.example> | Ada Nimble"],
    );
    check(
        " * Copyright (C) 2016 NIM electronic\n */",
        &["Copyright (c) 2016 NIM electronic | NIM electronic"],
    );
    check("(c) 2014 Ada Nimble (nimble.example)\n", &["(c) 2014 Ada Nimble | Ada Nimble"]);
    check("(c) 2014 Ada Nimble (twitter: @adan)\n", &["(c) 2014 Ada Nimble | Ada Nimble"]);
    check(
        "Copyright 2013 Nimble Foundation and\n\nother contributors",
        &[
            "Copyright 2013 Nimble Foundation and other contributors | Nimble Foundation and other contributors",
        ],
    );
    check(
        "Copyright 2008 Ada Nimble, Bo Quick, and cy brisk.\n",
        &["Copyright 2008 Ada Nimble, Bo Quick, and cy brisk | Ada Nimble, Bo Quick, and cy brisk"],
    );
    check("(c) \"Nimble Enterprise Edition\" shall mean the software", &[]);
}

#[test]
fn names_in_any_script_stay_as_written() {
    check("Copyright © 2019 Łukasz Żak", &["Copyright (c) 2019 Łukasz Żak | Łukasz Żak"]);
    check("Copyright (c) 2019 山田太郎", &["Copyright (c) 2019 山田太郎 | 山田太郎"]);
    check("© 2019 Иван Быстрый", &["(c) 2019 Иван Быстрый | Иван Быстрый"]);
}

#[test]
fn lines_are_joined_where_a_name_goes_on() {
    check(
        " * Copyright (c) 1998 Free Nimble\n * Software Foundation, Inc.\n * This file is free.\n",
        &[
            "Copyright (c) 1998 Free Nimble Software Foundation, Inc. | Free Nimble Software Foundation, Inc.",
        ],
    );
    check(
        "# Copyright 2001 Ada Nimble,\n#           2003 Bo Quick\n# Licensed under terms\n",
        &["Copyright 2001 Ada Nimble, 2003 Bo Quick | Ada Nimble, Bo Quick"],
    );
    check(
        "/* Copyright 2001 Ada Nimble */\nint Main Thing;\n",
        &["Copyright 2001 Ada Nimble | Ada Nimble"],
    );
    check(
        "Copyright 2001 Ada Nimble\nPermission is hereby granted\n",
        &["Copyright 2001 Ada Nimble | Ada Nimble"],
    );
}

#[test]
fn a_line_for_each_holder_of_a_field() {
    check(
        "Files: *\nCopyright: 1992, 1997-2002 Nimble Foundation, Inc.\n           2004, Ada Nimble <ada@nimble.example>\n           2009-2012, Bo Quick and Cy Brisk\nLicense: GPL-3+\n",
        &[
            "Copyright 1992, 1997-2002 Nimble Foundation, Inc. | Nimble Foundation, Inc.",
            "2004, Ada Nimble <ada@nimble.example> | Ada Nimble",
            "2009-2012, Bo Quick and Cy Brisk | Bo Quick and Cy Brisk",
        ],
    );
    check(
        "Copyright: 2004 Ada Nimble,\n Bo Quick\nLicense: ISC\n",
        &["Copyright 2004 Ada Nimble, Bo Quick | Ada Nimble, Bo Quick"],
    );
}

#[test]
fn a_person_below_a_company_is_an_author() {
    let text =
        " * Copyright 2014 Nimble Instruments, Inc.\n *\tAda Quick <ada@nimble.example>\n *\n";
    check(text, &["Copyright 2014 Nimble Instruments, Inc. | Nimble Instruments, Inc."]);
    check_authors(text, &["Ada Quick <ada@nimble.example>"]);
    check(
        " * Copyright 2014\n *\tAda Quick <ada@nimble.example>\n",
        &["Copyright 2014 Ada Quick <ada@nimble.example> | Ada Quick"],
    );
}

#[test]
fn a_license_behind_a_name_is_no_part_of_it() {
    let expect = &["(c) 2011 Ada Nimble | Ada Nimble"];
    check("/*! quick 0.3 | (c) 2011 Ada Nimble | ISC License, see LICENSE */", expect);
    check("(c) 2011 Ada Nimble MIT\n", expect);
    check("(c) 2011 ada nimble mit\n", &["(c) 2011 ada nimble | ada nimble"]);
    check("(c) 2011 Ada Nimble, MIT\n", &["(c) 2011 Ada Nimble, MIT | Ada Nimble, MIT"]);
    check("(c) 2011 ISC\n", &["(c) 2011 ISC | ISC"]);
}

#[test]
fn capitalized_words_below_belong_to_a_statement() {
    check(
        " * Copyright Nimble Corp. 2000\n * Character device driver\n",
        &["Copyright Nimble Corp. 2000 Character | Nimble Corp. Character"],
    );
    check(
        " * Copyright Nimble Corp. 2000\n * Designer of the Nimble Power engine\n",
        &[
            "Copyright Nimble Corp. 2000 Designer of the Nimble Power | Nimble Corp. Designer of the Nimble Power",
        ],
    );
    let alone = &["Copyright 2000 Ada Nimble | Ada Nimble"];
    check("# Copyright 2000 Ada Nimble\n# Nimblescope is free software\n", alone);
    check("# Copyright 2000 Ada Nimble.\n# Character device driver\n", alone);
    check("# Copyright 2000 Ada Nimble\n# Driver: cards\n", alone);
}

#[test]
fn places_and_owners_of_catalogs() {
    check(
        "Copyright 1997 Nimble Systems, Inc., 9 Nimble Road, Atlantis 94303, U.S.A. All rights reserved.",
        &[
            "Copyright 1997 Nimble Systems, Inc., 9 Nimble Road, Atlantis 94303, U.S.A. | Nimble Systems, Inc., 9 Nimble Road, Atlantis 94303, U.S.A.",
        ],
    );
    check(
        "(C) 2008 Nimble AG, Atlantisstr. 30, 8048 Atlantis\n",
        &["(c) 2008 Nimble AG | Nimble AG"],
    );
    check(
        "# Copyright (C) 2008 THE nimble'S COPYRIGHT HOLDER\n# This file is",
        &["Copyright (c) 2008 THE nimble'S | THE nimble'S"],
    );
    check("# Copyright (C) YEAR THE PACKAGE'S COPYRIGHT HOLDER\n", &[]);
    check("%%Copyright: Nimble Systems Incorporated may do\n", &[]);
}

#[test]
fn signs_and_marks_without_years() {
    check("(c) Nimble https://nimble.example\n", &["(c) Nimble https://nimble.example | Nimble"]);
    check("Copyright (c) nimble/nimble\n\n", &["Copyright (c) nimble/nimble | nimble/nimble"]);
    check("Copyright (C) People who wrote nimble.c", &["Copyright (c) People | People"]);
    check(
        "Not copyrighted 1992 by Ada Nimble",
        &["Not copyrighted 1992 by Ada Nimble | Ada Nimble"],
    );
    check("2004 Copyright (c) Ada Nimble", &["Copyright (c) Ada Nimble | Ada Nimble"]);
    check("2004+ Copyright (c) Ada Nimble", &["2004+ Copyright (c) Ada Nimble | Ada Nimble"]);
}

#[test]
fn several_statements_on_a_line() {
    check(
        "Copyright 2001 Ada Nimble. Copyright 2002 Bo Quick.",
        &["Copyright 2001 Ada Nimble | Ada Nimble", "Copyright 2002 Bo Quick | Bo Quick"],
    );
}

#[test]
fn minified_code_keeps_its_banner() {
    check(
        "/*! nimble v1.2 | (c) 2013, 2016 Nimble Foundation, Inc. | nimble.example/license */!function(a,b){a(c)(d)}",
        &["(c) 2013, 2016 Nimble Foundation, Inc. | Nimble Foundation, Inc."],
    );
}

#[test]
fn a_name_before_the_sign() {
    check(
        "Nimble Software, Inc. (c) 2005",
        &["Nimble Software, Inc. (c) 2005 | Nimble Software, Inc."],
    );
    check(
        "Portions Copyright (c) 2005 Ada Nimble",
        &["Portions Copyright (c) 2005 Ada Nimble | Ada Nimble"],
    );
}

#[test]
fn junk_is_not_a_statement() {
    for text in [
        "the above copyright notice and this permission notice",
        "copyright holders and contributors be liable",
        "Copyright [yyyy] [name of copyright owner]",
        "Copyright (C) <year>  <name of author>",
        "Copyright (c) YEAR YOUR NAME",
        r"Copyright (c) \u003cyear\u003e by \u003cauthor's name or designee\u003e",
        "if (isalpha(c)) { Put(c); Next(c, Value); }",
        "under copyright law and the Berne Convention",
        "Copyright: GPL\nGroup: Tools",
        "copyrightable works, copyright_holder = None; copyright: Vec<Span>,",
        "(a) one thing; (b) another thing; or (c) Some Third Thing here",
        "use crate::copyright::Finder;",
        "include = [\"COPYRIGHT\", \"LICENSE-MIT\", \"LICENSE-APACHE\", \"src/*\"]",
    ] {
        check(text, &[]);
    }
}

#[test]
fn authors_by_label_and_by_phrase() {
    check_authors("@author Ada Nimble <ada@nimble.example>", &["Ada Nimble <ada@nimble.example>"]);
    check_authors(" * Author: Ada Nimble\n", &["Ada Nimble"]);
    check_authors("Written by Ada Nimble, 1998.", &["Ada Nimble"]);
    check_authors("fix by Ada Nimble <ada@nimble.example>", &["Ada Nimble <ada@nimble.example>"]);
    check_authors("software developed by the Nimble Project.", &["the Nimble Project"]);
    check_authors(
        "\"author\": {\n  \"name\": \"Ada Nimble\",\n  \"url\": \"x\"\n}",
        &["Ada Nimble"],
    );
    check_authors(
        "\"author\": \"Ada Nimble <ada@nimble.example>\",\n\"contributors\": [1]",
        &["Ada Nimble <ada@nimble.example>"],
    );
    check_authors("\tAuthor Ada Nimble @adanimble\n*/", &["Ada Nimble"]);
    check_authors("Written-by: Ada Nimble <ada@nimble.com>", &["Ada Nimble <ada@nimble.com>"]);
    check_authors("#define MODULEAUTHOR \"Nimble Corporation\"", &["Nimble Corporation"]);
    check_authors("reported by iface@Gio.ActionGroup", &[]);
    check_authors("# Created automatically by Nimble Tool. Profiling output is in", &[]);
    check_authors("created by the Line Highlight and other plugins", &[]);
    check_authors("Author(s): adan, ada@nimble.example\n", &["adan, ada@nimble.example"]);
    check_authors("@author Ada Nimble, bo, Cy Quick\n", &["Ada Nimble, bo, Cy Quick"]);
    check_authors(
        "software developed by Ada Nimble for\nthe Nimble project.",
        &["Ada Nimble for the Nimble project"],
    );
    check_authors("written by Ada Nimble (NL:5482ZX35)", &["Ada Nimble"]);
    check_authors("composed by `image_ctm` (the composed CTM at the `Do` or `BI`), once", &[]);
    check_authors("done by the caller (if any at all)", &[]);
    check_authors(
        "fixed by Ada Nimble (ada at nimble dot example)",
        &["Ada Nimble (ada at nimble dot example)"],
    );
    check_authors("decided by the caller and by John", &[]);
    check_authors("THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE", &[]);
}

#[test]
fn holders_are_folded_for_grouping() {
    let normalized = |text: &str| {
        let finds = detect_str(text);
        finds.copyrights[0].holders[0].normalized.to_string()
    };
    assert_eq!(normalized("Copyright 2001 The Nimble Company, Inc."), "nimble");
    assert_eq!(normalized("Copyright 2001 Ada Nimble <ada@nimble.example>"), "ada nimble");
}

#[test]
fn spans_cover_statement_and_name() {
    let text = "x\n/* Copyright 2001 Ada Nimble */\n * Author: Bo Quick\n";
    let facts = detect(&Text::plain(text));
    let span = facts.copyrights[0].span;
    assert_eq!(&text[span.start as usize..span.end as usize], "Copyright 2001 Ada Nimble");
    assert_eq!((span.first_line, span.last_line), (2, 2));
    let span = facts.authors[0].span;
    assert_eq!(&text[span.start as usize..span.end as usize], "Bo Quick");
}

#[test]
fn finds_are_bounded() {
    let text = "Copyright 2001 Ada Nimble\n".repeat(MAX_FINDS + 10);
    assert_eq!(detect_str(&text).copyrights.len(), MAX_FINDS);
}

/// A quadratic reader would need minutes for each of these.
#[test]
fn long_lines_take_linear_time() {
    for piece in [
        "Copyright (c) ",
        "copyright ",
        "copyright",
        "(c) ",
        "©",
        "Authors and ",
        "by ",
        "(c) <a ",
        "Copyright 2004\n\n",
        "Copyright ((((",
        "Copyright */ ",
        "\\u00e9",
        "Foo Bar, ",
        "Copyright all rights ",
        "Copyright E<lt>",
        "Copyright \\u003c",
        "Copyright 2004 Foo (for Bar ",
        "Copyright 2004 Foo (Bar Baz ",
        "Copyright is held by ",
        "Copyright 2004 Foo, a Bar ",
        "Copyright 2004 Foo Mon, 10 ",
        "Written-by: Foo, bar, ",
        "\"author\": {\n\"name\": ",
    ] {
        detect_str(&piece.repeat(1_000_000 / piece.len()));
    }
}

/// Texts made of what the grammar reacts to.
fn legal_text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "Copyright",
        "copyright",
        "(c)",
        "(C)",
        "©",
        "&copy;",
        "\\(co",
        "2004",
        "1999-2001",
        ",",
        " ",
        "\n",
        " * ",
        "Ada",
        "Nimble",
        "Inc.",
        "the",
        "of",
        "University",
        "and",
        "others",
        "<ada@x.org>",
        "<a href=\"mailto:x@y.z\">",
        "by",
        "written",
        "Author:",
        "@author",
        "All rights reserved.",
        "*/",
        "<s>",
        "</s>",
        "[",
        "yyyy",
        "]",
        "\\n",
        "\\u00e9",
        "é",
        "山田",
        "-",
        "/",
        "(",
        ")",
        "'",
        "\"",
        ";",
        "=",
        ".",
        "..",
        "holder is",
        "Portions",
        "&lt;",
        "\u{a0}",
        "\r\n",
        "0",
        "SPDX-FileCopyrightText:",
        "as represented by",
        "$",
        "{",
        "}",
        "http://x.org/a",
        "foo_bar",
        "a.b",
        "E<lt>",
        "E<gt>",
        "C<",
        "\\u003c",
        "\\u003e",
        "Company:",
        "or",
        "Copr.",
        "affiliates",
        "(for",
        "Mon,",
        "10",
        "present",
        "various",
        "notice",
        "is held",
        "later",
        "et al.",
        "@ada",
        "Written-by:",
        "name\":",
        "a",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

fn check_spans(text: &str) {
    let finds = detect_str(text);
    let ranges = finds.copyrights.iter().map(|find| &find.range);
    for range in ranges.chain(finds.authors.iter().map(|find| &find.range)) {
        assert!(range.start < range.end && text.get(range.clone()).is_some(), "{range:?}");
    }
    for pair in finds.copyrights.windows(2) {
        assert!(pair[0].range.end <= pair[1].range.start);
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC*") {
        check_spans(&text);
    }

    #[test]
    fn legal_text_is_read(text in legal_text()) {
        check_spans(&text);
    }
}

#[test]
fn letters_and_marks_of_markup_are_read() {
    check("&copy; 2020&ndash;2022 Nimble.org", &["(c) 2020-2022 Nimble.org | Nimble.org"]);
    check(
        "Copyright &#169; 2019 &Eacute;ric M&uuml;ller &lt;eric@nimble.example&gt;",
        &["Copyright (c) 2019 Éric Müller <eric@nimble.example> | Éric Müller"],
    );
    check(
        "<p>Copyright 2019 Nimble &amp; Brisk, Inc.</p>",
        &["Copyright 2019 Nimble & Brisk, Inc. | Nimble & Brisk, Inc."],
    );
    check("Copyright 2019 N&amp;B Inc.", &["Copyright 2019 N&B Inc. | N&B Inc."]);
    check(
        r#""Copyright 1996, Ada Nimble \u0026lt;ada@nimble.example\u0026gt;\nAll rights""#,
        &["Copyright 1996, Ada Nimble <ada@nimble.example> | Ada Nimble"],
    );
    check(
        r#""Copyright 1992 O\u0027Nimble \u0026 Brisk, Inc.""#,
        &["Copyright 1992 O'Nimble & Brisk, Inc. | O'Nimble & Brisk, Inc."],
    );
    check(r#""Copyright (c) \u0026lt;Year\u0026gt; \u0026lt;Owner\u0026gt;""#, &[]);
    check(
        "Copyright (c) 2007, Ada Nimble C<< <ada@nimble.example> >>. All rights reserved.",
        &["Copyright (c) 2007, Ada Nimble <ada@nimble.example> | Ada Nimble"],
    );
    check("# © 2021 Unicode®, Inc.", &["(c) 2021 Unicode, Inc. | Unicode, Inc."]);
}

#[test]
fn keys_and_gaps_are_no_names() {
    check(
        "Issuer: OU=Copyright (c) 1997 Nimble Corp., OU=Nimble Corporation, CN=Nimble Root",
        &["Copyright (c) 1997 Nimble Corp. | Nimble Corp."],
    );
    check("__copyright__ = \"2014-2019 %s\" % __author__", &["copyright 2014-2019 | "]);
}

#[test]
fn who_made_it_holds_it_where_the_mark_names_nobody() {
    check("# Author: Ada Nimble\n# Copyright 1999\n", &["Ada Nimble Copyright 1999 | Ada Nimble"]);
    check(
        " * originally written by Ada Nimble,\n * Copyright 1991, 1992, and by Bo Brisk, Copyright 1994.\n",
        &["Ada Nimble, Copyright 1991, 1992 | Ada Nimble", "Bo Brisk, Copyright 1994 | Bo Brisk"],
    );
    check(
        "Created by Ada Nimble, May 28, 2013 Copyright 2013, All rights reserved",
        &["Ada Nimble, Copyright 2013 | Ada Nimble"],
    );
    check("Some words about Nimble,\nCopyright 1999\n", &["Copyright 1999 | "]);
}

#[test]
fn statements_in_two_parts() {
    check(
        "is copyrighted by Nimble, Inc., St. Ada, Copyright (C) 2002,\n all rights reserved.",
        &["copyrighted by Nimble, Inc., St. Ada, Copyright (c) 2002 | Nimble, Inc., St. Ada"],
    );
    check(
        "copyrighted by Ada Nimble and her research group at Brisk University, Copyright (c) 1993",
        &[
            "copyrighted by Ada Nimble and her research group at Brisk University, Copyright (c) 1993 \
             | Ada Nimble and her research group at Brisk University",
        ],
    );
    check(
        "Copyright (C) All Rights Reserved by Nimble. www.nimble.example",
        &["Copyright (c) by Nimble. www.nimble.example | Nimble"],
    );
    check(
        "Copyright (c) 1998 by Nimble\nBrisk Longman, Inc., and included in the documentation",
        &["Copyright (c) 1998 by Nimble Brisk Longman, Inc. | Nimble Brisk Longman, Inc."],
    );
    check(
        "Copyright (c) 2016 Ada Nimble <https://nimble.example/ada>, bo <https://nimble.example/bo>",
        &["Copyright (c) 2016 Ada Nimble <https://nimble.example/ada>, bo \
             <https://nimble.example/bo> | Ada Nimble, bo"],
    );
    check(
        "Copyright various years The Regents of the University of Nimble.",
        &["Copyright various years The Regents of the University of Nimble \
             | The Regents of the University of Nimble"],
    );
}

#[test]
fn a_line_of_titles_behind_a_year_is_a_name() {
    for name in [
        "The New Nimble Times Company",
        "Code for Nimble",
        "Public Library of Nimble",
        "National Library of Nimble",
        "May Nimble",
        "Read the Docs",
    ] {
        check(
            &format!("// Copyright (c) 2012 {name}\nfn main() {{}}\n"),
            &[&format!("Copyright (c) 2012 {name} | {name}")],
        );
        check(
            &format!("Copyright 2012 {name}. All rights reserved."),
            &[&format!("Copyright 2012 {name} | {name}")],
        );
    }
    check("Copyright 2012 Released Under The Nimble License\n", &["Copyright 2012 | "]);
    check(
        "Copyright 2010, Nimble University in the City of New York",
        &["Copyright 2010, Nimble University in the City of New York \
             | Nimble University in the City of New York"],
    );
    check("Copyright (c)2005Nimble Brisk", &["Copyright (c)2005Nimble Brisk | Nimble Brisk"]);
}

#[test]
fn signs_that_were_lost_or_typed_are_read_over() {
    check(
        " * Copyright ï¿½ 2004, Nimble Computer, Inc. and The Brisk Foundation.",
        &["Copyright 2004, Nimble Computer, Inc. and The Brisk Foundation \
             | Nimble Computer, Inc. and The Brisk Foundation"],
    );
    check(
        "/* Copyright {c} Ada J. Nimble, 1994, 1995. */",
        &["Copyright (c) Ada J. Nimble, 1994, 1995 | Ada J. Nimble"],
    );
    check("format(\"{c}\", Name)", &[]);
}

#[test]
fn forms_of_old_programs() {
    check(
        " * Copyright (C) 86, 89, 91, 1995-2002, 2004 Nimble Foundation, Inc.",
        &["Copyright (c) 86, 89, 91, 1995-2002, 2004 Nimble Foundation, Inc. \
             | Nimble Foundation, Inc."],
    );
    check("x = f(c) 86, 99 Nimble", &[]);
    check(
        " * Copyright (C) 2000 and written by Ada Nimble <ada@nimble.example>",
        &["Copyright (c) 2000 and written by Ada Nimble <ada@nimble.example> | Ada Nimble"],
    );
    check(
        " * Nimble port by Ada Brisk (C) 2005 <ada@nimble.example>",
        &["Ada Brisk (c) 2005 <ada@nimble.example> | Ada Brisk"],
    );
    check(" * Copyright (C) 2013 Ada He\n", &["Copyright (c) 2013 Ada He | Ada He"]);
    check("Copyright (c) Various Authors\n", &["Copyright (c) Various Authors | Various Authors"]);
    check(
        " * Copyright (C) 2001 by Ada Nimble <ada@nimble.example>\n * SELinux support by Bo Brisk\n",
        &["Copyright (c) 2001 by Ada Nimble <ada@nimble.example> | Ada Nimble"],
    );
}
