//! Typed fields: what a text in an act must be, and how to write it.
//!
//! A value travels as the text that was written, so that what is signed is what was read; its type is checked here.

use jiff::civil::Date;

use crate::amount::Amount;
use crate::codes::FieldType;
use crate::facts::Moment;
use crate::ids::{Key, State, shorten};

/// A value that is not of its field's type: what is wrong and how to write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// What is wrong.
    pub message: String,
    /// How to write it.
    pub remedy: String,
}

/// How a value of a type is written.
pub fn example(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Text => "any text",
        FieldType::Date => "2026-03-01",
        FieldType::Moment => "2026-03-01T14:20[Europe/Tallinn]",
        FieldType::Amount => "EUR 1250.50",
        FieldType::Person => "Jaan Näide; born 1980-05-17; EE; a clerk of the company",
        FieldType::Address => "Kalda 3, 51003 Tartu, EE",
        FieldType::Account => "EE382200221020145685",
        FieldType::Number => "12",
        FieldType::Choice => "one of the choices",
        FieldType::Document => "a file attached under this key",
    }
}

/// Checks a value against its field's type.
pub fn check(kind: FieldType, choices: &[Key], text: &str) -> Result<(), FieldError> {
    let text = text.trim();
    let fits = match kind {
        FieldType::Text | FieldType::Document => !text.is_empty(),
        FieldType::Date => text.parse::<Date>().is_ok() && text.len() == 10,
        FieldType::Moment => matches!(text.parse(), Ok(Moment::At(_))),
        FieldType::Amount => match text.parse::<Amount>() {
            Ok(_) => true,
            Err(error) => return Err(wrong(error.to_string(), kind)),
        },
        FieldType::Person => person(text),
        FieldType::Address => address(text),
        FieldType::Account => account(text),
        FieldType::Number => {
            !text.is_empty() && text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit())
        }
        FieldType::Choice => {
            if choices.iter().any(|choice| choice.as_str() == text) {
                return Ok(());
            }
            let known: Vec<&str> = choices.iter().map(Key::as_str).collect();
            return Err(FieldError {
                message: format!("`{}` is none of the choices", shorten(text)),
                remedy: format!("choose one of: {}", known.join(", ")),
            });
        }
    };
    if fits { Ok(()) } else { Err(wrong(format!("`{}` is no {}", shorten(text), kind.as_str()), kind)) }
}

fn wrong(message: String, kind: FieldType) -> FieldError {
    FieldError { message, remedy: format!("write it as in: {}", example(kind)) }
}

/// `Name; born 1980-05-17; EE; more`: only the name is needed.
fn person(text: &str) -> bool {
    let mut parts = text.split(';').map(str::trim);
    let named = parts.next().is_some_and(|name| name.chars().any(char::is_alphabetic));
    named && parts.all(|part| part.strip_prefix("born ").is_none_or(|date| partial_date(date.trim())))
}

/// A year, a year and month, or a day.
fn partial_date(text: &str) -> bool {
    let full = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    full.len() == 10 && full.parse::<Date>().is_ok()
}

/// Street and town, then the code of the state.
fn address(text: &str) -> bool {
    let mut parts = text.rsplit([',', '\n']).map(str::trim).filter(|part| !part.is_empty());
    parts.next().is_some_and(|state| State::parse(state).is_ok()) && parts.next().is_some()
}

/// What begins like an IBAN must be one; any other number stands for itself.
fn account(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bytes = plain.as_bytes();
    let like_iban = matches!(bytes, [a, b, c, d, ..] if a.is_ascii_uppercase() && b.is_ascii_uppercase() && c.is_ascii_digit() && d.is_ascii_digit())
        && bytes.iter().all(u8::is_ascii_alphanumeric);
    if !like_iban {
        return plain.chars().filter(|c| c.is_alphanumeric()).count() >= 4;
    }
    let (head, rest) = plain.split_at(4);
    let remainder =
        rest.chars().chain(head.chars()).filter_map(|c| c.to_digit(36)).fold(0_u32, |value, digit| {
            let shift = if digit >= 10 { 100 } else { 10 };
            (value * shift + digit) % 97
        });
    (15..=34).contains(&plain.len()) && remainder == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_checked_by_type() {
        let fits = |kind, text: &str| {
            assert_eq!(check(kind, &[], text), Ok(()), "{text}");
        };
        let not = |kind, text: &str| {
            let error = check(kind, &[], text).unwrap_err();
            assert!(!error.message.is_empty() && error.remedy.contains(' '), "{error:?}");
        };
        for kind in [
            FieldType::Date,
            FieldType::Moment,
            FieldType::Amount,
            FieldType::Person,
            FieldType::Address,
            FieldType::Account,
            FieldType::Number,
        ] {
            fits(kind, example(kind));
            not(kind, "");
        }
        not(FieldType::Text, "  ");
        not(FieldType::Date, "01.03.2026");
        not(FieldType::Moment, "2026-03-01T14:20");
        not(FieldType::Moment, "2026-03-01");
        not(FieldType::Amount, "1250.50");
        not(FieldType::Amount, "EUR -1");
        fits(FieldType::Person, "Іван Приклад; born 1980; UA");
        not(FieldType::Person, "Jaan; born yesterday");
        not(FieldType::Person, "123");
        not(FieldType::Address, "Tartu");
        not(FieldType::Address, "Kalda 3, Tartu, Estonia");
        fits(FieldType::Account, "40702810900000005555 at a bank in Moscow");
        fits(FieldType::Account, "EE38 2200 2210 2014 5685");
        not(FieldType::Account, "EE382200221020145686");
        not(FieldType::Account, "12");
        not(FieldType::Number, "-3");
        let choices = ["yes".parse().unwrap(), "no".parse().unwrap()];
        assert_eq!(check(FieldType::Choice, &choices, "yes"), Ok(()));
        assert!(check(FieldType::Choice, &choices, "maybe").unwrap_err().remedy.contains("yes, no"));
    }
}
