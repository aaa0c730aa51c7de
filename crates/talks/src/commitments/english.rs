//! Puts what was promised into the record's words: a task, beginning with what is to be done.

use std::ops::Range;

use crate::lexicon_fold::Words;
use crate::subject::Subject;

/// The words of a promise in English, as far as they are known; otherwise as they stand in the text.
pub(super) fn of(_subject: &Subject, _words: &Words, _content: &Range<usize>, written: &str) -> String {
    written.to_owned()
}

/// Nouns and what one does with them.
const DOING: [(&str, &[&str]); 4] = [
    (
        "Set up",
        &["group", "unit", "centre", "center", "cell", "committee", "platform", "team", "hotline", "task"],
    ),
    (
        "Hold",
        &["meeting", "meetings", "visit", "visits", "consultations", "exercise", "exercises", "conference"],
    ),
    ("Take", &["measures", "steps", "action"]),
    ("Make", &["efforts"]),
];

/// Turns a noun into a task: `joint efforts against fraud` into `make joint efforts against fraud`.
pub(super) fn as_task(english: &str) -> String {
    // It begins with its verb already.
    if DOING.iter().any(|(verb, _)| english.to_lowercase().starts_with(&format!("{} ", verb.to_lowercase())))
    {
        return english.to_owned();
    }
    let head = english.split_whitespace().take(4).map(|word| word.trim_matches(','));
    for word in head {
        if matches!(word, "to" | "and" | "of" | "in" | "for" | "against" | "with" | "a" | "an" | "the" | "on")
        {
            break;
        }
        for (verb, nouns) in DOING {
            if nouns.contains(&word) {
                let first = english.chars().next().is_some_and(char::is_lowercase);
                return if first { format!("{verb} {english}") } else { english.to_owned() };
            }
        }
    }
    english.to_owned()
}

/// With a capital at the beginning.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
