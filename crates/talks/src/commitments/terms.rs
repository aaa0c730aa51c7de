//! The words of promising, from `data/commitments.toml`.

use std::ops::Range;
use std::sync::OnceLock;

use toml::{Table, Value};

use crate::lexicon::{Builder, Hit, Inflection, Languages, Lexicon, language};
use crate::lexicon_fold::Words;

/// What a phrase does in a promise; the data file explains each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Undertake,
    Sign,
    Adopt,
    Announce,
    Ready,
    Plan,
    Welcome,
    Denied,
    Wished,
    Earlier,
    Programme,
    Ahead,
    Turn,
    Instrument,
    Together,
    Same,
    Vague,
    AtOnce,
    ThisYear,
    NextYear,
    Month(u8),
    Lead,
    And,
    Helper,
    Purpose,
}

impl Role {
    /// Whether a promise may hang on it.
    pub(super) fn promises(self) -> bool {
        matches!(self, Self::Undertake | Self::Sign | Self::Adopt | Self::Announce | Self::Ready | Self::Plan)
    }
}

const ROLES: [(&str, Role); 24] = [
    ("undertake", Role::Undertake),
    ("sign", Role::Sign),
    ("adopt", Role::Adopt),
    ("announce", Role::Announce),
    ("ready", Role::Ready),
    ("plan", Role::Plan),
    ("welcome", Role::Welcome),
    ("denied", Role::Denied),
    ("wished", Role::Wished),
    ("earlier", Role::Earlier),
    ("programme", Role::Programme),
    ("ahead", Role::Ahead),
    ("turn", Role::Turn),
    ("instrument", Role::Instrument),
    ("together", Role::Together),
    ("same", Role::Same),
    ("vague", Role::Vague),
    ("at-once", Role::AtOnce),
    ("this-year", Role::ThisYear),
    ("next-year", Role::NextYear),
    ("lead", Role::Lead),
    ("and", Role::And),
    ("helper", Role::Helper),
    ("purpose", Role::Purpose),
];

/// The phrases, ready to be found.
pub(super) struct Terms {
    lexicon: Option<Lexicon<Role>>,
    #[cfg_attr(not(test), expect(dead_code, reason = "a test holds that the file is without faults"))]
    pub(super) faults: Vec<String>,
}

impl Terms {
    pub(super) fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<Terms> = OnceLock::new();
        EMBEDDED.get_or_init(|| Self::read(include_str!("../../data/commitments.toml")))
    }

    fn read(text: &str) -> Self {
        let mut builder = Builder::new();
        let mut faults = Vec::new();
        let table: Table = text.parse().unwrap_or_else(|error: toml::de::Error| {
            faults.push(error.to_string());
            Table::new()
        });
        for (name, entry) in &table {
            let role = ROLES.iter().find(|(known, _)| known == name).map(|(_, role)| *role);
            if role.is_none() && name != "months" {
                faults.push(format!("`{name}` is no kind of word"));
                continue;
            }
            for (code, list) in entry.as_table().into_iter().flatten() {
                let Some(mask) = language(code) else {
                    faults.push(format!("`{code}` is no language"));
                    continue;
                };
                for (written, month) in
                    list.as_array().into_iter().flatten().filter_map(Value::as_str).zip(1..)
                {
                    let role = role.unwrap_or(Role::Month(month));
                    if let Err(fault) = builder.phrase(code, mask, written, Inflection::Written, role) {
                        faults.push(fault);
                    }
                }
            }
        }
        match builder.build() {
            Ok(lexicon) => Self { lexicon: Some(lexicon), faults },
            Err(fault) => {
                faults.push(fault);
                Self { lexicon: None, faults }
            }
        }
    }

    /// Where these words stand in a text.
    pub(super) fn tell(&self, words: &Words, languages: Languages) -> Told {
        let hits = self.lexicon.as_ref().map_or_else(Vec::new, |lexicon| {
            let marked = lexicon.mark(words, languages);
            lexicon.find(words, &marked)
        });
        Told { hits }
    }
}

/// The words of promising that a text has, in its order.
pub(super) struct Told {
    hits: Vec<Hit<Role>>,
}

impl Told {
    /// Those that lie within these words.
    pub(super) fn within(&self, range: Range<usize>) -> impl Iterator<Item = &Hit<Role>> {
        let from = self.hits.partition_point(|hit| hit.first < range.start);
        let until = self.hits.partition_point(|hit| hit.first < range.end).max(from);
        self.hits.get(from..until).unwrap_or(&[]).iter().filter(move |hit| hit.last < range.end)
    }

    /// Whether one of a kind lies within these words.
    pub(super) fn any(&self, role: Role, range: Range<usize>) -> bool {
        self.within(range).any(|hit| hit.target == role)
    }

    /// Whether one of a kind begins at a word.
    pub(super) fn begins(&self, role: Role, at: usize) -> bool {
        let from = self.hits.partition_point(|hit| hit.first < at);
        self.hits
            .get(from..)
            .unwrap_or(&[])
            .iter()
            .take_while(|hit| hit.first == at)
            .any(|hit| hit.target == role)
    }

    /// Whether one of a kind ends at a word.
    pub(super) fn ends(&self, role: Role, at: usize) -> bool {
        self.within(at.saturating_sub(6)..at + 1).any(|hit| hit.target == role && hit.last == at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_without_faults() {
        assert_eq!(Terms::embedded().faults, Vec::<String>::new());
    }
}
