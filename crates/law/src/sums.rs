//! What the measures of a case come to in money, for each currency.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::amount::{Amount, Currency, Decimal};
use crate::codes::Tally;
use crate::ids::ActId;

/// What a case comes to in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Sums {
    /// The currency.
    pub currency: Currency,
    /// Found.
    pub traced: Decimal,
    /// Frozen, over all measures.
    pub frozen: Decimal,
    /// Freed from freezing.
    pub unfrozen: Decimal,
    /// Confiscated.
    pub confiscated: Decimal,
    /// Costs taken off.
    pub costs: Decimal,
    /// Given back.
    pub returned: Decimal,
    /// Given as a share.
    pub shared: Decimal,
    /// What is still frozen and not confiscated; nothing where the sums do not add up.
    pub still_frozen: Option<Decimal>,
    /// What was confiscated and is neither returned, shared nor spent; nothing where the sums do not add up.
    pub to_dispose: Option<Decimal>,
}

/// The amounts of the measures taken so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Ledger {
    entries: Vec<(ActId, Tally, Amount)>,
    corrected: BTreeSet<ActId>,
}

impl Ledger {
    /// Adds the amounts of a measure, and takes those of the one it corrects away.
    pub(crate) fn add(
        &mut self,
        act: ActId,
        tally: Option<Tally>,
        amounts: &[Amount],
        corrects: Option<ActId>,
    ) {
        self.corrected.extend(corrects);
        if let Some(tally) = tally {
            self.entries.extend(amounts.iter().map(|amount| (act, tally, *amount)));
        }
    }

    /// Whether a measure's amounts stand here and can be corrected.
    pub(crate) fn stands(&self, act: ActId) -> bool {
        !self.corrected.contains(&act) && self.entries.iter().any(|(entry, _, _)| *entry == act)
    }

    /// The sums for each currency.
    pub(crate) fn sums(&self) -> Vec<Sums> {
        let mut sums: BTreeMap<Currency, Sums> = BTreeMap::new();
        for (act, tally, amount) in &self.entries {
            let sum = sums.entry(amount.currency).or_insert_with(|| Sums::new(amount.currency));
            if !self.corrected.contains(act) {
                let cell = sum.cell(*tally);
                // A case holds too few amounts, each too small, for a sum to leave the range.
                *cell = cell.plus(amount.value).unwrap_or(*cell);
            }
        }
        sums.into_values().map(Sums::balanced).collect()
    }

    /// What does not add up after these entries, in words.
    pub(crate) fn faults(&self) -> Vec<String> {
        self.sums().iter().flat_map(Sums::faults).collect()
    }
}

impl Sums {
    fn new(currency: Currency) -> Self {
        let zero = Decimal::ZERO;
        Self {
            currency,
            traced: zero,
            frozen: zero,
            unfrozen: zero,
            confiscated: zero,
            costs: zero,
            returned: zero,
            shared: zero,
            still_frozen: None,
            to_dispose: None,
        }
    }

    fn cell(&mut self, tally: Tally) -> &mut Decimal {
        match tally {
            Tally::Traced => &mut self.traced,
            Tally::Frozen => &mut self.frozen,
            Tally::Unfrozen => &mut self.unfrozen,
            Tally::Confiscated => &mut self.confiscated,
            Tally::Costs => &mut self.costs,
            Tally::Returned => &mut self.returned,
            Tally::Shared => &mut self.shared,
        }
    }

    fn balanced(mut self) -> Self {
        let frozen = self.frozen.minus(self.unfrozen);
        // Confiscation reaches what was frozen first; what it takes beyond that was never frozen.
        self.still_frozen = frozen.map(|frozen| frozen.minus(self.confiscated).unwrap_or(Decimal::ZERO));
        self.to_dispose = self.spent().and_then(|spent| self.confiscated.minus(spent));
        self
    }

    fn spent(&self) -> Option<Decimal> {
        self.costs.plus(self.returned)?.plus(self.shared)
    }

    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let Self { currency, frozen, unfrozen, confiscated, .. } = self;
        if self.frozen.minus(self.unfrozen).is_none() {
            faults.push(format!("{currency} {unfrozen} were freed, and only {frozen} were frozen"));
        }
        if self.to_dispose.is_none() {
            let spent = self.spent().unwrap_or_default();
            faults.push(format!(
                "{currency} {spent} were returned, shared or spent on costs, and only {confiscated} were confiscated"
            ));
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_exact_and_say_what_does_not_add_up() {
        let act = |byte| ActId::from_bytes([byte; 32]);
        let mut ledger = Ledger::default();
        let add = |ledger: &mut Ledger, byte, tally, amount: &str, corrects| {
            ledger.add(act(byte), Some(tally), &[amount.parse().unwrap()], corrects);
        };
        add(&mut ledger, 1, Tally::Frozen, "EUR 100.10", None);
        add(&mut ledger, 2, Tally::Frozen, "EUR 0.20", None);
        add(&mut ledger, 3, Tally::Frozen, "USD 5", None);
        add(&mut ledger, 4, Tally::Confiscated, "EUR 60", None);
        add(&mut ledger, 5, Tally::Costs, "EUR 1.5", None);
        add(&mut ledger, 6, Tally::Returned, "EUR 58", None);
        let sums = ledger.sums();
        assert_eq!(sums.len(), 2);
        assert_eq!(sums[0].frozen.to_string(), "100.30");
        assert_eq!(sums[0].still_frozen.unwrap().to_string(), "40.30");
        assert_eq!(sums[0].to_dispose.unwrap().to_string(), "0.5");
        assert!(ledger.faults().is_empty());
        add(&mut ledger, 7, Tally::Shared, "EUR 0.51", None);
        assert_eq!(ledger.sums()[0].to_dispose, None);
        assert!(ledger.faults()[0].contains("EUR 60.01 were returned"), "{:?}", ledger.faults());
        assert!(ledger.stands(act(7)));
        add(&mut ledger, 8, Tally::Shared, "EUR 0.5", Some(act(7)));
        assert!(ledger.faults().is_empty() && !ledger.stands(act(7)));
        assert!(ledger.sums()[0].to_dispose.unwrap().is_zero());
        add(&mut ledger, 9, Tally::Unfrozen, "USD 6", None);
        assert!(ledger.faults()[0].contains("USD 6 were freed"));
    }
}
