//! Of texts in languages without a vocabulary at least dates, states and names are read; mixed texts are read in both.

#![allow(clippy::unwrap_used, missing_docs, reason = "tests stop at what they do not expect")]

use talks::label::Label;
use talks::{Hint, Meeting, Reader};

fn check(text: &str, date: &str, countries: &[&str], people: &[&str]) {
    let reading = Reader::embedded().read(text, Hint::default()).unwrap();
    let label = Label::of(&reading);
    assert_eq!(label.date.as_deref(), Some(date), "{text}");
    let missing: Vec<_> =
        countries.iter().filter(|code| !label.countries.iter().any(|found| found == *code)).collect();
    assert!(missing.is_empty(), "{missing:?} of {:?} in {text}", label.countries);
    let names: Vec<&str> = label.people.iter().flat_map(|person| &person.names).map(String::as_str).collect();
    for person in people {
        assert!(names.contains(person), "{person} is not among {names:?} in {text}");
    }
}

#[test]
fn dates_states_and_names_of_other_languages() {
    check(
        "Il ministro dell'Interno Paolo Ferrandi ha incontrato a Roma il 14 maggio 2024 il ministro dell'Interno della Germania, \
         Karl Brandt, per parlare della lotta al traffico di droga nel Mediterraneo.",
        "2024-05-14",
        &["DE"],
        &["Paolo Ferrandi", "Karl Brandt"],
    );
    check(
        "O ministro da Administração Interna de Portugal, Tiago Sarmento, reuniu-se no dia 3 de março de 2023, em Lisboa, com o \
         ministro do Interior da França, Jean Morvan.",
        "2023-03-03",
        &["PT", "FR"],
        &["Tiago Sarmento"],
    );
    check(
        "Minister spraw wewnętrznych Polski Marek Zielak spotkał się 12 lutego 2022 w Warszawie z ministrem spraw wewnętrznych \
         Litwy Jonasem Petraitisem. Rozmawiano o ochronie granicy oraz o współpracy policji.",
        "2022-02-12",
        &["PL", "LT"],
        &["Marek Zielak", "Jonasem Petraitisem"],
    );
    check(
        "Міністр внутрішніх справ України Андрій Ковальчук зустрівся 5 квітня 2021 року у Києві з міністром внутрішніх справ \
         Польщі Пьотром Новаком та обговорив боротьбу з торгівлею людьми.",
        "2021-04-05",
        &["UA", "PL"],
        &["Андрій Ковальчук", "Пьотром Новаком"],
    );
    check(
        "İçişleri Bakanı Ahmet Yıldız, 14 Mayıs 2024 tarihinde Ankara'da Almanya İçişleri Bakanı Peter Schulz ile görüştü ve \
         göç konusunda bir anlaşma imzaladı.",
        "2024-05-14",
        &["DE"],
        &["Ahmet Yıldız", "Peter Schulz"],
    );
    check(
        "De minister van Justitie Jan de Vries heeft op 14 maart 2024 in Den Haag gesproken met de minister van Binnenlandse \
         Zaken van Duitsland, Peter Schulz, over de aanpak van de drugshandel.",
        "2024-03-14",
        &["DE"],
        &["Jan de Vries", "Peter Schulz"],
    );
}

#[test]
fn dates_and_states_in_scripts_without_capitals() {
    check(
        "2024年5月14日，公安部部长王强在北京会见德国内政部部长。双方讨论了打击毒品犯罪。",
        "2024-05-14",
        &["DE"],
        &[],
    );
    check(
        "التقى وزير الداخلية السعودي في الرياض يوم 14 مايو 2024 وزير الداخلية في ألمانيا.",
        "2024-05-14",
        &["DE"],
        &[],
    );
}

#[test]
fn a_mixed_text_is_read_in_both_languages() {
    let text = "The Minister of the Interior of Estonia, Jaan Kask, met the Minister of Internal Affairs of Kazakhstan in \
                Tallinn on 14 May 2024. They discussed drug trafficking and agreed to exchange information.\n\n\
                Министр внутренних дел Эстонии Яан Каск встретился 14 мая 2024 года в Таллине с министром внутренних дел \
                Казахстана. Обсуждены торговля людьми и терроризм.";
    let reading = Reader::embedded().read(text, Hint::default()).unwrap();
    assert_eq!(reading.meeting, Meeting::Found);
    let label = Label::of(&reading);
    assert_eq!(label.countries, ["EE", "KZ"]);
    for topic in ["drugs", "terrorism", "trafficking-in-persons"] {
        assert!(label.topics.iter().any(|found| found == topic), "{topic} is not among {:?}", label.topics);
    }
    assert!(
        label.people.iter().any(|person| person.names == ["Jaan Kask", "Яан Каск"]),
        "{:?}",
        label.people
    );
}
