//! The people of the demonstration's story: fictional, with identifiers and details that never change.

use super::Country;

/// The wanted man as Estonia's register knows him, in the Estonian spelling and in Cyrillic.
pub const WANTED_EE: &str = "ee-story-wanted";
/// The same man as Germany's register knows him, in the German spelling alone.
pub const WANTED_DE: &str = "de-story-wanted";
/// Another man with the wanted man's name and another date of birth, in Germany's register.
pub const NAMESAKE_DE: &str = "de-story-namesake";
/// A German national in Germany's register: a request for him may be refused on the ground of nationality.
pub const NATIONAL_DE: &str = "de-story-national";
/// The same man as Estonia's register spells him, without the letters of German.
pub const NATIONAL_EE: &str = "ee-story-national";
/// A man Estonia seeks and Russia's register knows in Cyrillic.
pub const ABROAD_RU: &str = "ru-story-abroad";
/// The same man as Estonia's register spells him.
pub const ABROAD_EE: &str = "ee-story-abroad";

/// The wanted man's name as an officer may type it.
pub const WANTED_NAME: &str = "Евгений Щукарёв";
/// The wanted man's date of birth.
pub const WANTED_BORN: &str = "1979-04-17";
/// The German national's name as an officer may type it.
pub const NATIONAL_NAME: &str = "Juergen Weissgerber";
/// The German national's date of birth.
pub const NATIONAL_BORN: &str = "1968-11-02";

/// One person of the story in one register.
pub(super) struct Told {
    pub(super) id: &'static str,
    pub(super) country: Country,
    pub(super) properties: &'static [(&'static str, &'static [&'static str])],
}

pub(super) const TOLD: [Told; 7] = [
    Told {
        id: WANTED_EE,
        country: Country::Ee,
        properties: &[
            ("name", &["Jevgeni Štšukarjov"]),
            ("alias", &["Евгений Игоревич Щукарёв"]),
            ("weakAlias", &["Ženja"]),
            ("firstName", &["Jevgeni"]),
            ("lastName", &["Štšukarjov"]),
            ("fatherName", &["Igorevitš"]),
            ("birthDate", &[WANTED_BORN]),
            ("birthPlace", &["Narva"]),
            ("nationality", &["ee"]),
            ("gender", &["male"]),
            ("passportNumber", &["ZZEE7700417"]),
            ("address", &["Kevade 9-14, Narva"]),
        ],
    },
    Told {
        id: WANTED_DE,
        country: Country::De,
        properties: &[
            ("name", &["Jewgeni Schtschukarjow"]),
            ("firstName", &["Jewgeni"]),
            ("lastName", &["Schtschukarjow"]),
            ("birthDate", &[WANTED_BORN]),
            ("birthPlace", &["Narwa"]),
            ("nationality", &["ee"]),
            ("gender", &["male"]),
            ("address", &["Lindenstraße 41, Dortmund"]),
        ],
    },
    Told {
        id: NAMESAKE_DE,
        country: Country::De,
        properties: &[
            ("name", &["Evgenij Schtschukarew"]),
            ("firstName", &["Evgenij"]),
            ("lastName", &["Schtschukarew"]),
            ("birthDate", &["1951-09-30"]),
            ("birthPlace", &["Omsk"]),
            ("nationality", &["de"]),
            ("gender", &["male"]),
            ("passportNumber", &["ZZDE5100930"]),
            ("address", &["Bergstraße 3, Göttingen"]),
        ],
    },
    Told {
        id: NATIONAL_DE,
        country: Country::De,
        properties: &[
            ("name", &["Jürgen Weißgerber"]),
            ("firstName", &["Jürgen"]),
            ("lastName", &["Weißgerber"]),
            ("birthDate", &[NATIONAL_BORN]),
            ("birthPlace", &["Görlitz"]),
            ("nationality", &["de"]),
            ("gender", &["male"]),
            ("passportNumber", &["ZZDE6811020"]),
            ("address", &["Am Hang 7, Görlitz"]),
        ],
    },
    Told {
        id: NATIONAL_EE,
        country: Country::Ee,
        properties: &[
            ("name", &["Juergen Weissgerber"]),
            ("firstName", &["Juergen"]),
            ("lastName", &["Weissgerber"]),
            ("birthDate", &[NATIONAL_BORN]),
            ("nationality", &["de"]),
            ("gender", &["male"]),
        ],
    },
    Told {
        id: ABROAD_RU,
        country: Country::Ru,
        properties: &[
            ("name", &["Шахматкин Ильшат Рустамович"]),
            ("firstName", &["Ильшат"]),
            ("lastName", &["Шахматкин"]),
            ("fatherName", &["Рустамович"]),
            ("birthDate", &["1986-02-28"]),
            ("birthPlace", &["Псков"]),
            ("nationality", &["ee"]),
            ("gender", &["male"]),
            ("address", &["ул. Садовая, д. 18, Псков"]),
        ],
    },
    Told {
        id: ABROAD_EE,
        country: Country::Ee,
        properties: &[
            ("name", &["Ilšat Šahmatkin"]),
            ("firstName", &["Ilšat"]),
            ("lastName", &["Šahmatkin"]),
            ("birthDate", &["1986-02-28"]),
            ("birthPlace", &["Pihkva"]),
            ("nationality", &["ee"]),
            ("gender", &["male"]),
            ("passportNumber", &["ZZEE8600228"]),
        ],
    },
];
