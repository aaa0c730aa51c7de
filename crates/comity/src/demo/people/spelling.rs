//! How a Cyrillic name is spelt in another country's register, and the Russian and Ukrainian rules for patronymics
//! and feminine family names.
//!
//! One person is spelt `Щербаков` in Moscow, `Schtscherbakow` in Berlin, `Štšerbakov` in Tallinn and `Shcherbakov` in
//! a passport; that is the point of a search across scripts.

/// A country's way of writing Cyrillic names in Latin letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// As German registers and newspapers write them (`Jewgeni`).
    German,
    /// As the Estonian rules for Russian names write them (`Jevgeni`).
    Estonian,
    /// As the machine-readable zone of a passport writes them (`Evgenii`).
    Passport,
    /// The Ukrainian national rules of 2010 (`Yevhenii`).
    Ukrainian,
}

/// Romanises the Cyrillic letters of `text`; anything else stays as it is.
pub(super) fn romanise(text: &str, spelling: Spelling) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 8);
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|i| letters.get(i)).copied().and_then(lower);
        let after = letters.get(at + 1).copied().and_then(lower);
        let Some(low) = lower(letter) else {
            out.push(letter);
            continue;
        };
        let latin = match spelling {
            Spelling::German => german(low, before, after),
            Spelling::Estonian => estonian(low, before),
            Spelling::Passport => passport(low),
            Spelling::Ukrainian => ukrainian(low, before),
        };
        if letter.is_uppercase() {
            let mut rest = latin.chars();
            out.extend(rest.next().into_iter().flat_map(char::to_uppercase));
            out.extend(rest);
        } else {
            out.push_str(latin);
        }
    }
    out
}

fn lower(letter: char) -> Option<char> {
    let low = letter.to_lowercase().next()?;
    matches!(low, 'а'..='я' | 'ё' | 'і' | 'ї' | 'є' | 'ґ').then_some(low)
}

fn vowel(letter: char) -> bool {
    matches!(letter, 'а' | 'е' | 'ё' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я' | 'і' | 'ї' | 'є')
}

/// Whether `е` is heard as `je`: at the beginning, after a vowel, after a hard or soft sign.
fn iotated(before: Option<char>) -> bool {
    before.is_none_or(|b| vowel(b) || matches!(b, 'ъ' | 'ь'))
}

fn sibilant(before: Option<char>) -> bool {
    matches!(before, Some('ж' | 'ч' | 'ш' | 'щ'))
}

fn german(letter: char, before: Option<char>, after: Option<char>) -> &'static str {
    match letter {
        'в' => "w",
        'е' | 'є' if iotated(before) => "je",
        'є' => "je",
        'ё' if sibilant(before) => "o",
        'ё' => "jo",
        'ж' => "sch",
        'з' => "s",
        'й' if matches!(before, Some('и' | 'ы' | 'і')) && after.is_none() => "",
        'й' => "i",
        'ї' => "ji",
        'с' if before.is_some_and(vowel) && after.is_some_and(vowel) => "ss",
        'х' => "ch",
        'ц' => "z",
        'ч' => "tsch",
        'ш' => "sch",
        'щ' => "schtsch",
        'ы' => "y",
        'ъ' | 'ь' => "",
        'ю' => "ju",
        'я' => "ja",
        other => plain(other),
    }
}

fn estonian(letter: char, before: Option<char>) -> &'static str {
    match letter {
        'е' | 'є' if iotated(before) => "je",
        'є' => "je",
        'ё' if sibilant(before) => "o",
        'ё' => "jo",
        'ж' => "ž",
        'й' if matches!(before, Some('и' | 'і')) => "",
        'й' => "i",
        'ї' => "ji",
        'х' => "h",
        'ц' => "ts",
        'ч' => "tš",
        'ш' => "š",
        'щ' => "štš",
        'ы' => "õ",
        'ъ' | 'ь' => "",
        'ю' => "ju",
        'я' => "ja",
        other => plain(other),
    }
}

fn passport(letter: char) -> &'static str {
    match letter {
        'ё' => "e",
        'є' => "ie",
        'ж' => "zh",
        'й' | 'ї' => "i",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' => "ie",
        'ы' => "y",
        'ь' => "",
        'ю' => "iu",
        'я' => "ia",
        other => plain(other),
    }
}

fn ukrainian(letter: char, before: Option<char>) -> &'static str {
    let first = before.is_none();
    match letter {
        'г' => "h",
        'ґ' => "g",
        'є' if first => "ye",
        'є' => "ie",
        'ж' => "zh",
        'и' => "y",
        'ї' | 'й' if first => {
            if letter == 'ї' {
                "yi"
            } else {
                "y"
            }
        }
        'ї' | 'й' => "i",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ь' => "",
        'ю' if first => "yu",
        'ю' => "iu",
        'я' if first => "ya",
        'я' => "ia",
        other => plain(other),
    }
}

/// The letters on which the spellings agree.
fn plain(letter: char) -> &'static str {
    match letter {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' | 'э' => "e",
        'з' => "z",
        'и' | 'і' => "i",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        _ => "",
    }
}

/// The Russian patronymic of a child of `father`.
pub(super) fn russian_patronymic(father: &str, female: bool) -> String {
    let (stem, man, woman) = match father {
        "Павел" => ("Павл", "ович", "овна"),
        "Пётр" => ("Петр", "ович", "овна"),
        "Лев" => ("Льв", "ович", "овна"),
        "Яков" => ("Яковл", "евич", "евна"),
        "Михаил" => ("Михайл", "ович", "овна"),
        "Илья" => ("Иль", "ич", "инична"),
        "Никита" => ("Никит", "ич", "ична"),
        "Дмитрий" => ("Дмитри", "евич", "евна"),
        "Георгий" | "Ираклий" => (father.strip_suffix('й').unwrap_or(father), "евич", "евна"),
        // The Russian spelling of Ukrainian fathers.
        "Олексий" => ("Олексе", "евич", "евна"),
        "Сергий" => ("Серге", "евич", "евна"),
        "Андрий" => ("Андре", "евич", "евна"),
        _ => match father.chars().last() {
            Some('й') => match father.strip_suffix("ий") {
                Some(stem) => (stem, "ьевич", "ьевна"),
                None => (father.strip_suffix('й').unwrap_or(father), "евич", "евна"),
            },
            Some('ь') => (father.strip_suffix('ь').unwrap_or(father), "евич", "евна"),
            Some('а' | 'и' | 'е' | 'о') => (father, "евич", "евна"),
            _ => (father, "ович", "овна"),
        },
    };
    format!("{stem}{}", if female { woman } else { man })
}

/// The Ukrainian patronymic of a child of `father`.
pub(super) fn ukrainian_patronymic(father: &str, female: bool) -> String {
    let (stem, man, woman) = match father {
        "Микола" => ("Микол", "айович", "аївна"),
        "Григорій" => ("Григор", "ович", "івна"),
        "Василь" => ("Васил", "ьович", "івна"),
        "Ігор" => ("Ігор", "ович", "івна"),
        _ => match father.chars().last() {
            Some('й') => (father, "ович", "ївна"),
            Some('о') => (father.strip_suffix('о').unwrap_or(father), "ович", "івна"),
            _ => (father, "ович", "івна"),
        },
    };
    let stem = match (female, stem.strip_suffix('й')) {
        (true, Some(short)) if woman == "ївна" => short,
        _ => stem,
    };
    format!("{stem}{}", if female { woman } else { man })
}

/// The feminine form of a Russian family name.
pub(super) fn russian_feminine(family: &str) -> String {
    for (ending, feminine) in [("ский", "ская"), ("цкий", "цкая"), ("ой", "ая"), ("ый", "ая")]
    {
        if let Some(stem) = family.strip_suffix(ending) {
            return format!("{stem}{feminine}");
        }
    }
    match ["ов", "ев", "ёв", "ин", "ын"].iter().any(|ending| family.ends_with(ending)) {
        true => format!("{family}а"),
        false => family.to_owned(),
    }
}

/// The feminine form of a Polish family name, or of a Greek one in either script.
pub(super) fn feminine_by_ending(family: &str) -> String {
    const ENDINGS: [(&str, &str); 8] = [
        ("ski", "ska"),
        ("cki", "cka"),
        ("os", "ou"),
        ("is", "i"),
        ("ος", "ου"),
        ("ης", "η"),
        ("ής", "ή"),
        ("ας", "α"),
    ];
    for (ending, feminine) in ENDINGS {
        if let Some(stem) = family.strip_suffix(ending) {
            return format!("{stem}{feminine}");
        }
    }
    family.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_spells_a_name_its_own_way() {
        for (name, german, estonian, passport) in [
            ("Евгений Щукарёв", "Jewgeni Schtschukarjow", "Jevgeni Štšukarjov", "Evgenii Shchukarev"),
            ("Хасанов Цечоев", "Chassanow Zetschojew", "Hasanov Tsetšojev", "Khasanov Tsechoev"),
            ("Юлия Жукова", "Julija Schukowa", "Julija Žukova", "Iuliia Zhukova"),
            ("Сергей Быков", "Sergei Bykow", "Sergei Bõkov", "Sergei Bykov"),
        ] {
            assert_eq!(romanise(name, Spelling::German), german);
            assert_eq!(romanise(name, Spelling::Estonian), estonian);
            assert_eq!(romanise(name, Spelling::Passport), passport);
        }
        assert_eq!(romanise("Євген Їжакевич", Spelling::Ukrainian), "Yevhen Yizhakevych");
    }

    #[test]
    fn patronymics_and_feminine_names_follow_the_language() {
        for (father, son, daughter) in [
            ("Иван", "Иванович", "Ивановна"),
            ("Сергей", "Сергеевич", "Сергеевна"),
            ("Юрий", "Юрьевич", "Юрьевна"),
            ("Игорь", "Игоревич", "Игоревна"),
            ("Илья", "Ильич", "Ильинична"),
            ("Муса", "Мусаевич", "Мусаевна"),
        ] {
            assert_eq!(russian_patronymic(father, false), son);
            assert_eq!(russian_patronymic(father, true), daughter);
        }
        assert_eq!(ukrainian_patronymic("Андрій", false), "Андрійович");
        assert_eq!(ukrainian_patronymic("Андрій", true), "Андріївна");
        assert_eq!(ukrainian_patronymic("Дмитро", true), "Дмитрівна");
        assert_eq!(russian_feminine("Раевский"), "Раевская");
        assert_eq!(russian_feminine("Толстой"), "Толстая");
        assert_eq!(russian_feminine("Ящук"), "Ящук");
        assert_eq!(feminine_by_ending("Papadopoulos"), "Papadopoulou");
        assert_eq!(feminine_by_ending("Kowalski"), "Kowalska");
    }
}
