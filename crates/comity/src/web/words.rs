//! Every word a reader sees, in the reader's language: the files of `locales`, numbers, durations and moments.
//!
//! A key that a language lacks is read from English; a key that nobody has is shown as itself, so that a new value
//! from the desk is legible before it is translated.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lang {
    /// English.
    En,
    /// Russian.
    Ru,
    /// German.
    De,
    /// Arabic, written from right to left.
    Ar,
}

impl Lang {
    /// All languages, in the order of the menu.
    pub(crate) const ALL: [Lang; 4] = [Lang::En, Lang::Ru, Lang::De, Lang::Ar];

    /// The BCP 47 tag.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Ru => "ru",
            Lang::De => "de",
            Lang::Ar => "ar",
        }
    }

    /// Its own name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Lang::En => "English",
            Lang::Ru => "Русский",
            Lang::De => "Deutsch",
            Lang::Ar => "العربية",
        }
    }

    /// The direction of writing.
    pub(crate) fn direction(self) -> &'static str {
        match self {
            Lang::En | Lang::Ru | Lang::De => "ltr",
            Lang::Ar => "rtl",
        }
    }

    /// The language of a tag such as `de` or `de-AT`.
    pub(crate) fn of(tag: &str) -> Option<Lang> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Lang::ALL.into_iter().find(|lang| primary.eq_ignore_ascii_case(lang.tag()))
    }

    /// The first language of an `Accept-Language` header that we have, by the reader's weights.
    pub(crate) fn accepted(header: &str) -> Option<Lang> {
        let mut wishes: Vec<(u16, Lang)> = header
            .split(',')
            .take(32)
            .filter_map(|item| {
                let (tag, weight) = item.split_once(';').unwrap_or((item, "q=1"));
                let weight = weight.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok())?;
                let per_mille = (weight.clamp(0.0, 1.0) * 1000.0).round();
                // The clamp above keeps the value between 0 and 1000.
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped above")]
                let per_mille = per_mille as u16;
                Some((per_mille, Lang::of(tag.trim())?)).filter(|(weight, _)| *weight > 0)
            })
            .collect();
        wishes.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        wishes.first().map(|(_, lang)| *lang)
    }

    fn source(self) -> &'static str {
        // What a language says stands in one file for the desk and one for each of law, names of states, talks, letters and
        // persons and witnesses.
        macro_rules! texts {
            ($lang:literal) => {
                concat!(
                    include_str!(concat!("../../../../locales/", $lang, ".ftl")),
                    "\n",
                    include_str!(concat!("../../../../locales/", $lang, "/law.ftl")),
                    "\n",
                    include_str!(concat!("../../../../locales/", $lang, "/periods.ftl")),
                    "\n",
                    include_str!(concat!("../../../../locales/", $lang, "/states.ftl")),
                    "\n",
                    include_str!(concat!("../../../../locales/", $lang, "/talks.ftl")),
                    "\n",
                    include_str!(concat!("../../../../locales/", $lang, "/letters.ftl")),
                    "\n",
                    include_str!(concat!("../../../../locales/", $lang, "/liberty.ftl")),
                    "\n",
                    include_str!(concat!("../../../../locales/", $lang, "/measures.ftl")),
                    "\n",
                    include_str!(concat!("../../../../locales/", $lang, "/custody.ftl")),
                    "\n",
                    include_str!(concat!("../../../../locales/", $lang, "/persons.ftl")),
                    "\n",
                    include_str!(concat!("../../../../locales/", $lang, "/delivery.ftl")),
                    "\n",
                    include_str!(concat!("../../../../locales/", $lang, "/witness.ftl")),
                )
            };
        }
        match self {
            Lang::En => texts!("en"),
            Lang::Ru => texts!("ru"),
            Lang::De => texts!("de"),
            Lang::Ar => texts!("ar"),
        }
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        static BUNDLES: LazyLock<[FluentBundle<FluentResource>; 4]> =
            LazyLock::new(|| Lang::ALL.map(|lang| lang.read()));
        let [en, ru, de, ar] = &*BUNDLES;
        match self {
            Lang::En => en,
            Lang::Ru => ru,
            Lang::De => de,
            Lang::Ar => ar,
        }
    }

    fn read(self) -> FluentBundle<FluentResource> {
        let locale = self.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Only a right-to-left sentence needs the isolating marks; elsewhere they are noise in copied text.
        bundle.set_use_isolating(self == Lang::Ar);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(number) if number.value.fract() == 0.0 => Some(grouped(&number.as_string())),
            _ => None,
        }));
        // What does not parse is left out here and found by the test of completeness.
        let resource = FluentResource::try_new(self.source().to_owned()).unwrap_or_else(|(rest, _)| rest);
        bundle.add_resource_overriding(resource);
        bundle
    }
}

/// Digits in groups of three from five digits up, with the narrow space that ISO 80000 recommends.
fn grouped(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("−", rest));
    if digits.len() < 5 {
        return format!("{sign}{digits}");
    }
    let mut text = String::from(sign);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// A value put into a sentence.
pub(crate) enum Arg<'a> {
    /// A number, which also chooses the plural.
    Number(i64),
    /// Text.
    Text(&'a str),
}

impl From<u64> for Arg<'_> {
    fn from(number: u64) -> Self {
        Arg::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Arg<'_> {
    fn from(number: usize) -> Self {
        Arg::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u32> for Arg<'_> {
    fn from(number: u32) -> Self {
        Arg::Number(i64::from(number))
    }
}

impl From<i64> for Arg<'_> {
    fn from(number: i64) -> Self {
        Arg::Number(number)
    }
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Arg::Text(text)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Arg::Text(text)
    }
}

/// The words of one reader: a language and a time zone.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    /// The language.
    pub lang: Lang,
    /// The zone of the authority.
    pub zone: TimeZone,
}

impl Words {
    /// A word or sentence.
    pub(crate) fn t(&self, key: &str) -> String {
        self.tr(key, &[])
    }

    /// A sentence with values.
    pub(crate) fn tr(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.find(self.lang, key, args)
            .or_else(|| self.find(Lang::En, key, args))
            .unwrap_or_else(|| key.to_owned())
    }

    /// The word for a key of the desk or the law: `<family>-<key>`, or the key itself in words.
    pub(crate) fn word(&self, family: &str, key: &str) -> String {
        self.known(family, key).unwrap_or_else(|| key.replace(['-', '_', '.'], " "))
    }

    /// The word for a key, when a translation has it.
    pub(crate) fn known(&self, family: &str, key: &str) -> Option<String> {
        self.known_with(family, key, &[])
    }

    /// The sentence for a key with values, when a translation has it.
    pub(crate) fn known_with(&self, family: &str, key: &str, args: &[(&str, Arg<'_>)]) -> Option<String> {
        let name = format!("{family}-{}", key.replace(['.', '_', '/'], "-").to_lowercase());
        self.find(self.lang, &name, args).or_else(|| self.find(Lang::En, &name, args))
    }

    fn find(&self, lang: Lang, key: &str, args: &[(&str, Arg<'_>)]) -> Option<String> {
        let bundle = lang.bundle();
        let pattern = bundle.get_message(key)?.value()?;
        let mut named = FluentArgs::new();
        for (name, value) in args {
            match value {
                Arg::Number(number) => named.set(*name, *number),
                Arg::Text(text) => named.set(*name, *text),
            }
        }
        let mut errors = Vec::new();
        Some(bundle.format_pattern(pattern, Some(&named), &mut errors).into_owned())
    }

    /// The name of a state in the reader's language, its code in brackets.
    pub(crate) fn state(&self, code: &str) -> String {
        match self.known("state", code) {
            Some(name) => format!("{name} ({code})"),
            None => code.to_owned(),
        }
    }

    /// A whole number, grouped.
    pub(crate) fn number(&self, number: u64) -> String {
        grouped(&number.to_string())
    }

    /// A duration in its two largest units: `3 days 4 hours`.
    pub(crate) fn duration(&self, seconds: i64) -> String {
        let seconds = seconds.unsigned_abs();
        let units = [
            ("unit-days", seconds / 86_400),
            ("unit-hours", seconds % 86_400 / 3_600),
            ("unit-minutes", seconds % 3_600 / 60),
            ("unit-seconds", seconds % 60),
        ];
        let first = units.iter().position(|(_, n)| *n > 0).unwrap_or(units.len() - 1);
        let told: Vec<String> = units
            .iter()
            .skip(first)
            .take(2)
            .filter(|(_, n)| *n > 0 || seconds == 0)
            .map(|(unit, n)| self.tr(unit, &[("n", (*n).into())]))
            .collect();
        told.join(" ")
    }

    /// The length of a period as a rule gives it: `40 days`, `10 working days`, `without delay`.
    pub(crate) fn period(&self, length: u32, unit: &str, days: &str) -> String {
        let family = if days == "working" && unit == "day" { "period-working" } else { "period" };
        self.known_with(family, unit, &[("n", length.into())]).unwrap_or_else(|| match length {
            0 => self.word("period", unit),
            length => format!("{length} {unit}"),
        })
    }

    /// How far a moment lies from `now`: `3 days left`, `overdue by 2 hours`.
    pub(crate) fn left(&self, now: Timestamp, due: Timestamp) -> String {
        let seconds = now.duration_until(due).as_secs();
        let duration = self.duration(seconds);
        let key = if seconds >= 0 { "time-left" } else { "time-overdue" };
        self.tr(key, &[("duration", (&duration).into())])
    }

    /// A size in bytes with its unit.
    pub(crate) fn bytes(&self, bytes: u64) -> String {
        if bytes < 10_000 {
            self.tr("unit-bytes", &[("n", bytes.into())])
        } else if bytes < 10_000_000 {
            format!("{} kB", bytes / 1_000)
        } else {
            format!("{} MB", bytes / 1_000_000)
        }
    }

    /// A score in thousandths as a percentage.
    pub(crate) fn percent(&self, per_mille: u16) -> String {
        // Rounded down, so that what is not certain never reads as certain.
        format!("{}\u{202f}%", per_mille / 10)
    }

    /// A moment in the authority's zone and in UTC, with the ISO form for machines.
    pub(crate) fn moment(&self, at: Timestamp) -> Markup {
        let local = at.to_zoned_datetime(self.zone.clone());
        let utc = at.to_zoned_datetime(TimeZone::UTC);
        let shown = local.strftime("%Y-%m-%d %H:%M").to_string();
        let zone = local.strftime("%Z").to_string();
        let utc_form = if local.date() == utc.date() { "%H:%M" } else { "%Y-%m-%d %H:%M" };
        let same = local.offset().seconds() == 0;
        let iso = at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        html! {
            time.moment datetime=(iso) title=(iso) {
                bdi dir="ltr" { (shown) " " small { (zone) } }
                @if !same { small.utc { " · " bdi dir="ltr" { (utc.strftime(utc_form).to_string()) " UTC" } } }
            }
        }
    }

    /// A moment as plain text in UTC.
    pub(crate) fn iso(&self, at: Timestamp) -> String {
        at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    fn words(lang: Lang) -> Words {
        Words { lang, zone: TimeZone::get("Europe/Tallinn").unwrap() }
    }

    fn messages(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
        let resource = FluentResource::try_new(lang.source().to_owned())
            .unwrap_or_else(|(_, errors)| panic!("{lang:?} does not parse: {errors:?}"));
        let mut found = BTreeMap::new();
        let mut name = String::new();
        for line in resource.source().lines() {
            if let Some((key, _)) = line.split_once(" =")
                && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            {
                name = key.to_owned();
                assert!(found.insert(name.clone(), BTreeSet::new()).is_none(), "{lang:?} has `{name}` twice");
            }
            for part in line.split('$').skip(1) {
                let variable: String = part.chars().take_while(char::is_ascii_alphanumeric).collect();
                found.get_mut(&name).unwrap().insert(variable);
            }
        }
        found
    }

    #[test]
    fn every_language_has_every_message_with_the_same_values() {
        let english = messages(Lang::En);
        assert!(english.len() > 300);
        for lang in Lang::ALL {
            let own = messages(lang);
            let missing: Vec<_> = english.keys().filter(|key| !own.contains_key(*key)).collect();
            let spare: Vec<_> = own.keys().filter(|key| !english.contains_key(*key)).collect();
            assert!(
                missing.is_empty() && spare.is_empty(),
                "{lang:?} lacks {missing:?}, has too many {spare:?}"
            );
            for (key, variables) in &english {
                assert_eq!(variables, &own[key], "the values of `{key}` in {lang:?}");
            }
        }
    }

    #[test]
    fn every_message_formats_in_every_language() {
        for lang in Lang::ALL {
            let words = words(lang);
            for (key, variables) in messages(lang) {
                let args: Vec<(&str, Arg<'_>)> =
                    variables.iter().map(|name| (name.as_str(), Arg::Number(5))).collect();
                let text = words
                    .find(lang, &key, &args)
                    .unwrap_or_else(|| panic!("{lang:?} has no value for `{key}`"));
                assert!(
                    !text.trim().is_empty() && !text.contains("{$"),
                    "`{key}` in {lang:?} reads `{text}`"
                );
            }
        }
    }

    /// The families whose last part comes from the desk, the law or a form.
    const FAMILIES: &[&str] = crate::web::FAMILIES;

    #[test]
    fn every_key_used_exists_and_every_key_is_used() {
        let english = messages(Lang::En);
        let mut used = BTreeSet::new();
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web");
        let mut folders = vec![folder];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|kind| kind == "rs") {
                    let text = std::fs::read_to_string(&path).unwrap();
                    let text = text.split("#[cfg(test)]").next().unwrap();
                    for (open, _) in text.match_indices("t(\"").chain(text.match_indices("tr(\"")) {
                        // The end of another name, such as `export("…`.
                        if text[..open].ends_with(|c: char| c.is_ascii_alphanumeric()) {
                            continue;
                        }
                        let key = text[open..].split('"').nth(1).unwrap();
                        if key.contains('-') && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
                            assert!(
                                english.contains_key(key),
                                "`{key}` of {} is not in en.ftl",
                                path.display()
                            );
                        }
                    }
                    for quoted in text.split('"').skip(1) {
                        used.insert(quoted.to_owned());
                    }
                }
            }
        }
        let idle: Vec<_> = english
            .keys()
            .filter(|key| !used.contains(*key))
            .filter(|key| !FAMILIES.iter().any(|family| key.starts_with(&format!("{family}-"))))
            .collect();
        assert!(idle.is_empty(), "nobody uses {idle:?}");
    }

    #[test]
    fn languages_are_negotiated() {
        fn check(header: &str, expected: Option<Lang>) {
            assert_eq!(Lang::accepted(header), expected, "{header}");
        }
        check("de-AT,de;q=0.9,en;q=0.8", Some(Lang::De));
        check("fr, ru;q=0.5, en;q=0.7", Some(Lang::En));
        check("fr", None);
        check("ar;q=0", None);
        check("ar;q=x", None);
        check("", None);
    }

    #[test]
    fn durations_and_numbers_read_naturally() {
        let english = words(Lang::En);
        assert_eq!(english.duration(90_061), "1 day 1 hour");
        assert_eq!(english.duration(86_400 * 40), "40 days");
        assert_eq!(english.duration(0), "0 seconds");
        assert_eq!(english.duration(-61), "1 minute 1 second");
        assert_eq!(words(Lang::Ru).duration(86_400 * 3 + 7_200), "3 дня 2 часа");
        assert_eq!(english.number(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(english.number(1_234), "1234");
    }

    #[test]
    fn moments_carry_zone_utc_and_iso() {
        let at: Timestamp = "2026-07-01T22:30:00Z".parse().unwrap();
        let text = words(Lang::En).moment(at).into_string();
        assert!(text.contains("2026-07-02 01:30"), "{text}");
        assert!(text.contains("2026-07-01 22:30 UTC"), "{text}");
        assert!(text.contains("datetime=\"2026-07-01T22:30:00Z\""), "{text}");
    }
}
