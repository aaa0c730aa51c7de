//! Matters that instruments have rules for and no procedure file leads through: a check answers for them all the same.

use std::collections::BTreeMap;

use crate::codes::PersonNeed;
use crate::ids::Key;
use crate::library::Library;
use crate::procedure::Procedure;

impl Library {
    /// The matters without a procedure of their own, such as `joint-investigation-team`: key and title. A check takes
    /// them where it takes a procedure; a request needs a procedure.
    pub fn matters(&self) -> BTreeMap<Key, String> {
        (self.instruments.values())
            .flat_map(|instrument| &instrument.procedures)
            .filter(|rules| !self.procedures.contains_key(&rules.key.value))
            .map(|rules| (rules.key.value.clone(), rules.title.clone()))
            .collect()
    }

    /// A matter as a procedure that asks its rules and knows no steps.
    pub(crate) fn matter(&self, key: &Key) -> Option<Procedure> {
        let rules = (self.instruments.values())
            .flat_map(|instrument| &instrument.procedures)
            .find(|rules| rules.key.value == *key)?;
        Some(Procedure {
            file: String::new(),
            key: rules.key.clone(),
            title: rules.title.clone(),
            description: String::new(),
            requesting_role: String::new(),
            requested_role: String::new(),
            family: key.clone(),
            rules: vec![rules.key.clone()],
            full_request: false,
            person: PersonNeed::Optional,
            grant_needs: Vec::new(),
            steps: Vec::new(),
            fields: Vec::new(),
            documents: Vec::new(),
            measures: Vec::new(),
            deadlines: Vec::new(),
            safeguards: Vec::new(),
            uses: Vec::new(),
            undertakings: Vec::new(),
            ends: Vec::new(),
            cites: Vec::new(),
        })
    }
}
