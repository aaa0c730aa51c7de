//! Names of departments and offices. "The Main Directorate for Drug Control" deals with drugs; a delegation that has its
//! head with it has not thereby talked of drugs.

use std::ops::Range;

use crate::gazetteer::{Cue, Scan, Target};
use crate::lexicon_fold::Gap;

/// A name goes on for at most so many words after the word that joins it to its head.
const LONGEST: usize = 7;
/// In languages that write names of offices small, it goes on for fewer.
const LONGEST_SMALL: usize = 4;

/// The words of the text that are names of departments and offices.
pub(crate) fn read(scan: &Scan) -> Vec<Range<usize>> {
    let mut names = Vec::new();
    for head in scan.of(|target| (target == Target::Cue(Cue::NameHead)).then_some(())) {
        let mut start = head.first;
        if is_founded(scan, head.first) {
            continue;
        }
        let capital = scan.words.word(head.last).is_some_and(|word| word.capital);
        if capital {
            // "National Drug Control Agency": the capitals before the head.
            while let Some(before) = start.checked_sub(1)
                && scan.words.word(start).is_some_and(|word| word.gap == Gap::Soft)
                && scan.words.word(before).is_some_and(|word| word.capital || is_joint(scan, before))
            {
                start = before;
            }
        }
        let mut end = head.last + 1;
        // English writes such names with capitals throughout: "the Agency for training officers" ends at its head.
        let english = matches!(scan.words.folded(end), "for" | "to" | "on" | "against" | "and")
            && capital
            && !scan.words.word(end + 1).is_some_and(|word| word.capital)
            && !follows_capital(scan, end);
        let joined = !english
            && scan.words.word(end).is_some_and(|word| word.gap == Gap::Soft)
            && scan.has_cue(Cue::NameLink, end..end + 1);
        if joined {
            let small =
                !scan.words.word(end + 1).is_some_and(|word| word.capital) && !follows_capital(scan, end);
            let latin = scan.words.folded(head.first).is_ascii();
            let most = if small { LONGEST_SMALL } else { LONGEST };
            let mut last = end;
            for at in end..=end + most {
                let Some(word) = scan.words.word(at) else { break };
                if word.gap != Gap::Soft && at > end || scan.has_cue(Cue::NameEnd, at..at + 1) {
                    break;
                }
                if small {
                    if at > end && word.capital && latin {
                        break;
                    }
                    last = at;
                } else if word.capital {
                    last = at;
                } else if !is_joint(scan, at) {
                    break;
                }
            }
            end = last + 1;
        }
        names.push(start..end);
    }
    names
}

/// "A joint centre for combating cybercrime": something to be set up has no name yet, and what it is for was spoken of.
fn is_founded(scan: &Scan, head: usize) -> bool {
    const NEW: [&str; 14] = [
        "joint",
        "совместн",
        "gemeinsam",
        "commun",
        "conjoint",
        "mixte",
        "conjunt",
        "comun",
        "zajednick",
        "mesovit",
        "new",
        "нов",
        "nouve",
        "nuev",
    ];
    (head.saturating_sub(2)..head).any(|at| {
        let word = scan.words.folded(at);
        scan.words.word(at).is_some_and(|word| !word.capital) && NEW.iter().any(|stem| word.starts_with(stem))
    })
}

/// A small word inside a name: "of", "and", "for".
fn is_joint(scan: &Scan, index: usize) -> bool {
    let word = scan.words.folded(index);
    word.chars().count() <= 3 || scan.has_cue(Cue::NameLink, index..index + 1)
}

/// "for the Protection": the capital comes after an article.
fn follows_capital(scan: &Scan, link: usize) -> bool {
    scan.words.word(link + 2).is_some_and(|word| word.capital)
        && scan.words.folded(link + 1).chars().count() <= 3
}
