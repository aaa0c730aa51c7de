//! Whether and since when a state takes part in an instrument, by the instrument's own rules on entry into force and
//! denunciation.

use jiff::civil::Date;

use crate::check::{Answer, Exclusion};
use crate::codes::DeclarationEffect;
use crate::ids::State;
use crate::instrument::{Declaration, Instrument, Party, Scope};
use crate::proviso::{self, Situation};
use crate::states::States;

/// A state's part in an instrument.
pub(crate) struct Takes {
    pub(crate) since: Date,
    pub(crate) verified: bool,
    pub(crate) text: String,
}

impl Scope {
    /// Whether a case is one of those.
    pub(crate) fn holds(&self, situation: &Situation<'_>) -> Answer {
        match proviso::all(&self.provisos, situation) {
            None => Answer::Yes,
            Some(Answer::Unknown) if self.presumed => Answer::Yes,
            Some(answer) => answer,
        }
    }
}

impl Party {
    /// The day on which the instrument entered into force for the party: as read, or by the instrument's rule from
    /// the deposit.
    pub(crate) fn starts(&self, instrument: &Instrument) -> Option<Date> {
        self.in_force.or_else(|| instrument.enters_into_force(self.deposit?))
    }

    /// The last day on which the party is bound: as read, or by the instrument's rule from the notice.
    pub(crate) fn ends(&self, instrument: &Instrument) -> Option<Date> {
        self.ended.or_else(|| {
            // The denunciation takes effect with that day.
            instrument.denunciation_takes_effect(self.denounced?)?.yesterday().ok()
        })
    }
}

impl Instrument {
    /// The day on which it enters into force for a state that deposits; nothing where the rule is in words alone.
    pub fn enters_into_force(&self, deposit: Date) -> Option<Date> {
        let computed = self.entry_into_force.as_ref()?.apply(deposit).ok()??;
        // Nobody is bound before the instrument itself is in force.
        Some(self.in_force.map_or(computed, |first| computed.max(first)))
    }

    /// The day from which a denunciation has effect.
    pub fn denunciation_takes_effect(&self, notice: Date) -> Option<Date> {
        self.denunciation.as_ref()?.apply(notice).ok()?
    }
}

/// A party in words.
pub(crate) fn describe(instrument: &Instrument, party: &Party) -> String {
    let start = party.starts(instrument);
    let date = start.map_or(String::new(), |date| format!(" since {date}"));
    let computed = match (party.in_force, party.deposit, start) {
        (None, Some(deposit), Some(_)) => format!(" (from the deposit on {deposit})"),
        _ => String::new(),
    };
    let via = party.via.as_ref().map_or(String::new(), |via| format!(" as part of {via}"));
    let unread = if party.verified { "" } else { " (unverified)" };
    format!("{}{via}{date}{computed}{unread}", party.state)
}

/// Since when a state takes part on a day; or why it does not, or why that cannot be said.
pub(crate) fn takes_part(
    states: &States,
    instrument: &Instrument,
    state: State,
    on: Date,
) -> Result<Takes, (Exclusion, String)> {
    if let Some(outside) = instrument.outside.iter().find(|outside| outside.state == state) {
        let article = outside.article.as_ref().map_or(String::new(), |article| format!(" (art. {article})"));
        let unread = if outside.verified { "" } else { " (unverified)" };
        let instead =
            outside.instead.as_ref().map_or(String::new(), |instead| format!("; instead: {instead}"));
        let why = format!("{state} is not bound: {}{article}{unread}{instead}", outside.why);
        return Err((Exclusion::NotAParty, why));
    }
    let known = states.known.get(&state);
    if let Some(known) = known
        && let Some(since) = known.since.filter(|since| on < *since)
    {
        let before = known.before.as_ref().map_or(String::new(), |before| format!(": {before}"));
        let why = format!(
            "{} exists as it is now since {since}, and how far it stands in what bound before is unclear{before}",
            known.name
        );
        return Err((Exclusion::Unclear, why));
    }
    let Some(party) = instrument.party_on(state, on) else {
        if let Some(open_to) = &instrument.open_to {
            let since = instrument.in_force.unwrap_or(on);
            let text = format!("{state} as one of {open_to}, who are not listed here");
            return Ok(Takes { since, verified: instrument.verified, text });
        }
        if let Some(whole) = known.and_then(|known| known.territory_of)
            && instrument.party_on(whole, on).is_some()
        {
            return extends_to(states, instrument, state, whole, on);
        }
        if let Some(disputed) = known.and_then(|known| known.disputed.as_ref()) {
            let why =
                format!("{state} is not among the parties found, and its standing is unclear: {disputed}");
            return Err((Exclusion::Unclear, why));
        }
        let scope = instrument.kind == crate::codes::InstrumentKind::EuThirdStateAgreement;
        let scope = instrument.remarks.iter().find(|(name, _)| scope && *name == "territory");
        let scope = scope.map_or(String::new(), |(_, text)| format!(" ({text})"));
        return Err((Exclusion::NotAParty, format!("{state} is not among the parties found{scope}")));
    };
    if let Some(end) = party.ends(instrument)
        && end < on
    {
        let notice = party.denounced.map_or(String::new(), |notice| format!(" (denounced on {notice})"));
        return Err((Exclusion::Ended, format!("{state} was a party until {end}{notice}")));
    }
    let because = party.unclear.as_ref().or(party.note.as_ref()).or(party.source.as_ref());
    let because = because.map_or(String::new(), |text| format!(": {text}"));
    match (party.starts(instrument), &party.unclear) {
        (Some(start), None) if start <= on => {
            Ok(Takes { since: start, verified: party.verified, text: describe(instrument, party) })
        }
        (Some(start), None) => {
            Err((Exclusion::NotYetInForce, format!("in force for {state} only from {start}")))
        }
        (Some(_), Some(_)) => {
            Err((Exclusion::Unclear, format!("whether {state} is a party is unclear{because}")))
        }
        (None, _) if party.verified => Err((
            Exclusion::Unclear,
            format!("{state} is listed as a party, but since when was not read{because}"),
        )),
        (None, _) => Err((
            Exclusion::Unclear,
            format!("whether and since when {state} is a party is unclear{because}"),
        )),
    }
}

/// Whether an instrument extends to a territory: only what a declaration says, never a guess.
fn extends_to(
    states: &States,
    instrument: &Instrument,
    territory: State,
    whole: State,
    on: Date,
) -> Result<Takes, (Exclusion, String)> {
    let said: Vec<&Declaration> = (instrument.declarations.iter())
        .filter(|declaration| declaration.by == whole && declaration.holds_on(on))
        .filter(|declaration| declaration.effect == DeclarationEffect::Territory)
        .collect();
    if let Some(declaration) = said.iter().find(|declaration| declaration.covers.contains(&territory)) {
        let through = takes_part(states, instrument, whole, on)?;
        let text = format!("{territory} through {}: {}", through.text, declaration.description);
        return Ok(Takes { verified: through.verified && declaration.verified, text, ..through });
    }
    let declared = said.iter().map(|declaration| format!("; {whole}: {}", declaration.description));
    let why = format!(
        "whether it extends to {}, a territory of {whole}, is unclear: {}{}",
        states.name(territory),
        self::territory(instrument),
        declared.collect::<String>()
    );
    Err((Exclusion::Unclear, why))
}

fn territory(instrument: &Instrument) -> &str {
    (instrument.remarks.iter())
        .find(|(name, _)| *name == "territory")
        .map_or("its file says nothing on territories", |(_, text)| text.as_str())
}
