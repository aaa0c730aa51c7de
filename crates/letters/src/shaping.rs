//! From characters to glyphs: which face draws which characters, and what the shaper makes of them.
//!
//! Characters that no face can draw, and control characters, become U+FFFD on the page and are counted, so that nothing
//! vanishes unseen.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::rc::Rc;

use harfrust::{
    BufferClusterLevel, Direction, Language, ShapeOptions, ShapePlan, Shaper, Tag, UnicodeBuffer,
};
use icu_segmenter::GraphemeClusterSegmenter;
use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{GraphemeClusterSegmenterBorrowed, LineSegmenter, LineSegmenterBorrowed};
use read_fonts::TableProvider;
use unicode_script::{Script, UnicodeScript};

use crate::fonts::{FontError, Fonts, Han, Voice};

/// What stands for a character that cannot be drawn.
const REPLACEMENT: char = '\u{FFFD}';

/// A shaped glyph, in parts of an em.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) id: u32,
    /// The bytes of the text that it draws.
    pub(crate) range: Range<usize>,
    pub(crate) advance: f32,
    pub(crate) x: f32,
    pub(crate) y: f32,
}

/// A shaped piece of text, its glyphs from left to right.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shaped {
    /// The face that the glyphs belong to.
    pub(crate) face: usize,
    pub(crate) glyphs: Vec<Glyph>,
    /// In parts of the size of the text.
    pub(crate) width: f32,
    /// How much larger than the text the face is set.
    pub(crate) scale: f32,
}

/// Which shaping a piece of text needs.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Need {
    text: String,
    face: usize,
    script: Script,
    right_to_left: bool,
    language: String,
}

type PlanKey = (usize, Script, bool, String);

/// Shapes text with the faces that are there, and remembers what it shaped.
pub(crate) struct Setter<'f> {
    pub(crate) fonts: &'f Fonts,
    shapers: Vec<Option<Shaper<'f>>>,
    cmaps: Vec<Option<read_fonts::tables::cmap::Cmap<'f>>>,
    plans: HashMap<PlanKey, ShapePlan>,
    shaped: HashMap<Need, Rc<Shaped>>,
    covered: HashMap<(usize, char), bool>,
    drawable: HashMap<char, bool>,
    orders: HashMap<(Script, Han, bool), Rc<Vec<usize>>>,
    primaries: [usize; 4],
    pub(crate) graphemes: GraphemeClusterSegmenterBorrowed<'static>,
    pub(crate) lines: LineSegmenterBorrowed<'static>,
    missing: BTreeMap<char, usize>,
}

impl<'f> Setter<'f> {
    pub(crate) fn new(fonts: &'f Fonts) -> Result<Self, FontError> {
        let primaries = [
            fonts.primary(Voice::Text, false)?,
            fonts.primary(Voice::Text, true)?,
            fonts.primary(Voice::Label, false)?,
            fonts.primary(Voice::Label, true)?,
        ];
        let tables: Vec<_> = fonts.faces().map(|face| (face, face.tables())).collect();
        Ok(Self {
            fonts,
            shapers: tables
                .iter()
                .map(|(face, font)| font.as_ref().map(|font| face.shaper.shaper(font).build()))
                .collect(),
            cmaps: tables.iter().map(|(_, font)| font.as_ref().and_then(|font| font.cmap().ok())).collect(),
            plans: HashMap::new(),
            shaped: HashMap::new(),
            covered: HashMap::new(),
            drawable: HashMap::new(),
            orders: HashMap::new(),
            primaries,
            graphemes: GraphemeClusterSegmenter::new(),
            lines: LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default()),
            missing: BTreeMap::new(),
        })
    }

    /// The characters that could not be drawn, with how often each was asked for.
    pub(crate) fn missing(&self) -> &BTreeMap<char, usize> {
        &self.missing
    }

    /// The face of a voice.
    pub(crate) fn primary(&self, voice: Voice, bold: bool) -> usize {
        let [text, text_bold, label, label_bold] = self.primaries;
        match (voice, bold) {
            (Voice::Text, false) => text,
            (Voice::Text, true) => text_bold,
            (Voice::Label, false) => label,
            (Voice::Label, true) => label_bold,
        }
    }

    /// Text as it can be set: line ends are `\n`, tabs are spaces, what cannot be drawn is U+FFFD and counted.
    pub(crate) fn clean(&mut self, text: &str) -> String {
        let mut clean = String::with_capacity(text.len());
        let mut after_return = false;
        for c in text.chars() {
            let follows_return = std::mem::replace(&mut after_return, c == '\r');
            match c {
                '\n' if follows_return => {}
                '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => clean.push('\n'),
                '\t' => clean.push(' '),
                // A mark of byte order, a soft hyphen and a word joiner have nothing to draw; isolates are set by the
                // letter itself, around whole texts, so that none can end another.
                '\u{feff}' | '\u{ad}' | '\u{2060}' | '\u{2066}'..='\u{2069}' => {}
                ' '..='~' => clean.push(c),
                _ if self.can_draw(c) => clean.push(c),
                _ => {
                    *self.missing.entry(c).or_default() += 1;
                    clean.push(REPLACEMENT);
                }
            }
        }
        clean
    }

    fn can_draw(&mut self, c: char) -> bool {
        if let Some(known) = self.drawable.get(&c) {
            return *known;
        }
        let able = if c.is_control() || turns_direction(c) || is_private(c) {
            false
        } else {
            joins_only(c) || (0..self.cmaps.len()).any(|face| self.covers(face, c)) || c.is_whitespace()
        };
        self.drawable.insert(c, able);
        able
    }

    fn covers(&mut self, face: usize, c: char) -> bool {
        if let Some(known) = self.covered.get(&(face, c)) {
            return *known;
        }
        let covers = self
            .cmaps
            .get(face)
            .and_then(Option::as_ref)
            .and_then(|cmap| cmap.map_codepoint(c))
            .is_some_and(|glyph| glyph.to_u32() != 0);
        self.covered.insert((face, c), covers);
        covers
    }

    /// The face that draws a cluster of characters of this script.
    pub(crate) fn choose(
        &mut self,
        cluster: &str,
        script: Script,
        voice: Voice,
        bold: bool,
        han: Han,
    ) -> usize {
        let primary = self.primary(voice, bold);
        if self.covers_all(primary, cluster) {
            return primary;
        }
        let order = match self.orders.get(&(script, han, bold)) {
            Some(order) => Rc::clone(order),
            None => {
                let order = Rc::new(self.fonts.fallback(script, han, bold));
                self.orders.insert((script, han, bold), Rc::clone(&order));
                order
            }
        };
        let whole = order.iter().copied().find(|face| self.covers_all(*face, cluster));
        // A base whose marks no face has together with it is drawn by the face that has the base.
        let base = || {
            let base = cluster.chars().next().unwrap_or(REPLACEMENT);
            order.iter().copied().find(|face| self.covers(*face, base))
        };
        whole.or_else(base).unwrap_or(primary)
    }

    /// Whether a face has every character itself.
    pub(crate) fn has_all(&mut self, face: usize, characters: &str) -> bool {
        characters.chars().all(|c| self.covers(face, c))
    }

    fn covers_all(&mut self, face: usize, cluster: &str) -> bool {
        cluster.chars().all(|c| joins_only(c) || self.covers(face, c))
    }

    /// Shapes a piece of text that one face draws in one direction.
    pub(crate) fn shape(
        &mut self,
        text: &str,
        face: usize,
        script: Script,
        right_to_left: bool,
        language: &str,
    ) -> Rc<Shaped> {
        let need = Need { text: text.to_owned(), face, script, right_to_left, language: language.to_owned() };
        if let Some(known) = self.shaped.get(&need) {
            return Rc::clone(known);
        }
        let mut shaped = self.shape_anew(text, face, script, right_to_left, language);
        if shaped.glyphs.iter().any(|glyph| glyph.id == 0) {
            shaped = self.replace(text);
        }
        let shaped = Rc::new(shaped);
        self.shaped.insert(need, Rc::clone(&shaped));
        shaped
    }

    fn shape_anew(
        &mut self,
        text: &str,
        face: usize,
        script: Script,
        right_to_left: bool,
        language: &str,
    ) -> Shaped {
        let nothing = Shaped { face, glyphs: Vec::new(), width: 0.0, scale: 1.0 };
        let Some(Some(shaper)) = self.shapers.get(face) else { return nothing };
        let direction = if right_to_left { Direction::RightToLeft } else { Direction::LeftToRight };
        let tag = script_tag(script);
        let spoken: Option<Language> = if language.is_empty() { None } else { language.parse().ok() };
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        // A mark keeps a text of its own, so that readers that turn right-to-left text around do not tear it off its base.
        buffer.set_cluster_level(BufferClusterLevel::MonotoneCharacters);
        buffer.set_direction(direction);
        if let Some(tag) = tag {
            buffer.set_script(tag);
        }
        if let Some(spoken) = spoken.clone() {
            buffer.set_language(spoken);
        }
        let key = (face, script, right_to_left, language.to_owned());
        let plan = self
            .plans
            .entry(key)
            .or_insert_with(|| ShapePlan::new(shaper, direction, tag, spoken.as_ref(), &[]));
        let set = shaper.shape(buffer, ShapeOptions::new().plan(Some(plan)));
        let (em, scale) = self.fonts.face(face).map_or((1000.0, 1.0), |face| (face.units_per_em, face.scale));
        let mut starts: Vec<usize> = set.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        starts.sort_unstable();
        starts.dedup();
        let mut width = 0.0;
        let glyphs = set
            .glyph_infos()
            .iter()
            .zip(set.glyph_positions())
            .map(|(info, position)| {
                let start = info.cluster as usize;
                let after = starts.partition_point(|other| *other <= start);
                let end = starts.get(after).copied().unwrap_or(text.len());
                let advance = units(position.x_advance) / em;
                width += advance * scale;
                Glyph {
                    id: info.glyph_id,
                    range: start..end,
                    advance,
                    x: units(position.x_offset) / em,
                    y: units(position.y_offset) / em,
                }
            })
            .collect();
        Shaped { face, glyphs, width, scale }
    }

    /// What stands for a piece that its face cannot draw after all.
    fn replace(&mut self, text: &str) -> Shaped {
        for c in text.chars().filter(|c| !c.is_whitespace() && !joins_only(*c)) {
            *self.missing.entry(c).or_default() += 1;
        }
        let face = self.primary(Voice::Text, false);
        let mut shaped = self.shape_anew(&REPLACEMENT.to_string(), face, Script::Common, false, "");
        shaped.glyphs.retain(|glyph| glyph.id != 0);
        shaped.width = shaped.glyphs.iter().map(|glyph| glyph.advance).sum();
        for glyph in &mut shaped.glyphs {
            glyph.range = 0..text.len();
        }
        shaped
    }
}

#[expect(clippy::cast_precision_loss, reason = "an advance has a few thousand units, an exact float")]
fn units(value: i32) -> f32 {
    value as f32
}

fn script_tag(script: Script) -> Option<harfrust::Script> {
    let bytes: [u8; 4] = script.short_name().as_bytes().try_into().ok()?;
    harfrust::Script::from_iso15924_tag(Tag::new(&bytes))
}

/// Joiners and variation selectors: they change how others look and have no look of their own.
pub(crate) fn joins_only(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{61c}' | '\u{34f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | ISOLATE | END_ISOLATE)
}

/// Begins a text whose direction is its own.
pub(crate) const ISOLATE: char = '\u{2068}';
/// Ends such a text.
pub(crate) const END_ISOLATE: char = '\u{2069}';

/// What could make one text look like another.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}')
}

fn is_private(c: char) -> bool {
    let code = c as u32;
    matches!(code, 0xE000..=0xF8FF | 0xFDD0..=0xFDEF | 0xE0000..=0xE007F | 0xF0000..)
        || code & 0xFFFE == 0xFFFE
}

/// The script of a cluster: that of its first character that has one.
pub(crate) fn script_of(cluster: &str) -> Script {
    cluster
        .chars()
        .map(|c| c.script())
        .find(|script| !matches!(script, Script::Common | Script::Inherited))
        .unwrap_or(Script::Common)
}
