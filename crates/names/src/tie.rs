//! How two parts belong together: the same letters, names that stand for each other, or how far their sounds and
//! spellings are apart.

use crate::cost::{self, APART, Costs, between, distance};
use crate::lexis::Kind;
use crate::part::Part;
use crate::sound::MAX_SOUNDS;
use crate::spell;
use crate::text::Script;

/// Nearer than this, two parts are one name.
pub(crate) const NEAR: f32 = 0.3;

/// What kind of match two parts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// Nothing to compare: a title and a name.
    None,
    /// The same letters.
    Same,
    /// Compared by sound and spelling.
    Sound,
    /// Names that stand for each other.
    Equivalent,
    /// An initial and a part that begins with it.
    Initial,
    /// An initial and a part that begins otherwise.
    InitialAgainst,
    /// Two titles or particles that are alike, two numbers.
    Weak,
    /// Two numbers that differ.
    NumberAgainst,
    /// Some parts of one name written as one.
    Joined,
    /// The whole names read as one.
    Whole,
}

/// How two single parts belong together. It depends on the two parts alone, so an index may keep it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tie {
    pub(crate) apart: f32,
    pub(crate) how: How,
}

impl Tie {
    /// Of two parts that cannot belong together.
    pub const NONE: Self = Self { apart: APART, how: How::None };

    /// How far the two parts are apart: 0 for the same, about 1 for chance.
    #[must_use]
    pub fn apart(&self) -> f32 {
        self.apart
    }

    /// Whether the two parts may well be one name.
    #[must_use]
    pub fn is_near(&self) -> bool {
        self.apart < NEAR && !matches!(self.how, How::None | How::Weak)
    }
}

/// What a distance by sound counts more than one by spelling, by how far the scripts are apart: the sounds of
/// syllables and of Han characters are coarse.
const BY_SOUND: [f32; 5] = [0.0, 0.0, 0.0, 0.12, 0.15];

/// Nearer than this, no other way to compare is tried.
const CLOSE: f32 = 0.07;

/// Farther apart by sound than this, the spelling of a letter each is not looked at: it hardly brings them near.
const VAIN: f32 = 0.85;
const VAIN_COARSE: f32 = 1.1;

/// Farther apart by spelling than this, the sound alone tells how far.
const FAR_SPELT: f32 = 0.85;

/// Farther apart by the letter than this, a word is not looked at by the syllable.
const HARDLY: f32 = 0.75;

/// Farther apart by sound than this, the letters are not looked at.
const HOPELESS: f32 = 0.9;

/// Compares two single parts.
#[must_use]
pub fn tie(a: &Part, b: &Part) -> Tie {
    if a.hash == b.hash {
        let how = match a.kind {
            Kind::Initial => How::Initial,
            _ if a.is_weak() => How::Weak,
            _ => How::Same,
        };
        return Tie { apart: if how == How::Initial { 0.35 } else { 0.0 }, how };
    }
    // One fixed order keeps the comparison symmetric to the last bit.
    let (a, b) = if a.hash < b.hash { (a, b) } else { (b, a) };
    if a.is_weak() || b.is_weak() {
        return weak(a, b);
    }
    let costs = between(a.channel, b.channel);
    if a.kind == Kind::Initial || b.kind == Kind::Initial {
        let first = a.reading().first().zip(b.reading().first());
        let fits = first.is_some_and(|(&x, &y)| costs.may_match(x, y));
        return if fits {
            Tie { apart: 0.45, how: How::Initial }
        } else {
            Tie { apart: APART, how: How::InitialAgainst }
        };
    }
    let equivalent = shares_family(a, b);
    if !equivalent && a.article == b.article && unlike(a, b) {
        return Tie { apart: APART, how: How::Sound };
    }
    let apart = apart(a, b, costs);
    if equivalent && apart > 0.1 {
        return Tie { apart: apart.min(0.2), how: How::Equivalent };
    }
    Tie { apart, how: How::Sound }
}

/// Titles, numbers and particles go only with their like.
fn weak(a: &Part, b: &Part) -> Tie {
    if a.kind != b.kind {
        return Tie::NONE;
    }
    if a.kind == Kind::Number {
        return Tie { apart: APART, how: How::NumberAgainst };
    }
    let apart =
        if shares_family(a, b) { 0.1 } else { between(a.channel, b.channel).apart(a.reading(), b.reading()) };
    if apart < NEAR { Tie { apart, how: How::Weak } } else { Tie::NONE }
}

/// Whether the consonants of two parts show that it is vain to lay them side by side. Those of syllables and of Han
/// characters show less.
fn unlike(a: &Part, b: &Part) -> bool {
    let most = if a.channel == b.channel { 2 } else { 3 };
    distance(a.channel, b.channel) < 3 && (a.classes ^ b.classes).count_ones() > most
}

pub(crate) fn shares_family(a: &Part, b: &Part) -> bool {
    a.families.iter().any(|family| *family != 0 && b.families.contains(family))
}

fn apart(a: &Part, b: &Part, costs: &Costs) -> f32 {
    let mut sound = sound_apart(a, b, costs);
    // `al-Karkhi` and `Alkarkhi`.
    if a.article != b.article && sound > 0.05 {
        let (with, without, turned) = if a.article { (a, b, false) } else { (b, a, true) };
        if let Some(rest) = rest_after_article(without) {
            let rest =
                if turned { costs.apart(rest, with.reading()) } else { costs.apart(with.reading(), rest) };
            sound = sound.min(rest + 0.03);
        }
    }
    if !(a.core.is_empty() && b.core.is_empty()) && sound > 0.2 {
        sound = sound.min(by_core(a, b, costs));
    }
    if a.channel == b.channel {
        let latin = a.script == Script::Latin && b.script == Script::Latin;
        return if latin && sound > 0.05 && sound < HOPELESS {
            sound.min(cost::letters().apart_within(a.letters(), b.letters(), sound))
        } else {
            sound
        };
    }
    let distance = distance(a.channel, b.channel);
    let limit = sound + BY_SOUND.get(distance).copied().unwrap_or_default();
    if sound > if distance < 3 { VAIN } else { VAIN_COARSE } {
        return sound;
    }
    spelt_apart(std::slice::from_ref(&a), std::slice::from_ref(&b), limit.min(FAR_SPELT))
        .map_or(limit, |spelt| spelt.min(limit))
}

/// `Abd al-Jabbar` is often written as `Jabbar`, `Saad ad-Din` as `Saad`.
fn by_core(a: &Part, b: &Part, costs: &Costs) -> f32 {
    const LESS: f32 = 0.18;
    match (a.core.is_empty(), b.core.is_empty()) {
        (false, true) => costs.apart(&a.core, b.reading()) + LESS,
        (true, false) => costs.apart(a.reading(), &b.core) + LESS,
        _ => APART,
    }
}

/// What follows the sounds of an article.
fn rest_after_article(part: &Part) -> Option<&[u8]> {
    const A: u8 = 0;
    const E: u8 = 4;
    const L: u8 = 11;
    match part.reading() {
        [A | E, L, rest @ ..] if rest.len() > 1 => Some(rest),
        _ => None,
    }
}

/// The more readings are tried, the likelier one fits by chance.
const ODD: f32 = 0.04;

/// The smallest distance of any two readings.
fn sound_apart(a: &Part, b: &Part, costs: &Costs) -> f32 {
    let mut best = costs.apart(a.reading(), b.reading());
    if a.others.is_empty() && b.others.is_empty() {
        return best;
    }
    for (at, x) in a.readings().enumerate() {
        for (other, y) in b.readings().enumerate() {
            if at + other > 0 {
                best = best.min(costs.apart_within(x, y, best - ODD) + ODD);
            }
        }
    }
    best
}

fn joined(parts: &[&Part]) -> ([u8; MAX_SOUNDS * 2], usize) {
    let mut out = [0; MAX_SOUNDS * 2];
    let mut len = 0;
    for &sound in parts.iter().flat_map(|part| part.reading()) {
        if len > 0 && out.get(len - 1) == Some(&sound) {
            continue;
        }
        match out.get_mut(len) {
            Some(cell) => *cell = sound,
            None => break,
        }
        len += 1;
    }
    (out, len)
}

/// How far the spelling of one is from the letters of the other, which if neither is Latin is its own usual spelling;
/// nothing for two of one kind of writing.
fn spelt_apart(a: &[&Part], b: &[&Part], limit: f32) -> Option<f32> {
    let (first_a, first_b) = (a.first()?, b.first()?);
    match (first_a.script == Script::Latin, first_b.script == Script::Latin) {
        (true, false) => Some(spelt(b, a, limit)),
        (false, true) => Some(spelt(a, b, limit)),
        _ if first_a.channel == first_b.channel => None,
        _ => {
            let there = spelt(a, b, limit);
            Some(if there < CLOSE { there } else { there.min(spelt(b, a, limit.min(there))) })
        }
    }
}

fn spelt(parts: &[&Part], latin: &[&Part], limit: f32) -> f32 {
    if let [part] = latin {
        return spelt_letters(parts, part.letters(), limit);
    }
    let mut letters = [0; spell::MAX_LETTERS];
    let mut count = 0;
    for (cell, &letter) in letters.iter_mut().zip(latin.iter().flat_map(|part| part.letters().iter())) {
        *cell = letter;
        count += 1;
    }
    spelt_letters(parts, letters.get(..count).unwrap_or_default(), limit)
}

/// By the syllable where that is known, else or if it is nearer by the letter.
fn spelt_letters(parts: &[&Part], letters: &[u8], limit: f32) -> f32 {
    let by_letter = spell::apart(parts.iter().flat_map(|part| part.units.iter()), letters, limit);
    if by_letter < CLOSE
        || (by_letter > HARDLY && limit > HARDLY)
        || parts.iter().any(|part| part.syllables.is_empty())
    {
        return by_letter;
    }
    by_letter.min(spell::apart(
        parts.iter().flat_map(|part| part.syllables.iter()),
        letters,
        limit.min(by_letter),
    ))
}

/// How far some parts are apart from others when each side is read as one word; what is farther than `limit` is
/// [`APART`].
pub(crate) fn joined_apart(a: &[&Part], b: &[&Part], limit: f32) -> f32 {
    let (Some(first_a), Some(first_b)) = (a.first(), b.first()) else { return APART };
    let spelt = spelt_apart(a, b, limit);
    let coarse = BY_SOUND.get(distance(first_a.channel, first_b.channel)).copied().unwrap_or_default();
    let limit = limit.min(spelt.unwrap_or(APART)) - coarse;
    let ((sounds_a, len_a), (sounds_b, len_b)) = (joined(a), joined(b));
    let sound = match (sounds_a.get(..len_a), sounds_b.get(..len_b)) {
        (Some(x), Some(y)) => between(first_a.channel, first_b.channel).apart_within(x, y, limit),
        _ => APART,
    };
    spelt.map_or(sound, |spelt| spelt.min(sound + coarse))
}
