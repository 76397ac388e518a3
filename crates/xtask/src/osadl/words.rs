// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! From the words of the checklists to ours.
//!
//! The first rule counts whose words all stand in the line. A line that no rule knows is counted as
//! something that we have no word for.

/// What a line says in our words.
const RULES: &[(&[&str], &[&str])] = &[
    (&["Credit", "\"Copyright"], &["keep_copyright_notices"]),
    (&["Misrepresent"], &["misrepresent"]),
    (&["NOT Promote"], &["endorse"]),
    (&["NOT Sublicense"], &["sublicense"]),
    (&["NOT Restrict"], &["restrict_further"]),
    (&["Technological measures"], &["protect_technically"]),
    (&["NOT Require License fee"], &["sell_alone"]),
    (&["NOT Sell"], &["sell_alone"]),
    (&["NOT Prepend"], &["use_name"]),
    (&["NOT Use \""], &["use_name"]),
    (&["NOT Use Primary"], &["use_name"]),
    (&["NOT Use"], &["harm_reputation"]),
    (&["NOT Impede"], &["rename_modified"]),
    (&["Non-permissive additional terms"], &["state_additional_terms"]),
    (&["LEGAL"], &["record_patent_claims"]),
    (&["Disseminate"], &["record_patent_claims"]),
    (&["NOTICE"], &["include_notice_file"]),
    (&["Irrelevant parts"], &["include_notice_file"]),
    (
        &["Credit", "Documentation", "Advertisement"],
        &["acknowledge_in_documentation", "acknowledge_in_advertising"],
    ),
    (&["Credit", "Advertisement"], &["acknowledge_in_advertising"]),
    (&["Credit"], &["acknowledge_in_documentation"]),
    (&["Delete"], &["remove_attribution_on_request"]),
    (&["Display"], &["display_notices"]),
    (&["disclaimer", "On behalf of"], &["disclaim_for_contributors"]),
    (&["disclaimer"], &["keep_disclaimer"]),
    (&["Copyright notice", "Modification notice"], &["keep_copyright_notices", "state_changes"]),
    (&["Copyright notice"], &["keep_copyright_notices"]),
    (&["Provide OR Reference License text"], &["reference_license_text"]),
    (&["Reference License text"], &["reference_license_text"]),
    (&["Reference http"], &["reference_license_text"]),
    (&["Notify License"], &["reference_license_text"]),
    (&["License text"], &["include_license_text"]),
    (&["NOT Modify License"], &["keep_license_notices"]),
    (&["icense notice"], &["keep_license_notices"]),
    (&["Legal notices"], &["keep_license_notices"]),
    (&["Include Notice"], &["reference_source"]),
    (&["Modification notice"], &["state_changes"]),
    (&["Mark Modif"], &["state_changes"]),
    (&["Modification date"], &["state_change_date"]),
    (&["Modification author"], &["name_modifier"]),
    (&["Modification report"], &["describe_changes"]),
    (&["Modification reason"], &["describe_changes"]),
    (&["Publish Modification"], &["publish_changes"]),
    (&["Use License"], &["license_alike"]),
    (&["Grant License"], &["license_alike"]),
    (&["Use Compatible license"], &["restrict_further"]),
    (&["Use Identical"], &["restrict_further"]),
    (&["Use Equivalent"], &["restrict_further"]),
    (&["Use Original license"], &["license_alike"]),
    (&["Use Strong copyleft license"], &["license_alike"]),
    (&["Use GPL-3.0-only"], &["license_alike"]),
    (&["Indemnify"], &["indemnify_contributors"]),
    (&["Reference Source code"], &["reference_source"]),
    (&["Reference Orig"], &["reference_source"]),
    (&["Inform Recipients"], &["provide_source", "reference_source"]),
    (&["Pointer"], &["reference_source"]),
    (&["Retrieval information"], &["reference_source"]),
    (&["End Binary delivery"], &["reference_source"]),
    (&["Original work"], &["include_original"]),
    (&["Source code Of Modified work"], &["publish_changes", "provide_source"]),
    (&["Source code"], &["provide_source"]),
    // An offer says where the source is.
    (&["Written offer"], &["provide_source", "reference_source"]),
    (&["source code delivery"], &["provide_source", "reference_source"]),
    (&["Functionality Without"], &["work_without_user"]),
    (&["Is Library"], &["remain_library"]),
    (&["Trademark notice"], &["keep_trademark_notices"]),
    (&["Patent notice"], &["keep_patent_notices"]),
    (&["ttribution notice"], &["attribute"]),
    (&["Title Of Work"], &["attribute"]),
    (&["Rename"], &["rename_modified"]),
    (&["Installation information"], &["provide_installation_information"]),
    (&["License acceptance"], &["seek_acceptance"]),
];

/// Our words for a line; empty where there is none.
pub(super) fn ours(action: &str) -> &'static [&'static str] {
    if action == "NOT Modify License" {
        return &["sublicense"];
    }
    RULES
        .iter()
        .find(|(words, _)| words.iter().all(|word| action.contains(word)))
        .map_or(&[], |(_, ours)| ours)
}
