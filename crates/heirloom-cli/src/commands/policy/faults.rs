// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What is wrong in a policy, in the language of whoever wrote it.

use heirloom_engine::policy::{FaultArg, PolicyProblem};
use heirloom_report::messages::Messages;

/// A problem with its place.
pub(super) fn line(messages: &Messages, problem: &PolicyProblem) -> String {
    let args: Vec<(&str, String)> = problem
        .fault
        .args()
        .iter()
        .map(|(name, arg)| {
            let text = match arg {
                FaultArg::Text(text) => text.to_string(),
                FaultArg::Noun(noun) => messages.text(&format!("policy-noun.{noun}"), &[]),
            };
            (*name, text)
        })
        .collect();
    let args: Vec<(&str, &str)> = args.iter().map(|(name, text)| (*name, &**text)).collect();
    let text = messages.text(&format!("policy-fault.{}", problem.fault.code()), &args);
    format!("{}:{}: {text}", problem.file, problem.line)
}

#[cfg(test)]
mod tests {
    use heirloom_engine::policy::{Fault, Policy};
    use heirloom_model::Language;

    use super::*;

    #[test]
    fn the_catalog_says_what_faults_say() {
        let messages = Messages::for_language(Language::English);
        for (group, texts) in [("policy-fault", Fault::TEXTS), ("policy-noun", Fault::NOUNS)] {
            for (code, text) in texts {
                assert_eq!(messages.find(&format!("{group}.{code}")), Some(*text), "{code}");
            }
        }
    }

    #[test]
    fn problems_are_told_in_each_language() {
        let text = "version = 1\notherwise = \"perhaps\"\n";
        let error = Policy::read("p.toml", text).unwrap_err();
        let told = |language| line(&Messages::for_language(language), &error.problems[0]);
        assert_eq!(told(Language::English), error.problems[0].to_string());
        let chinese = told(Language::SimplifiedChinese);
        assert!(chinese.starts_with("p.toml:2: ") && chinese.contains("perhaps"), "{chinese}");
        assert!(!chinese.contains("effect"), "{chinese}");
    }
}
