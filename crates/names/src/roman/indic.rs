//! The scripts of South and South-East Asia.

/// Consonants, vowels and signs at the same place in each of the nine ISCII blocks, counted from the block's start.
fn letter(at: u32) -> Letter {
    Letter::from(match at {
        0x01 | 0x02 => ("n", 's'),
        0x05 => ("a", 'v'),
        0x06 => ("a", 'v'),
        0x07 | 0x08 => ("i", 'v'),
        0x09 | 0x0a => ("u", 'v'),
        0x0b => ("ri", 'v'),
        0x0d..=0x0f => ("e", 'v'),
        0x10 => ("ai", 'v'),
        0x11..=0x13 => ("o", 'v'),
        0x14 => ("au", 'v'),
        0x15 => ("k", 'c'),
        0x16 => ("k", 'c'),
        0x17 | 0x18 => ("g", 'c'),
        0x19 => ("ng", 'c'),
        0x1a | 0x1b => ("C", 'c'),
        0x1c | 0x1d => ("j", 'c'),
        0x1e => ("ny", 'c'),
        0x1f | 0x20 | 0x24 | 0x25 => ("t", 'c'),
        0x21 | 0x22 | 0x26 | 0x27 => ("d", 'c'),
        0x23 | 0x28 | 0x29 => ("n", 'c'),
        0x2a => ("p", 'c'),
        0x2b => ("f", 'c'),
        0x2c | 0x2d => ("b", 'c'),
        0x2e => ("m", 'c'),
        0x2f => ("y", 'c'),
        0x30 | 0x31 => ("r", 'c'),
        0x32..=0x34 => ("l", 'c'),
        0x35 => ("v", 'c'),
        0x36 | 0x37 => ("S", 'c'),
        0x38 => ("s", 'c'),
        0x39 => ("h", 'c'),
        0x3e => ("a", 'm'),
        0x3f | 0x40 => ("i", 'm'),
        0x41 | 0x42 => ("u", 'm'),
        0x43 => ("ri", 'm'),
        0x45..=0x47 => ("e", 'm'),
        0x48 => ("ai", 'm'),
        0x49..=0x4b => ("o", 'm'),
        0x4c => ("au", 'm'),
        0x4d => ("", 'm'),
        0x58 => ("q", 'c'),
        0x59 => ("K", 'c'),
        0x5a => ("G", 'c'),
        0x5b => ("z", 'c'),
        0x5c | 0x5d => ("r", 'c'),
        0x5e => ("f", 'c'),
        0x5f => ("y", 'c'),
        _ => ("", 'x'),
    })
}

struct Letter {
    sounds: &'static str,
    /// `c` consonant, `v` vowel, `m` vowel sign or virama, `s` other sign, `x` nothing.
    kind: char,
}

impl From<(&'static str, char)> for Letter {
    fn from((sounds, kind): (&'static str, char)) -> Self {
        Self { sounds, kind }
    }
}

fn spell(letters: impl Iterator<Item = Letter>, drops_final: bool) -> String {
    let mut out = String::new();
    let mut inherent = false;
    for letter in letters.filter(|letter| letter.kind != 'x') {
        if inherent && letter.kind != 'm' {
            out.push('a');
        }
        out.push_str(letter.sounds);
        inherent = letter.kind == 'c';
    }
    if inherent && !drops_final {
        out.push('a');
    }
    out
}

/// Devanagari, Bengali, Gurmukhi, Gujarati, Oriya, Tamil, Telugu, Kannada and Malayalam.
pub(super) fn sounds(word: &[char]) -> String {
    let blocks =
        |c: char| (c as u32).checked_sub(0x900).filter(|at| *at < 0x480).map(|at| (at / 0x80, at % 0x80));
    // The southern scripts write every final vowel; the northern ones leave out the inherent one at the end.
    let drops_final = word.iter().find_map(|&c| blocks(c)).is_some_and(|(block, _)| block < 4);
    spell(
        word.iter().filter_map(|&c| {
            // The chillu letters of Malayalam are consonants without a vowel.
            let chillu = match c {
                'ൺ' | 'ൻ' => Some("n"),
                'ർ' => Some("r"),
                'ൽ' | 'ൾ' => Some("l"),
                'ൿ' => Some("k"),
                // Khanda ta, and the Bengali and Assamese letters outside the common layout.
                'ৎ' => Some("t"),
                _ => None,
            };
            match chillu {
                Some(sounds) => Some(Letter { sounds, kind: 's' }),
                None => match c {
                    'ৰ' => Some(Letter { sounds: "r", kind: 'c' }),
                    _ => blocks(c).map(|(_, at)| letter(at)),
                },
            }
        }),
        drops_final,
    )
}

/// Sinhala.
pub(super) fn sinhala(word: &[char]) -> String {
    spell(
        word.iter().map(|&c| {
            Letter::from(match c as u32 {
                0xd82 => ("n", 's'),
                0xd85..=0xd88 => ("a", 'v'),
                0xd89 | 0xd8a => ("i", 'v'),
                0xd8b | 0xd8c => ("u", 'v'),
                0xd91 | 0xd92 => ("e", 'v'),
                0xd93 => ("ai", 'v'),
                0xd94 | 0xd95 => ("o", 'v'),
                0xd96 => ("au", 'v'),
                0xd9a | 0xd9b => ("k", 'c'),
                0xd9c..=0xd9f => ("g", 'c'),
                0xda0 | 0xda1 => ("C", 'c'),
                0xda2 | 0xda3 | 0xda6 => ("j", 'c'),
                0xda4 | 0xda5 => ("ny", 'c'),
                0xda7 | 0xda8 | 0xdad | 0xdae => ("t", 'c'),
                0xda9 | 0xdaa | 0xdac | 0xdaf | 0xdb0 | 0xdb3 => ("d", 'c'),
                0xdab | 0xdb1 => ("n", 'c'),
                0xdb4 | 0xdb5 => ("p", 'c'),
                0xdb6..=0xdb7 => ("b", 'c'),
                0xdb8 => ("m", 'c'),
                0xdb9 => ("mb", 'c'),
                0xdba => ("y", 'c'),
                0xdbb => ("r", 'c'),
                0xdbd | 0xdc5 => ("l", 'c'),
                0xdc0 => ("v", 'c'),
                0xdc1 | 0xdc2 => ("S", 'c'),
                0xdc3 => ("s", 'c'),
                0xdc4 => ("h", 'c'),
                0xdc6 => ("f", 'c'),
                0xdca => ("", 'm'),
                0xdcf..=0xdd1 => ("a", 'm'),
                0xdd2 | 0xdd3 => ("i", 'm'),
                0xdd4 | 0xdd6 => ("u", 'm'),
                0xdd8 => ("ru", 'm'),
                0xdd9 | 0xdda => ("e", 'm'),
                0xddb => ("ai", 'm'),
                0xddc | 0xddd => ("o", 'm'),
                0xdde => ("au", 'm'),
                _ => ("", 'x'),
            })
        }),
        false,
    )
}

/// Thai and Lao. A vowel written before its consonant is read after it; unwritten vowels are left to the costs.
pub(super) fn thai(word: &[char]) -> String {
    let mut out = String::new();
    let mut held = "";
    for &c in word {
        // Lao follows Thai 0x80 code points later.
        let c = if ('\u{e80}'..='\u{eff}').contains(&c) {
            char::from_u32(c as u32 - 0x80).unwrap_or(c)
        } else {
            c
        };
        let vowel = match c {
            'ะ' | 'ั' | 'า' => "a",
            'ำ' => "am",
            'ิ' | 'ี' => "i",
            'ึ' | 'ื' | 'ุ' | 'ู' => "u",
            'เ' | 'แ' => {
                held = "e";
                continue;
            }
            'โ' => {
                held = "o";
                continue;
            }
            'ไ' | 'ใ' => {
                held = "ai";
                continue;
            }
            _ => "",
        };
        if !vowel.is_empty() {
            out.push_str(vowel);
            continue;
        }
        // A consonant with the mark of silence after it is handled below by taking it back.
        if c == '์' {
            out.pop();
            continue;
        }
        let consonant = match c {
            'ก' | 'ข' | 'ฃ' | 'ค' | 'ฅ' | 'ฆ' => "k",
            'ง' => "ng",
            'จ' | 'ฉ' | 'ช' | 'ฌ' => "C",
            'ซ' | 'ศ' | 'ษ' | 'ส' => "s",
            'ญ' | 'ย' => "y",
            'ฎ' | 'ด' => "d",
            'ฏ' | 'ต' | 'ฐ' | 'ฑ' | 'ฒ' | 'ถ' | 'ท' | 'ธ' => "t",
            'ณ' | 'น' => "n",
            'บ' => "b",
            'ป' | 'ผ' | 'พ' | 'ภ' => "p",
            'ฝ' | 'ฟ' => "f",
            'ม' => "m",
            'ร' => "r",
            'ล' | 'ฬ' => "l",
            'ว' => "w",
            'ห' | 'ฮ' => "h",
            'อ' => "o",
            'ฤ' => "ri",
            _ => continue,
        };
        out.push_str(consonant);
        out.push_str(held);
        held = "";
    }
    out
}
