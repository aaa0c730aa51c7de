//! Facts of two subjects beside one another, through [`FactsRef::findings`].

use super::*;

/// The findings between a question and a subject, each as its word.
#[track_caller]
fn check(asked: &[(&str, &str)], subject: &[(&str, &str)], expected: &str) {
    let facts = |properties: &[(&str, &str)]| Facts::of(&subject_of(properties));
    let (ours, theirs) = (facts(asked), facts(subject));
    let mut words = Vec::new();
    ours.as_ref().findings(theirs.as_ref(), &mut |finding, _| words.push(finding.as_str()));
    assert_eq!(words.join(" "), expected, "{asked:?} {subject:?}");
    let mut back = Vec::new();
    theirs.as_ref().findings(ours.as_ref(), &mut |finding, _| back.push(finding.as_str()));
    assert_eq!(back, words, "the other way round");
    assert_eq!(ours.as_ref().reasons(theirs.as_ref()).len(), words.len());
}

fn subject_of(properties: &[(&str, &str)]) -> Subject {
    let mut subject = Subject {
        id: crate::subject::SubjectId::new("1").unwrap(),
        schema: "Person".to_owned(),
        properties: std::collections::BTreeMap::new(),
    };
    for (property, value) in properties {
        if *property == "schema" {
            subject.schema = (*value).to_owned();
        } else {
            subject.properties.entry((*property).to_owned()).or_default().push((*value).to_owned());
        }
    }
    subject
}

#[test]
fn what_is_missing_weighs_nothing() {
    check(&[], &[("birthDate", "1953-01-06"), ("nationality", "ru"), ("idNumber", "123456")], "");
    check(&[("birthDate", "1953-01-06")], &[("nationality", "ru")], "");
}

#[test]
fn dates_and_calendars() {
    check(
        &[("birthDate", "1953-01-06")],
        &[("birthDate", "1953-06-01"), ("birthDate", "1970")],
        "born-swapped",
    );
    check(&[("birthDate", "1966-09-23")], &[("birthDate", "1345-07-01"), ("nationality", "ir")], "born-same");
    check(
        &[("birthDate", "1966-08-20")],
        &[("birthDate", "1386-05-02"), ("nationality", "sa")],
        "born-calendar",
    );
    check(&[("birthDate", "1966")], &[("birthDate", "1345 SH")], "born-same-year");
    check(&[("birthDate", "1967")], &[("birthDate", "1345 SH")], "born-same-year");
}

#[test]
fn nationalities_and_what_came_after() {
    check(&[("nationality", "EE")], &[("nationality", "est")], "nationality-same");
    check(&[("nationality", "suhh")], &[("nationality", "ee")], "nationality-successor");
    check(&[("nationality", "fi")], &[("nationality", "ee; lv")], "nationality-different");
}

#[test]
fn numbers_with_slips_and_contradictions() {
    check(&[("idNumber", "AB 123-456")], &[("passportNumber", "ab123456")], "document-same");
    check(&[("idNumber", "KN7078805")], &[("idNumber", "KN7O78805")], "document-near");
    check(&[("idNumber", "АВ123456")], &[("idNumber", "AB123456")], "document-same");
    check(&[("idNumber", "AB123456")], &[("idNumber", "AB12345")], "document-slip");
    check(&[("idNumber", "AB123456")], &[("idNumber", "XY998877")], "document-different");
    // Both are whole numbers of people of Estonia, one digit and the check digit apart.
    check(
        &[("idNumber", "37605030299"), ("nationality", "ee")],
        &[("idNumber", "37605030309"), ("nationality", "ee")],
        "born-same nationality-same sex-same document-contradicts",
    );
}

#[test]
fn a_national_number_tells_date_and_sex() {
    check(
        &[("idNumber", "37605030299"), ("nationality", "ee")],
        &[("birthDate", "1976-05-03"), ("gender", "male"), ("nationality", "ee")],
        "born-same nationality-same sex-same",
    );
    let ours = Facts::of(&subject_of(&[("idNumber", "37605030299"), ("nationality", "ee")]));
    let theirs = Facts::of(&subject_of(&[("birthDate", "1976-05-03")]));
    let reasons = ours.as_ref().reasons(theirs.as_ref());
    assert_eq!(reasons[0].kind, ReasonKind::BornInNumber);
    assert_eq!((reasons[0].ours.as_str(), reasons[0].theirs.as_str()), ("1976-05-03", "1976-05-03"));
}

#[test]
fn places_and_parents() {
    check(&[("birthPlace", "Москва")], &[("birthPlace", "Moscow, USSR")], "place-same");
    check(&[("birthPlace", "Omsk")], &[("birthPlace", "Tyumen")], "place-different");
    check(&[("fatherName", "Ахмед")], &[("fatherName", "Ahmad")], "parent-same");
    check(&[("motherName", "Anna")], &[("motherName", "Olga")], "parent-different");
    check(&[("motherName", "Anna")], &[("fatherName", "Anna")], "");
}

#[test]
fn things_and_organisations() {
    check(
        &[("schema", "Vessel"), ("imoNumber", "IMO 9074729")],
        &[("schema", "Vessel"), ("registrationNumber", "9074729"), ("flag", "pa")],
        "document-same",
    );
    check(
        &[("schema", "Vessel"), ("imoNumber", "9074729")],
        &[("schema", "Vessel"), ("imoNumber", "9176187")],
        "document-contradicts",
    );
    check(
        &[("schema", "Vehicle"), ("registrationNumber", "I23 ABC"), ("country", "ee")],
        &[("schema", "Vehicle"), ("registrationNumber", "123ABC"), ("country", "ee")],
        "nationality-same document-same",
    );
    check(
        &[("schema", "Company"), ("name", "ООО Ромашка")],
        &[("schema", "Company"), ("name", "Romashka OOO")],
        "form-same",
    );
    check(&[("schema", "Vessel")], &[], "kind-different");
}

#[test]
fn questions_read_as_subjects_do() {
    let query = Query {
        kind: Some(Kind::Person),
        born: "1961-03-14".parse().ok(),
        nationality: Some("ru".to_owned()),
        sex: Some(Sex::Male),
        documents: vec!["4510 123456".to_owned()],
        birth_place: Some("Тюмень".to_owned()),
        father: Some("Иван".to_owned()),
        ..Query::named("Gorchakov")
    };
    let subject = subject_of(&[
        ("birthDate", "1961-03-14"),
        ("nationality", "ru"),
        ("gender", "m"),
        ("passportNumber", "4510123456"),
        ("birthPlace", "Tyumen"),
        ("fatherName", "Ivan"),
    ]);
    assert_eq!(Facts::asked(&query), Facts::of(&subject));
    assert_eq!(numbers_asked(&query), numbers_of(&subject));
    assert_eq!(Facts::asked(&query).as_ref().years().collect::<Vec<_>>(), [1961]);
}

#[test]
fn any_bytes_are_facts() {
    let whole = Facts::of(&subject_of(&[
        ("birthDate", "1961-03-14"),
        ("nationality", "ru"),
        ("passportNumber", "4510123456"),
        ("birthPlace", "Tyumen"),
    ]));
    for end in 0..whole.as_bytes().len() {
        let cut = FactsRef::new(&whole.as_bytes()[..end]);
        assert!(cut.weight(whole.as_ref()).is_finite());
        let _ = cut.reasons(whole.as_ref());
    }
    let odd = [0xff; 64];
    assert!(FactsRef::new(&odd).weight(FactsRef::new(&odd)).is_finite());
}
