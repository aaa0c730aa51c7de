//! Sounds made coarse, so that names which may be one lie side by side in the index.
//!
//! A [`Pattern`] is a reading in sixteen classes of sounds, four bits each, packed into one number: comparing two is a
//! matter of a few instructions. The core of a pattern is its consonants without those that come and go between
//! scripts and spellings (`h`, `w`, `j`); most true matches share it.

/// Up to sixteen classes of sounds, the first in the highest four bits; zeros fill the rest.
pub(crate) type Pattern = u64;

/// Classes of sounds that make the core.
const CORE: std::ops::RangeInclusive<u8> = 1..=7;

/// The longest pattern. The lowest four bits of a core stay free.
pub(crate) const LONGEST: usize = 15;

/// Kinds of writing, as far as they decide what may be left out of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Writing {
    Alphabet,
    /// Without short vowels: Arabic, Hebrew.
    Bare,
    /// By syllables, or Han: vowels are put in, consonants fall together.
    Syllables,
}

impl Writing {
    pub(crate) const ALL: [Self; 3] = [Self::Alphabet, Self::Bare, Self::Syllables];

    /// The kind of a channel of `names`.
    pub(crate) fn of(channel: u8) -> Self {
        match channel {
            0..=4 => Self::Alphabet,
            5 | 6 => Self::Bare,
            _ => Self::Syllables,
        }
    }
}

/// What an edit of a vowel or of a consonant that comes and goes costs beside one of the core.
pub(crate) fn soft_cost(a: Writing, b: Writing) -> f32 {
    match (a, b) {
        (Writing::Alphabet, Writing::Alphabet) => 1.4,
        (Writing::Bare, Writing::Bare) => 1.2,
        (Writing::Bare, _) | (_, Writing::Bare) => 0.6,
        (Writing::Syllables, _) | (_, Writing::Syllables) => 0.9,
    }
}

/// The class of each sound by its number in `names`: `a` to `z`, then sh, zh, ch, ts, kh, gh, th, dh, ayn.
const CLASSES: [u8; 35] = [
    11, 1, 3, 2, 11, 1, 4, 8, 12, 10, 4, 5, 6, 7, 13, 1, 4, 5, 3, 2, 13, 1, 9, 3, 12, 3, // a to z
    3, 3, 3, 3, 8, 4, 2, 2, 11,
];

/// The pattern of a reading.
pub(crate) fn pattern(sounds: &[u8]) -> Pattern {
    let mut packed = 0;
    let (mut length, mut last) = (0, 0);
    for &sound in sounds {
        let class = CLASSES.get(usize::from(sound)).copied().unwrap_or(0);
        if class != 0 && class != last && length < LONGEST {
            packed |= u64::from(class) << (60 - 4 * length);
            length += 1;
            last = class;
        }
    }
    packed
}

/// The classes of a pattern in order.
pub(crate) fn classes(pattern: Pattern) -> impl Iterator<Item = u8> {
    let mut rest = pattern;
    std::iter::from_fn(move || {
        let class = (rest >> 60) as u8;
        rest <<= 4;
        (class != 0).then_some(class)
    })
}

/// How many classes a pattern has.
pub(crate) fn length(pattern: Pattern) -> usize {
    16 - (pattern.trailing_zeros() as usize / 4).min(16)
}

/// The consonants that stay in most scripts and spellings.
pub(crate) fn core(pattern: Pattern) -> Pattern {
    let (mut packed, mut place, mut last) = (0, 60_u32, 0);
    let mut rest = pattern;
    // Without a branch that cannot be foretold.
    while rest != 0 {
        let class = rest >> 60;
        rest <<= 4;
        let kept = u64::from(class.wrapping_sub(1) < 7) & u64::from(class != last);
        packed |= (class * kept) << (place & 63);
        place = place.wrapping_sub(4 * kept as u32);
        last = if kept == 1 { class } else { last };
    }
    packed
}

/// A core and the kind of writing as one key.
pub(crate) fn key(core: Pattern, writing: Writing) -> u64 {
    core | writing as u64
}

/// The class at a place, 0 behind the end.
fn class_at(pattern: Pattern, at: usize) -> u8 {
    if at < LONGEST { (pattern >> (60 - 4 * at)) as u8 & 15 } else { 0 }
}

/// A pattern in which no class stands twice in a row.
fn folded(pattern: Pattern) -> Pattern {
    let (mut packed, mut place, mut last) = (0, 60_i32, 0);
    for class in classes(pattern) {
        if class != last && place > 0 {
            packed |= u64::from(class) << place;
            place -= 4;
            last = class;
        }
    }
    packed
}

/// A pattern with one class taken out, put in or exchanged, classes of the core only, or two neighbours exchanged; a
/// class that then stands twice is folded. `visit` may see a pattern more than once.
pub(crate) fn edits(pattern: Pattern, mut visit: impl FnMut(Pattern)) {
    let count = length(pattern);
    for at in 0..=count {
        let shift = 60 - 4 * at;
        let behind = (u64::MAX >> 4) >> (4 * at);
        // What stands before the place, at it, and behind it.
        let head = pattern & !(u64::MAX >> (4 * at));
        let tail = pattern & behind;
        let before = at.checked_sub(1).map_or(0, |before| class_at(pattern, before));
        let (here, next) = (class_at(pattern, at), class_at(pattern, at + 1));
        if count < LONGEST {
            let moved = (pattern & (u64::MAX >> (4 * at))) >> 4;
            for class in CORE.filter(|class| *class != before && *class != here) {
                visit(head | u64::from(class) << shift | moved);
            }
        }
        if here == 0 {
            continue;
        }
        if CORE.contains(&here) {
            let without = head | tail << 4;
            visit(if before != 0 && before == next { folded(without) } else { without });
            // A class that is like a neighbour is folded into it: that is the same as taking it out.
            for class in CORE.filter(|class| *class != before && *class != here && *class != next) {
                visit(head | u64::from(class) << shift | tail);
            }
        }
        if next != 0 {
            let rest = tail & (behind >> 4);
            visit(folded(head | u64::from(next) << shift | u64::from(here) << (shift - 4) | rest));
        }
    }
}

/// So many patterns are set against one at once.
pub(crate) const LANES: usize = 8;

/// One pattern made ready to be set against many (Myers' bit-parallel edit distance).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    places: [u16; 16],
    length: u32,
}

impl Asked {
    pub(crate) fn new(pattern: Pattern) -> Self {
        let mut places = [0_u16; 16];
        let mut length = 0;
        for class in classes(pattern) {
            if let Some(of) = places.get_mut(usize::from(class)) {
                *of |= 1 << length;
            }
            length += 1;
        }
        Self { places, length }
    }

    /// How many classes have to be taken out, put in or exchanged.
    pub(crate) fn edits(&self, pattern: Pattern) -> u32 {
        let (mut plus, mut minus, mut steps) = (u32::MAX, 0_u32, 0);
        let mut rest = pattern;
        while rest != 0 {
            let equal = u32::from(self.places.get((rest >> 60) as usize & 15).copied().unwrap_or(0));
            rest <<= 4;
            steps += 1;
            let with = equal | minus;
            let across = (((equal & plus).wrapping_add(plus)) ^ plus) | equal;
            let up = (minus | !(across | plus)) << 1 | 1;
            let down = (plus & across) << 1;
            plus = down | !(with | up);
            minus = up & with;
        }
        // The last column begins with the number of steps and goes up and down from there.
        let column = (1_u32 << self.length) - 1;
        steps + (plus & column).count_ones() - (minus & column).count_ones()
    }

    /// The same for several patterns at once, which takes little longer than for one.
    #[expect(clippy::indexing_slicing, reason = "lanes run over the fixed size of all arrays")]
    pub(crate) fn edits_of(&self, patterns: &[Pattern; LANES]) -> [u16; LANES] {
        let Some(last) = self.length.checked_sub(1) else {
            return patterns.map(|pattern| length(pattern) as u16);
        };
        // No pattern reaches the highest bit: it marks those that have ended.
        let places: [u16; 16] =
            std::array::from_fn(|class| if class == 0 { 1 << 15 } else { self.places[class] });
        let (mut plus, mut minus) = ([u16::MAX; LANES], [0_u16; LANES]);
        let mut edits = [self.length as u16; LANES];
        let steps = patterns.iter().map(|pattern| length(*pattern)).max().unwrap_or(0);
        for step in 0..steps {
            let equal: [u16; LANES] =
                std::array::from_fn(|lane| places[(patterns[lane] >> (60 - 4 * step)) as usize & 15]);
            for lane in 0..LANES {
                let (equal, p, m) = (equal[lane], plus[lane], minus[lane]);
                let live = ((equal as i16 >> 15) as u16) ^ u16::MAX;
                let with = equal | m;
                let across = (((equal & p).wrapping_add(p)) ^ p) | equal;
                let up = m | !(across | p);
                let down = p & across;
                edits[lane] =
                    edits[lane].wrapping_add(((up >> last) & 1).wrapping_sub((down >> last) & 1) & live);
                let (up, down) = (up << 1 | 1, down << 1);
                plus[lane] = ((down | !(with | up)) & live) | (p & !live);
                minus[lane] = (up & with & live) | (m & !live);
            }
        }
        edits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Pattern {
        let sounds = "abcdefghijklmnopqrstuvwxyzSZCXKGTDA";
        let numbers: Vec<u8> = text.chars().filter_map(|c| sounds.find(c)).map(|n| n as u8).collect();
        pattern(&numbers)
    }

    fn slow(a: &[u8], b: &[u8]) -> u32 {
        let mut row: Vec<u32> = (0..=b.len() as u32).collect();
        for (i, x) in a.iter().enumerate() {
            let mut diagonal = row[0];
            row[0] = i as u32 + 1;
            for (j, y) in b.iter().enumerate() {
                let best = (diagonal + u32::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
                diagonal = row[j + 1];
                row[j + 1] = best;
            }
        }
        row[b.len()]
    }

    #[test]
    fn the_core_is_what_stays_in_most_spellings() {
        for (x, y) in
            [("muhammad", "mhmd"), ("Carnayev", "tsarnaev"), ("jamila", "Hamila"), ("yusuf", "iosef")]
        {
            if x == "Carnayev" {
                assert_ne!(core(of(x)), core(of(y)));
            } else {
                assert_eq!(core(of(x)), core(of(y)), "{x} {y}");
            }
        }
        assert_eq!(core(of("aia")), 0);
        assert_eq!(length(of("muhamad")), 7);
        assert_eq!(length(0), 0);
        assert_eq!(length(of("pasipasipasipasipasi")), LONGEST);
    }

    #[test]
    fn distances_are_those_of_the_table() {
        let words =
            ["", "a", "kim", "muhamad", "mahmud", "aleksandr", "iskander", "pasipasipasipasipasi", "silva"];
        for x in words {
            for y in words {
                let (a, b): (Vec<u8>, Vec<u8>) = (classes(of(x)).collect(), classes(of(y)).collect());
                assert_eq!(Asked::new(of(x)).edits(of(y)), slow(&a, &b), "{x} {y}");
                let several = [of(y), 0, of(x), of("aleksandr"), of(y), of("silva"), of("a"), of(y)];
                let each = several.map(|other| Asked::new(of(x)).edits(other) as u16);
                assert_eq!(Asked::new(of(x)).edits_of(&several), each, "{x} {y}");
            }
        }
    }

    #[test]
    fn edits_are_one_step_away() {
        for word in ["kim", "muhamad", "a", "pasipasipasipasi", "sas"] {
            let asked = Asked::new(of(word));
            let mut count = 0;
            edits(of(word), |other| {
                count += 1;
                let folded = classes(other).collect::<Vec<_>>().windows(2).all(|pair| pair[0] != pair[1]);
                assert!(folded, "{word} {other:x}");
                assert!(asked.edits(other) <= 2, "{word} {other:x}");
            });
            assert!(count > 6, "{word}");
        }
    }
}
