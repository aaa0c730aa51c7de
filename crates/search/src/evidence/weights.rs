//! The table of weights: what each finding adds to the log-odds of one and the same subject.

use std::sync::LazyLock;

use crate::reason::ReasonKind;

macro_rules! findings {
    ($($(#[$doc:meta])* $name:ident = $word:literal),* $(,)?) => {
        /// What is found when the facts of two subjects are laid beside one another.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Finding { $($(#[$doc])* $name),* }

        impl Finding {
            /// All of them, in the order of the table.
            pub const ALL: &'static [Finding] = &[$(Finding::$name),*];

            /// Its word in the table.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Finding::$name => $word),* }
            }

            /// How a page words it.
            #[must_use]
            pub fn reason(self) -> ReasonKind {
                match self { $(Finding::$name => ReasonKind::$name),* }
            }
        }
    };
}

findings! {
    /// The same day.
    BornSame = "born-same",
    /// The dates agree as far as the less precise one says.
    BornSameYear = "born-same-year",
    /// Day and month are exchanged.
    BornSwapped = "born-swapped",
    /// One digit, or one day or month, differs.
    BornDigit = "born-digit",
    /// The years differ by one and the rest is the same.
    BornYearOff = "born-year-off",
    /// One is 1 January of the same year.
    BornJanuaryFirst = "born-january-first",
    /// The same within what another calendar leaves open.
    BornCalendar = "born-calendar",
    /// Near, but not the same.
    BornNear = "born-near",
    /// Different.
    BornDifferent = "born-different",
    /// A nationality is shared.
    NationalitySame = "nationality-same",
    /// One is a state that came after the other.
    NationalitySuccessor = "nationality-successor",
    /// None is shared.
    NationalityDifferent = "nationality-different",
    /// The same sex.
    SexSame = "sex-same",
    /// Another sex.
    SexDifferent = "sex-different",
    /// The same place of birth.
    PlaceSame = "place-same",
    /// Another place of birth.
    PlaceDifferent = "place-different",
    /// The same name of a parent.
    ParentSame = "parent-same",
    /// Another name of the same parent.
    ParentDifferent = "parent-different",
    /// A number is the same.
    DocumentSame = "document-same",
    /// A number is the same but for characters easily mistaken.
    DocumentNear = "document-near",
    /// A number is the same but for one slip.
    DocumentSlip = "document-slip",
    /// Numbers on both sides and none agree.
    DocumentDifferent = "document-different",
    /// Two valid numbers of a kind of which everybody has one.
    DocumentContradicts = "document-contradicts",
    /// The same legal form.
    FormSame = "form-same",
    /// Another legal form.
    FormDifferent = "form-different",
    /// A person here, a ship or company there.
    KindDifferent = "kind-different",
}

/// The table as it stands in the repository.
const TABLE: &str = include_str!("../../tables/evidence.tsv");

static WEIGHTS: LazyLock<[f32; Finding::ALL.len()]> = LazyLock::new(|| {
    let mut weights = [0.0; Finding::ALL.len()];
    for (word, weight) in rows(TABLE) {
        if let Some(place) = Finding::ALL.iter().position(|finding| finding.as_str() == word)
            && let Some(slot) = weights.get_mut(place)
        {
            *slot = weight;
        }
    }
    weights
});

/// How a name's log-odds count beside the rest: by [`Names::slope`] to [`Names::sure`], what lies [`beyond`] it by
/// [`Names::beyond`], and no lower than [`Names::least`], since a document can outweigh any name.
#[derive(Debug, Clone, Copy)]
struct Names {
    constant: f32,
    slope: f32,
    sure: f32,
    beyond: f32,
    least: f32,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let of = |word: &str, usual: f32| {
        rows(TABLE).find(|(known, _)| *known == word).map_or(usual, |(_, weight)| weight)
    };
    Names {
        constant: of("name-constant", 0.0),
        slope: of("name-slope", 1.0),
        sure: of("name-sure", 4.0),
        beyond: of("name-beyond", 0.25),
        least: of("name-least", -8.0),
    }
});

fn rows(table: &str) -> impl Iterator<Item = (&str, f32)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut fields = line.split('\t');
        Some((fields.next()?, fields.next()?.parse().ok()?))
    })
}

/// The weight of a finding.
#[must_use]
pub fn weight(finding: Finding) -> f32 {
    WEIGHTS.get(finding as usize).copied().unwrap_or_default()
}

/// Log-odds of a subject from those of its name and the weight of its facts.
#[must_use]
pub fn combine(name: f32, facts: f32) -> f32 {
    let names = *NAMES;
    let far = beyond(name, names.sure, facts);
    names.constant + names.slope * name.clamp(names.least, names.sure) + names.beyond * far + facts
}

/// Of a name's log-odds what lies beyond `sure`, and counts less. After [`MOST`] it is a fifth: somebody else bears any name.
/// Facts against a subject take of it, too: of one born on another day, a name that fits still better only says that it is
/// a namesake's.
#[must_use]
pub fn beyond(name: f32, sure: f32, facts: f32) -> f32 {
    let undisputed = (1.0 + facts / DISPUTED).clamp(0.0, 1.0);
    ((name.min(MOST) - sure).max(0.0) + (name - MOST).max(0.0) / 5.0) * undisputed
}

/// Among some ten thousand people who are in no register, hardly anybody is as near to one of them as this by name alone.
const MOST: f32 = 9.0;

/// With so much weight against it a name is a namesake's.
const DISPUTED: f32 = 5.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_finding_has_its_row_and_its_sign() {
        let words: Vec<&str> = rows(TABLE).map(|(word, _)| word).collect();
        for finding in Finding::ALL {
            assert_eq!(words.iter().filter(|word| **word == finding.as_str()).count(), 1, "{finding:?}");
            let against = finding.as_str().ends_with("different")
                || matches!(finding, Finding::BornNear | Finding::DocumentContradicts);
            assert_eq!(weight(*finding) < 0.0, against, "{finding:?} {}", weight(*finding));
        }
        assert_eq!(words.len(), Finding::ALL.len() + 5, "a row that nothing reads");
    }

    #[test]
    fn a_name_that_fits_better_says_more_unless_it_is_a_namesake_s() {
        for name in [-3.0, 2.0, 5.0, 8.0, 12.0] {
            assert!(combine(name, 0.0) > combine(name - 1.0, 0.0), "{name}");
        }
        let (exact, near) = (combine(12.0, 0.0), combine(6.0, 0.0));
        assert!(exact > near + 1.0, "{exact} {near}");
        let other = weight(Finding::BornDifferent);
        assert!((combine(12.0, other) - combine(6.0, other)).abs() < 0.01);
        // A small doubt takes a little, and no step is sudden.
        for tenths in -80_i16..80 {
            let facts = f32::from(tenths) / 10.0;
            let step = combine(12.0, facts + 0.1) - combine(12.0, facts);
            assert!((0.05..0.3).contains(&step), "{facts} {step}");
        }
    }

    #[test]
    fn a_common_name_never_says_it_all() {
        assert!(combine(12.0, 0.0) < 7.0);
        assert!(combine(-30.0, weight(Finding::DocumentSame)) > 0.5, "a number outweighs any name");
        assert!(combine(12.0, weight(Finding::BornDifferent)) < 0.0, "another birth date outweighs any name");
    }
}
