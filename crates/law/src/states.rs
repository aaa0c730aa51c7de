//! What is known of states as such: their time zones, since when they exist, whose territory they are, and unions.
//!
//! Nothing is guessed: a state with several zones has none of its own here, and a day before a state existed, or a
//! territory that an instrument does not name, makes the answer unclear.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::ids::State;
use crate::source::Section;

/// What is known of one state.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct StateText {
    pub(crate) code: State,
    pub(crate) name: String,
    /// Its zones: one, or several, of which the act must name the right one.
    pub(crate) zones: Vec<String>,
    /// Since when it exists as it is now.
    pub(crate) since: Option<Date>,
    /// What stood there before, and how far treaties went over.
    pub(crate) before: Option<String>,
    /// The state whose territory it is.
    pub(crate) territory_of: Option<State>,
    /// Why its standing is disputed.
    pub(crate) disputed: Option<String>,
    pub(crate) verified: bool,
}

/// Membership of a union.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Membership {
    pub(crate) union: State,
    pub(crate) state: State,
    pub(crate) from: Date,
    /// The last day.
    pub(crate) until: Option<Date>,
}

/// The time zone of a state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Zone {
    /// One zone.
    One(String),
    /// Several: the act names the right one.
    Several(Vec<String>),
    /// Nothing is known here.
    Unknown,
}

impl Zone {
    /// The zone where there is one alone.
    pub fn one(&self) -> Option<TimeZone> {
        match self {
            Self::One(name) => TimeZone::get(name).ok(),
            Self::Several(_) | Self::Unknown => None,
        }
    }

    /// The zone, or the first of several, which is that of the seat of government.
    pub fn seat(&self) -> Option<TimeZone> {
        match self {
            Self::One(name) => TimeZone::get(name).ok(),
            Self::Several(names) => names.first().and_then(|name| TimeZone::get(name).ok()),
            Self::Unknown => None,
        }
    }
}

/// Every state that is known.
#[derive(Debug, Clone, Default)]
pub(crate) struct States {
    pub(crate) known: BTreeMap<State, StateText>,
    pub(crate) memberships: Vec<Membership>,
}

impl States {
    pub(crate) fn zone(&self, state: State) -> Zone {
        match self.known.get(&state).map(|known| known.zones.as_slice()) {
            Some([one]) => Zone::One(one.clone()),
            Some([]) | None => Zone::Unknown,
            Some(several) => Zone::Several(several.to_vec()),
        }
    }

    pub(crate) fn name(&self, state: State) -> String {
        self.known.get(&state).map_or_else(|| state.to_string(), |known| known.name.clone())
    }

    /// Whether a state belongs to a union on a day; the union itself does.
    pub(crate) fn is_member(&self, union: State, state: State, on: Date) -> bool {
        union == state
            || self.memberships.iter().any(|one| {
                one.union == union
                    && one.state == state
                    && one.from <= on
                    && one.until.is_none_or(|until| on <= until)
            })
    }

    #[cfg(test)]
    pub(crate) fn for_test(memberships: &[(&str, &str)]) -> Self {
        let one = |(union, state): &(&str, &str)| Membership {
            union: union.parse().unwrap(),
            state: state.parse().unwrap(),
            from: Date::MIN,
            until: None,
        };
        Self { known: BTreeMap::new(), memberships: memberships.iter().map(one).collect() }
    }
}

/// Reads a `[[state]]`.
pub(crate) fn state(section: Section<'_, '_>) -> Option<StateText> {
    let state = StateText {
        name: section.need_text("name"),
        zones: section.texts("zones"),
        since: section.date("since"),
        before: section.text("before"),
        territory_of: section.state("territory-of"),
        disputed: section.text("disputed"),
        verified: section.need_flag("verified"),
        code: section.need_state("code")?,
    };
    for zone in state.zones.iter().filter(|zone| TimeZone::get(zone).is_err()) {
        section.note(
            section.place_of("zones"),
            format!("`{zone}` is no time zone"),
            "write a name of the IANA list, as in zones = [\"Europe/Tallinn\"]",
        );
    }
    section.finish().then_some(state)
}

/// Reads a `[[member]]`.
pub(crate) fn membership(section: Section<'_, '_>) -> Option<Membership> {
    if !section.has("from") {
        section.note(section.place(), "[[member]] has no `from`", "add a line such as: from = 2004-05-01");
    }
    let (from, until) = (section.date("from"), section.date("until"));
    let membership = Membership {
        union: section.need_state("union")?,
        state: section.need_state("state")?,
        from: from?,
        until,
    };
    if membership.until.is_some_and(|until| until < membership.from) {
        section.note(
            section.place_of("until"),
            format!("`{}` left before it joined", membership.state),
            "check the two dates",
        );
    }
    section.finish().then_some(membership)
}
