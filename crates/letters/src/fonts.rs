//! The fonts a letter is set in: which file serves which script, and the faces read from bytes that the caller brings.
//!
//! Noto has a face for every script and a licence that lets it be embedded. Files are large, so that a caller asks
//! [`files_for`] which of them a letter needs and reads those alone.

use std::collections::BTreeSet;
use std::sync::Arc;

use harfrust::ShaperData;
use read_fonts::{FontRef, TableProvider};
use unicode_script::{Script, UnicodeScript};

/// A font file, by its name in the Debian package that brings it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FontFile {
    /// File name.
    pub name: &'static str,
    /// Debian package.
    pub package: &'static str,
}

/// Why a font cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FontError {
    /// The bytes are no font, or not the one they should be.
    #[error("`{file}` cannot be read as a font: {why}")]
    Unreadable {
        /// File name.
        file: &'static str,
        /// What is wrong.
        why: String,
    },
    /// A face without which nothing can be set was not given.
    #[error("the font `{}` is missing: install the package `{}`", .0.name, .0.package)]
    Missing(FontFile),
}

/// Which of the two voices of a letter a text has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Voice {
    /// What is said.
    Text,
    /// What says what it is: labels, headers, hashes.
    Label,
}

/// A family of faces: one file for each weight, one position in a collection, the scripts it serves.
#[derive(Debug)]
pub(crate) struct Family {
    regular: FontFile,
    bold: FontFile,
    index: u32,
    serves: &'static [Script],
}

/// Naskh has small letters between long strokes.
const ARABIC: f32 = 1.16;

const CORE: &str = "fonts-noto-core";
const CJK: &str = "fonts-noto-cjk";

macro_rules! family {
    ($name:literal, $package:expr, $index:expr, $($script:ident),*) => {
        Family {
            regular: FontFile { name: concat!($name, "-Regular.ttf"), package: $package },
            bold: FontFile { name: concat!($name, "-Bold.ttf"), package: $package },
            index: $index,
            serves: &[$(Script::$script),*],
        }
    };
    (only $name:literal, $package:expr, $index:expr, $($script:ident),*) => {
        Family {
            regular: FontFile { name: concat!($name, "-Regular.ttf"), package: $package },
            bold: FontFile { name: concat!($name, "-Regular.ttf"), package: $package },
            index: $index,
            serves: &[$(Script::$script),*],
        }
    };
    (collection $name:literal, $package:expr, $index:expr, $($script:ident),*) => {
        Family {
            regular: FontFile { name: concat!($name, "-Regular.ttc"), package: $package },
            bold: FontFile { name: concat!($name, "-Bold.ttc"), package: $package },
            index: $index,
            serves: &[$(Script::$script),*],
        }
    };
}

/// Position of the family of [`Voice::Text`].
const TEXT: usize = 0;
/// Position of the family of [`Voice::Label`].
const LABEL: usize = 1;
/// Positions of the four families for Han characters: they differ in the shapes that readers of a language expect.
const JAPANESE: usize = 2;
const KOREAN: usize = 3;
const SIMPLIFIED: usize = 4;
const TRADITIONAL: usize = 5;

/// Every family, in the order in which it is asked for a character.
static FAMILIES: &[Family] = &[
    family!("NotoSerif", CORE, 0, Latin, Cyrillic, Greek),
    family!("NotoSans", CORE, 0, Latin, Cyrillic, Greek),
    family!(collection "NotoSerifCJK", CJK, 0, Hiragana, Katakana),
    family!(collection "NotoSerifCJK", CJK, 1, Hangul),
    family!(collection "NotoSerifCJK", CJK, 2, Han, Bopomofo),
    family!(collection "NotoSerifCJK", CJK, 3,),
    family!("NotoNaskhArabic", CORE, 0, Arabic),
    family!("NotoSerifArmenian", CORE, 0, Armenian),
    family!("NotoSerifGeorgian", CORE, 0, Georgian),
    family!("NotoSerifHebrew", CORE, 0, Hebrew),
    family!("NotoSerifDevanagari", CORE, 0, Devanagari),
    family!("NotoSerifBengali", CORE, 0, Bengali),
    family!("NotoSerifGujarati", CORE, 0, Gujarati),
    family!("NotoSerifGurmukhi", CORE, 0, Gurmukhi),
    family!("NotoSerifKannada", CORE, 0, Kannada),
    family!("NotoSerifMalayalam", CORE, 0, Malayalam),
    family!("NotoSerifTamil", CORE, 0, Tamil),
    family!("NotoSerifTelugu", CORE, 0, Telugu),
    family!("NotoSerifSinhala", CORE, 0, Sinhala),
    family!("NotoSerifThai", CORE, 0, Thai),
    family!("NotoSerifLao", CORE, 0, Lao),
    family!("NotoSerifKhmer", CORE, 0, Khmer),
    family!("NotoSerifMyanmar", CORE, 0, Myanmar),
    family!("NotoSerifTibetan", CORE, 0, Tibetan),
    family!("NotoSerifEthiopic", CORE, 0, Ethiopic),
    family!("NotoSansThaana", CORE, 0, Thaana),
    family!(only "NotoSansSyriac", CORE, 0, Syriac),
    family!(only "NotoSansMongolian", CORE, 0, Mongolian),
    family!("NotoSansSymbols", CORE, 0, Common),
    family!(only "NotoSansSymbols2", CORE, 0, Common),
    family!(only "NotoSansMath", CORE, 0, Common),
];

/// One face, read.
pub(crate) struct Face {
    file: FontFile,
    index: u32,
    data: Arc<Vec<u8>>,
    /// What the file writer embeds.
    pub(crate) embedded: krilla::text::Font,
    pub(crate) shaper: ShaperData,
    /// How much larger than its neighbours it is set, so that the letters look alike in size.
    pub(crate) scale: f32,
    /// In parts of an em.
    pub(crate) ascent: f32,
    pub(crate) descent: f32,
    pub(crate) units_per_em: f32,
}

impl Face {
    fn read(file: FontFile, index: u32, data: &Arc<Vec<u8>>) -> Result<Face, FontError> {
        let unreadable = |why: String| FontError::Unreadable { file: file.name, why };
        let font = FontRef::from_index(data, index).map_err(|error| unreadable(error.to_string()))?;
        let head = font.head().map_err(|error| unreadable(error.to_string()))?;
        let hhea = font.hhea().map_err(|error| unreadable(error.to_string()))?;
        font.cmap().map_err(|error| unreadable(error.to_string()))?;
        let em = f32::from(head.units_per_em());
        if em < 16.0 {
            return Err(unreadable(format!("an em has {em} units")));
        }
        let embedded = krilla::text::Font::new(Arc::clone(data).into(), index)
            .ok_or_else(|| unreadable("its outlines cannot be embedded".to_owned()))?;
        Ok(Face {
            file,
            index,
            embedded,
            shaper: ShaperData::new(&font),
            scale: if file.name.starts_with("NotoNaskhArabic") { ARABIC } else { 1.0 },
            ascent: f32::from(hhea.ascender().to_i16()) / em,
            descent: -f32::from(hhea.descender().to_i16()) / em,
            units_per_em: em,
            data: Arc::clone(data),
        })
    }

    /// The font's tables.
    pub(crate) fn tables(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(&self.data, self.index).ok()
    }
}

/// The faces that are there. Cheap to clone; more can be added at any time.
#[derive(Clone, Default)]
pub struct Fonts {
    faces: Vec<Arc<Face>>,
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.faces.iter().map(|face| (face.file.name, face.index))).finish()
    }
}

impl Fonts {
    /// Without any face.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether this file was added already.
    #[must_use]
    pub fn has(&self, file: FontFile) -> bool {
        self.faces.iter().any(|face| face.file == file)
    }

    /// Adds every face of a file.
    ///
    /// # Errors
    /// When the bytes are not the font they should be.
    pub fn add(&mut self, file: FontFile, bytes: Vec<u8>) -> Result<(), FontError> {
        let data = Arc::new(bytes);
        let indices: BTreeSet<u32> = FAMILIES
            .iter()
            .filter(|family| family.regular == file || family.bold == file)
            .map(|family| family.index)
            .collect();
        for index in indices {
            let face = Arc::new(Face::read(file, index, &data)?);
            self.faces.retain(|known| (known.file, known.index) != (file, index));
            self.faces.push(face);
        }
        Ok(())
    }

    /// Takes over the faces of another set.
    pub fn join(&mut self, other: &Fonts) {
        for face in &other.faces {
            if !self.faces.iter().any(|known| (known.file, known.index) == (face.file, face.index)) {
                self.faces.push(Arc::clone(face));
            }
        }
    }

    fn position(&self, family: usize, bold: bool) -> Option<usize> {
        let family = FAMILIES.get(family)?;
        let file = if bold { family.bold } else { family.regular };
        let find = |file: FontFile| {
            self.faces.iter().position(|face| face.file == file && face.index == family.index)
        };
        find(file).or_else(|| find(family.regular))
    }

    /// The face that a voice is set in, unless a script needs another.
    pub(crate) fn primary(&self, voice: Voice, bold: bool) -> Result<usize, FontError> {
        let family = match voice {
            Voice::Text => TEXT,
            Voice::Label => LABEL,
        };
        self.position(family, bold)
            .or_else(|| self.position(TEXT, bold))
            .ok_or_else(|| FontError::Missing(FAMILIES.get(family).map_or(NO_FILE, |family| family.regular)))
    }

    /// The faces that may have a character of this script, the best first; after those any other.
    pub(crate) fn fallback(&self, script: Script, han: Han, bold: bool) -> Vec<usize> {
        let mut order = Vec::new();
        let mut push = |position: Option<usize>| {
            if let Some(position) = position
                && !order.contains(&position)
            {
                order.push(position);
            }
        };
        let serving =
            |family: &&(usize, &Family)| family.1.serves.contains(&script) || script == Script::Common;
        if script == Script::Han {
            push(self.position(han.family(), bold));
        }
        let families: Vec<(usize, &Family)> = FAMILIES.iter().enumerate().collect();
        families.iter().filter(serving).for_each(|(family, _)| push(self.position(*family, bold)));
        families.iter().for_each(|(family, _)| push(self.position(*family, bold)));
        order
    }

    pub(crate) fn face(&self, position: usize) -> Option<&Face> {
        self.faces.get(position).map(AsRef::as_ref)
    }

    pub(crate) fn faces(&self) -> impl Iterator<Item = &Face> {
        self.faces.iter().map(AsRef::as_ref)
    }
}

const NO_FILE: FontFile = FontFile { name: "NotoSerif-Regular.ttf", package: CORE };

/// Whose shapes of Han characters are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Han {
    Japanese,
    Korean,
    Simplified,
    Traditional,
}

impl Han {
    /// By the language of a text, else by the other scripts in it.
    pub(crate) fn of(language: &str, text: &str) -> Han {
        let tag = language.to_ascii_lowercase();
        match tag.split(['-', '_']).next().unwrap_or_default() {
            "ja" => return Han::Japanese,
            "ko" => return Han::Korean,
            "zh" if ["hant", "tw", "hk", "mo"].iter().any(|part| tag.contains(part)) => {
                return Han::Traditional;
            }
            "zh" => return Han::Simplified,
            _ => {}
        }
        for c in text.chars() {
            match c.script() {
                Script::Hiragana | Script::Katakana => return Han::Japanese,
                Script::Hangul => return Han::Korean,
                _ => {}
            }
        }
        Han::Simplified
    }

    fn family(self) -> usize {
        match self {
            Han::Japanese => JAPANESE,
            Han::Korean => KOREAN,
            Han::Simplified => SIMPLIFIED,
            Han::Traditional => TRADITIONAL,
        }
    }
}

/// The files that a letter with these texts needs: those of both voices, and those of every script in the texts.
#[must_use]
pub fn files_for<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<FontFile> {
    let mut files = BTreeSet::new();
    let mut add = |family: &Family| {
        files.insert(family.regular);
        files.insert(family.bold);
    };
    FAMILIES.iter().take(2).for_each(&mut add);
    let mut scripts: Vec<Script> = Vec::new();
    let mut symbols = false;
    for c in texts.into_iter().flat_map(str::chars).filter(|c| !c.is_ascii()) {
        match c.script() {
            Script::Inherited => {}
            // Ideographic marks and full-width forms are common to several scripts.
            Script::Common if matches!(c as u32, 0x3000..=0x33FF | 0xFE30..=0xFE4F | 0xFF00..=0xFFEF) => {
                scripts.push(Script::Han);
            }
            Script::Common => symbols |= matches!(c as u32, 0x2100..=0x2BFF | 0x1D400..),
            script => scripts.push(script),
        }
        scripts.dedup();
    }
    if symbols {
        scripts.push(Script::Common);
    }
    FAMILIES
        .iter()
        .filter(|family| family.serves.iter().any(|script| scripts.contains(script)))
        .for_each(add);
    files.into_iter().collect()
}

/// Every file that any letter could need.
#[must_use]
pub fn all_files() -> Vec<FontFile> {
    let files: BTreeSet<FontFile> =
        FAMILIES.iter().flat_map(|family| [family.regular, family.bold]).collect();
    files.into_iter().collect()
}
