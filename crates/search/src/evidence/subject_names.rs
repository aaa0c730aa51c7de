//! The names under which a subject is found: of persons as they stand, of organisations without their legal form, of ships
//! without their sort, of addresses with their usual words in one spelling.

use crate::query::{Kind, Query};
use crate::subject::Subject;

/// The longest name that is looked at, in characters.
const LONGEST: usize = 500;
/// Names of one subject that are kept, at most.
const MOST: usize = 40;

/// The texts to parse as names of a subject.
#[must_use]
pub fn names_of(subject: &Subject) -> Vec<String> {
    let kind = Kind::of_schema(&subject.schema);
    let mut names = Vec::new();
    for property in Subject::NAMES {
        subject.values(property).iter().for_each(|text| add(&mut names, kind, text));
    }
    if kind == Kind::Person && names.is_empty() {
        let parts = ["firstName", "secondName", "middleName", "fatherName", "lastName"];
        let parts: Vec<&str> = parts.iter().filter_map(|property| subject.first(property)).collect();
        add(&mut names, kind, &parts.join(" "));
    }
    if kind == Kind::Address || kind == Kind::Property {
        for property in ["full", "address"] {
            subject.values(property).iter().for_each(|text| add(&mut names, kind, text));
        }
        let parts = ["street", "city", "postalCode", "region"];
        let parts: Vec<&str> = parts.iter().filter_map(|property| subject.first(property)).collect();
        add(&mut names, Kind::Address, &parts.join(" "));
    }
    names
}

/// The texts to parse as names of what is asked for.
#[must_use]
pub fn names_asked(query: &Query) -> Vec<String> {
    let mut names = Vec::new();
    add(&mut names, query.kind.unwrap_or(Kind::Person), &query.name);
    names
}

fn add(names: &mut Vec<String>, kind: Kind, text: &str) {
    let text: String = text.chars().take(LONGEST).collect();
    let mut push = |name: String| {
        if !name.trim().is_empty() && names.len() < MOST && !names.contains(&name) {
            names.push(name);
        }
    };
    match kind {
        Kind::Organisation => {
            let core = without_form(&text);
            let letters = acronym(&core);
            push(if core.is_empty() { text } else { core });
            letters.into_iter().for_each(&mut push);
        }
        Kind::Vessel => push(without_sort(&text)),
        Kind::Address | Kind::Property => push(address(&text)),
        Kind::Person | Kind::Vehicle | Kind::Aircraft | Kind::Asset => push(text),
    }
}

/// Legal forms: each line is one form in its spellings, the first standing for all. Punctuation is left out of both.
const FORMS: &[&str] = &[
    "gmbh|gesellschaft mit beschränkter haftung|gmbh & co kg|mbh|ges m b h|gesmbh",
    "ag|aktiengesellschaft",
    "ug|unternehmergesellschaft",
    "kg|kommanditgesellschaft",
    "ohg|offene handelsgesellschaft",
    "ev|eingetragener verein",
    "eg|eingetragene genossenschaft",
    "ltd|limited|pvt ltd|private limited|co ltd|company limited|pte ltd|pty ltd|sdn bhd|тоо|товарищество с ограниченной ответственностью|жшс|ттоо",
    "plc|public limited company",
    "llc|l l c|limited liability company|limited liability partnership|llp|fzc|fz llc|fze|fzco|free zone establishment|w l l|wll|ذ م م",
    "inc|incorporated|corp|corporation",
    "ooo|ооо|общество с ограниченной ответственностью|obshchestvo s ogranichennoi otvetstvennostyu|obshchestvo s ogranichennoy otvetstvennostyu|tov|тов|товариство з обмеженою відповідальністю|тдв|осоо",
    "ao|ао|акционерное общество|aktsionernoe obshchestvo|jsc|joint stock company|joint-stock company|oao|оао|открытое акционерное общество|pao|пао|публичное акционерное общество|pjsc|public joint stock company|zao|зао|закрытое акционерное общество|cjsc|closed joint stock company|ojsc|open joint stock company|prat|прат|пат|приватне акціонерне товариство|ат|ад|a d",
    "ip|ип|индивидуальный предприниматель|фоп",
    "gup|гуп|фгуп|fgup|муп|унитарное предприятие|federal state unitary enterprise|уп",
    "nko|нко|некоммерческая организация|анo|ано|фонд|fond",
    "oü|osaühing|ou",
    "as|aktsiaselts|a/s|aktieselskab|aksjeselskap|akciju sabiedrība|akciová společnost|a s|anonim şirketi|a ş|aş",
    "mtü|mittetulundusühing",
    "sia|sabiedrība ar ierobežotu atbildību",
    "uab|uždaroji akcinė bendrovė",
    "ab|aktiebolag|akcinė bendrovė|aktiebolaget",
    "oy|osakeyhtiö|oyj|oy ab",
    "aps|anpartsselskab",
    "sp z o o|sp zoo|spółka z ograniczoną odpowiedzialnością|spolka z ograniczona odpowiedzialnoscia|sp z oo",
    "sa|s a|société anonyme|sociedad anónima|sociedade anónima|spółka akcyjna|societate pe acțiuni|s a s|sas|société par actions simplifiée|s p a|spa|società per azioni|s a e|ae|α ε",
    "sarl|s a r l|société à responsabilité limitée|s r l|srl|società a responsabilità limitata|sociedad de responsabilidad limitada|sl|s l|societate cu răspundere limitată|lda|limitada|ltda|eurl",
    "bv|b v|besloten vennootschap|bvba",
    "nv|n v|naamloze vennootschap",
    "kft|korlátolt felelősségű társaság",
    "zrt|nyrt|rt|zártkörűen működő részvénytársaság",
    "doo|d o o|društvo s ograničenom odgovornošću|дoo|доо|дооел|društvo sa ograničenom odgovornošću",
    "dd|d d|dioničko društvo",
    "ood|оод|eood|еоод|дружество с ограничена отговорност",
    "sro|s r o|spoločnosť s ručením obmedzeným|společnost s ručením omezeným|spol s r o",
    "epe|ε π ε|ike|ι κ ε|επε",
    "ltd şti|limited şirketi|ltd sti|san ve tic ltd şti",
    "mmc|ммс|məhdud məsuliyyətli cəmiyyəti",
    "шпк|шпк|shpk|sh p k",
    "kk|k k|kabushiki kaisha|株式会社|（株）|有限会社|合同会社|godo kaisha",
    "yugenhoesa|주식회사|유한회사|jusikhoesa",
    "youxian gongsi|有限公司|有限责任公司|股份有限公司|集团有限公司|co  ltd",
    "pt|perseroan terbatas|tbk",
    "sherkat|شرکت|شركة|sharikat|sherkate|company|co|compagnie|firma|фирма|компания|kompaniya|предприятие|enterprise|holding|холдинг|group|группа",
    "stiftung|foundation|fundación|fondation|fundacja|säätiö|сдружение|stichting",
];

/// The words of a text in lower case, without punctuation.
fn plain(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !(c.is_alphanumeric() || c == '&' || c == '/'))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Where in the words a form begins and how many words it takes; the longest at either end.
fn found(words: &[String]) -> Option<(usize, usize, &'static str)> {
    let mut best: Option<(usize, usize, &'static str)> = None;
    for forms in FORMS {
        let name = forms.split('|').next().unwrap_or_default();
        for form in forms.split('|') {
            let form: Vec<&str> = form.split(' ').filter(|word| !word.is_empty()).collect();
            let length = form.len();
            if length == 0 || length > words.len() || best.is_some_and(|(_, known, _)| known >= length) {
                continue;
            }
            let at = |from: usize| {
                words.iter().skip(from).take(length).map(String::as_str).eq(form.iter().copied())
            };
            for from in [words.len() - length, 0] {
                if at(from) {
                    best = Some((from, length, name));
                    break;
                }
            }
        }
    }
    best
}

/// The legal form in a name, by the word that stands for its spellings.
pub(crate) fn legal_form(text: &str) -> Option<&'static str> {
    let (_, _, name) = found(&plain(text))?;
    // These say that it is a firm, not which form it has.
    (name != "sherkat").then_some(name)
}

/// A name without the legal forms at its ends; the text's own words in lower case.
fn without_form(text: &str) -> String {
    // Scripts without spaces write the form onto the name.
    let mut text = text.to_owned();
    for form in [
        "株式会社",
        "（株）",
        "有限会社",
        "股份有限公司",
        "有限责任公司",
        "集团有限公司",
        "有限公司",
        "주식회사",
        "유한회사",
    ] {
        if text.contains(form) && text.chars().count() > form.chars().count() + 1 {
            text = text.replacen(form, " ", 1);
        }
    }
    let mut words = plain(&text);
    for _ in 0..3 {
        match found(&words) {
            Some((from, length, _)) if length < words.len() => {
                words.drain(from..from + length);
            }
            _ => break,
        }
    }
    words.join(" ")
}

/// The first letters of a name of three words or more: how it is often called.
fn acronym(core: &str) -> Option<String> {
    const SMALL: &[&str] = &[
        "of", "the", "and", "for", "und", "der", "die", "de", "la", "le", "et", "y", "и", "в", "по", "on",
        "in",
    ];
    let letters: String = core
        .split(' ')
        .filter(|word| !SMALL.contains(word))
        .filter_map(|word| word.chars().next())
        .filter(|c| c.is_alphabetic())
        .collect();
    (letters.chars().count() >= 3).then_some(letters)
}

/// A ship's name without the letters for its sort.
fn without_sort(text: &str) -> String {
    let upper = text.trim();
    for sort in [
        "M/V",
        "MV",
        "M/T",
        "MT",
        "S/S",
        "SS",
        "M/S",
        "MS",
        "M.V.",
        "M.T.",
        "F/V",
        "FV",
        "T/B",
        "LPG/C",
        "LNG/C",
        "M/Y",
        "MY",
        "S/Y",
        "SY",
        "т/х",
        "т/к",
        "п/х",
        "НИС",
        "МФ",
        "VESSEL",
        "TANKER",
        "танкер",
        "теплоход",
        "судно",
    ] {
        let mut chars = upper.chars();
        let front: String = chars.by_ref().take(sort.chars().count()).collect();
        let rest = chars.as_str();
        if front.to_lowercase() == sort.to_lowercase() && rest.starts_with([' ', '"', '«', '“', '\'']) {
            let name = rest.trim_matches([' ', '"', '«', '»', '“', '”', '\'']);
            if !name.is_empty() {
                return name.to_owned();
            }
        }
    }
    upper.trim_matches(['"', '«', '»', '“', '”']).to_owned()
}

/// Usual words of addresses, each in one spelling.
const ADDRESS: &[(&str, &str)] = &[
    ("st", "street"),
    ("str", "street"),
    ("straße", "street"),
    ("strasse", "street"),
    ("ул", "street"),
    ("улица", "street"),
    ("ulitsa", "street"),
    ("ul", "street"),
    ("ulica", "street"),
    ("rue", "street"),
    ("via", "street"),
    ("calle", "street"),
    ("c", "street"),
    ("tn", "street"),
    ("tänav", "street"),
    ("iela", "street"),
    ("gatvė", "street"),
    ("g", "street"),
    ("вул", "street"),
    ("вулиця", "street"),
    ("sokak", "street"),
    ("sok", "street"),
    ("شارع", "street"),
    ("خیابان", "street"),
    ("ave", "avenue"),
    ("av", "avenue"),
    ("пр", "avenue"),
    ("просп", "avenue"),
    ("проспект", "avenue"),
    ("prospekt", "avenue"),
    ("pr", "avenue"),
    ("avenida", "avenue"),
    ("pst", "avenue"),
    ("puiestee", "avenue"),
    ("allee", "avenue"),
    ("bd", "boulevard"),
    ("blvd", "boulevard"),
    ("бульвар", "boulevard"),
    ("бул", "boulevard"),
    ("bulvar", "boulevard"),
    ("rd", "road"),
    ("mnt", "road"),
    ("maantee", "road"),
    ("шоссе", "road"),
    ("ш", "road"),
    ("weg", "road"),
    ("route", "road"),
    ("ln", "lane"),
    ("пер", "lane"),
    ("переулок", "lane"),
    ("gasse", "lane"),
    ("sq", "square"),
    ("пл", "square"),
    ("площадь", "square"),
    ("platz", "square"),
    ("place", "square"),
    ("plaza", "square"),
    ("piazza", "square"),
    ("väljak", "square"),
    ("apt", "flat"),
    ("кв", "flat"),
    ("квартира", "flat"),
    ("wohnung", "flat"),
    ("whg", "flat"),
    ("appt", "flat"),
    ("krt", "flat"),
    ("korter", "flat"),
    ("unit", "flat"),
    ("suite", "flat"),
    ("оф", "office"),
    ("офис", "office"),
    ("д", "house"),
    ("дом", "house"),
    ("nr", "house"),
    ("no", "house"),
    ("h", "house"),
    ("корп", "block"),
    ("к", "block"),
    ("стр", "block"),
    ("bldg", "block"),
    ("building", "block"),
    ("г", "city"),
    ("гор", "city"),
    ("город", "city"),
    ("обл", "region"),
    ("область", "region"),
    ("oblast", "region"),
];

fn address(text: &str) -> String {
    let words: Vec<String> = plain(text)
        .into_iter()
        // `Hauptstraße` and `Hauptstr` are two words, as elsewhere.
        .flat_map(|word| {
            for end in ["straße", "strasse", "str"] {
                if let Some(front) = word.strip_suffix(end).filter(|front| front.chars().count() >= 3) {
                    return vec![front.to_owned(), "street".to_owned()];
                }
            }
            vec![word]
        })
        .map(|word| {
            ADDRESS.iter().find(|(known, _)| *known == word).map_or(word, |(_, usual)| (*usual).to_owned())
        })
        .filter(|word| !matches!(word.as_str(), "house" | "city"))
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: Kind, text: &str, expected: &str) {
        let mut names = Vec::new();
        add(&mut names, kind, text);
        assert_eq!(names.join(" | "), expected, "{text}");
    }

    #[test]
    fn organisations_are_found_without_their_form() {
        check(Kind::Organisation, "Baltic Timber OÜ", "baltic timber");
        check(Kind::Organisation, "ООО «Северный ветер»", "северный ветер");
        check(Kind::Organisation, "Severnyi Veter Limited Liability Company", "severnyi veter");
        check(Kind::Organisation, "Müller & Söhne GmbH & Co. KG", "müller & söhne");
        check(Kind::Organisation, "Publichnoe Bank PJSC", "publichnoe bank");
        check(Kind::Organisation, "GmbH", "gmbh");
        check(Kind::Organisation, "株式会社山田商事", "山田商事");
        check(
            Kind::Organisation,
            "Islamic Republic of Iran Shipping Lines",
            "islamic republic of iran shipping lines | irisl",
        );
        assert_eq!(legal_form("ООО Ромашка"), Some("ooo"));
        assert_eq!(legal_form("Romashka OOO"), Some("ooo"));
        assert_eq!(legal_form("Romashka Joint Stock Company"), Some("ao"));
        assert_eq!(legal_form("Romashka Group"), None);
    }

    #[test]
    fn ships_are_found_without_their_sort() {
        check(Kind::Vessel, "M/V \"Northern Star\"", "Northern Star");
        check(Kind::Vessel, "т/х «Академик Шокальский»", "Академик Шокальский");
        check(Kind::Vessel, "MYSTIC", "MYSTIC");
    }

    #[test]
    fn addresses_are_written_in_many_ways() {
        check(Kind::Address, "Hauptstraße 12, 10115 Berlin", "haupt street 12 10115 berlin");
        check(Kind::Address, "Hauptstr. 12, 10115 Berlin", "haupt street 12 10115 berlin");
        check(Kind::Address, "г. Москва, ул. Тверская, д. 7, кв. 3", "москва street тверская 7 flat 3");
    }
}
