//! Money in exact decimals: never a float, never below zero, written as it was entered.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::ids::shorten;

/// Digits after the point that are kept. Enough for every currency in use.
const PLACES: usize = 18;
const ONE: u128 = 1_000_000_000_000_000_000;
/// Digits before the point, so that no sum of a case can overflow.
const DIGITS: usize = 15;

/// Text that is no amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Not a plain decimal number.
    #[error("`{0}` is no amount: write digits with at most one point, as in 1250.50")]
    NoNumber(String),
    /// Below zero.
    #[error("`{0}` is below zero")]
    Negative(String),
    /// More digits than are kept.
    #[error("`{0}` has more than {DIGITS} digits before or {PLACES} after the point")]
    TooLong(String),
    /// No code of a currency.
    #[error("`{0}` is no currency: write the three capital letters of ISO 4217, as in EUR")]
    NoCurrency(String),
    /// Neither a currency and a number.
    #[error("`{0}` is no amount with its currency: write it as in EUR 1250.50")]
    NoAmount(String),
}

/// An exact decimal of at least zero, with as many places as it was written with: `1000.00` stays `1000.00`, and is as
/// much as `1000`.
#[derive(Clone, Copy, Default)]
pub struct Decimal {
    value: u128,
    /// Digits after the point, at most [`PLACES`].
    places: u8,
}

impl Decimal {
    /// Nothing.
    pub const ZERO: Self = Self { value: 0, places: 0 };

    /// Reads digits with at most one point. Zeros in front are dropped, zeros behind the point are kept.
    pub fn parse(text: &str) -> Result<Self, AmountError> {
        if text.starts_with('-') {
            return Err(AmountError::Negative(shorten(text)));
        }
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let plain = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !plain(whole) || (text.contains('.') && !plain(part)) {
            return Err(AmountError::NoNumber(shorten(text)));
        }
        let whole = whole.trim_start_matches('0');
        let places = u8::try_from(part.len()).ok().filter(|places| usize::from(*places) <= PLACES);
        let (Some(places), true) = (places, whole.len() <= DIGITS) else {
            return Err(AmountError::TooLong(shorten(text)));
        };
        let read =
            |digits: &str| digits.bytes().fold(0_u128, |value, digit| value * 10 + u128::from(digit - b'0'));
        let scale = part.len()..PLACES;
        Ok(Self { value: read(whole) * ONE + scale.fold(read(part), |value, _| value * 10), places })
    }

    /// The sum, with the places of the one that has more; nothing where it is beyond what is kept.
    pub fn plus(self, other: Self) -> Option<Self> {
        let places = self.places.max(other.places);
        self.value.checked_add(other.value).map(|value| Self { value, places })
    }

    /// The difference, with the places of the one that has more; nothing where it would be below zero.
    pub fn minus(self, other: Self) -> Option<Self> {
        let places = self.places.max(other.places);
        self.value.checked_sub(other.value).map(|value| Self { value, places })
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.value == 0
    }
}

// How much it is decides; how it was written does not.
impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value)
    }
}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.value / ONE)?;
        let part = format!("{:018}", self.value % ONE);
        match part.get(..usize::from(self.places)) {
            None | Some("") => Ok(()),
            Some(part) => write!(f, ".{part}"),
        }
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Decimal {
    type Err = AmountError;
    fn from_str(text: &str) -> Result<Self, AmountError> {
        Self::parse(text)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = crate::bounded::string(deserializer)?;
        let value = Self::parse(&text).map_err(serde::de::Error::custom)?;
        // What is signed has one encoding: as it was entered, without zeros in front.
        if value.to_string() == text {
            Ok(value)
        } else {
            Err(serde::de::Error::custom(format_args!("`{}` is written `{value}`", shorten(&text))))
        }
    }
}

/// A currency by its code in ISO 4217.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Reads three capital letters.
    pub fn parse(text: &str) -> Result<Self, AmountError> {
        match text.as_bytes() {
            [a, b, c] if text.bytes().all(|byte| byte.is_ascii_uppercase()) => Ok(Self([*a, *b, *c])),
            _ => Err(AmountError::NoCurrency(shorten(text))),
        }
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        // Only ASCII capitals pass the constructor.
        std::str::from_utf8(&self.0).unwrap_or("???")
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Currency {
    type Err = AmountError;
    fn from_str(text: &str) -> Result<Self, AmountError> {
        Self::parse(text)
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&crate::bounded::string(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// An amount of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Amount {
    /// The currency.
    pub currency: Currency,
    /// How much.
    pub value: Decimal,
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.currency, self.value)
    }
}

impl FromStr for Amount {
    type Err = AmountError;
    fn from_str(text: &str) -> Result<Self, AmountError> {
        let (currency, value) =
            text.trim().split_once(' ').ok_or_else(|| AmountError::NoAmount(shorten(text)))?;
        Ok(Self { currency: currency.parse()?, value: value.trim().parse()? })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_exact_and_stay_as_they_were_entered() {
        let check =
            |text: &str, expected: &str| assert_eq!(Decimal::parse(text).unwrap().to_string(), expected);
        check("0", "0");
        check("0.10", "0.10");
        check("1000.00", "1000.00");
        check("007.0", "7.0");
        check("0.000000000000000001", "0.000000000000000001");
        check("999999999999999.000000000000000001", "999999999999999.000000000000000001");
        for wrong in [
            "",
            ".",
            "1.",
            ".5",
            "1,5",
            "1e3",
            "+1",
            "-1",
            "NaN",
            "1 000",
            "1000000000000000",
            "0.0000000000000000000",
            "٣",
        ] {
            assert!(Decimal::parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!("EUR 12.50".parse::<Amount>().unwrap().to_string(), "EUR 12.50");
        for wrong in ["EUR", "12 EUR", "eur 12", "EUR12", "EURO 12"] {
            assert!(wrong.parse::<Amount>().is_err(), "{wrong}");
        }
        assert!(serde_json::from_str::<Decimal>("\"1.5\"").is_ok());
        assert!(serde_json::from_str::<Decimal>("\"01.5\"").is_err());
        let [few, many] =
            ["1.5", "1.50"].map(|text| serde_json::from_str::<Decimal>(&format!("\"{text}\"")).unwrap());
        assert_eq!(few, many);
        assert_eq!(serde_json::to_string(&many).unwrap(), "\"1.50\"");
        assert_eq!(few.plus(many).unwrap().to_string(), "3.00");
        assert_eq!(many.minus(few).unwrap().to_string(), "0.00");
        assert!(serde_json::from_str::<Decimal>("1.5").is_err());
    }

    proptest! {
        #[test]
        fn sums_come_back(a in 0..1_000_000_000_000_u64, b in 0..1_000_000_000_000_u64, places in 0..12_usize) {
            let decimal = |value: u64| {
                let digits = format!("{value:013}");
                let (whole, part) = digits.split_at(13 - places);
                Decimal::parse(if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") }.as_str()).unwrap()
            };
            let sum = decimal(a).plus(decimal(b)).unwrap();
            prop_assert_eq!(sum, decimal(a + b));
            prop_assert_eq!(sum.minus(decimal(a)), Some(decimal(b)));
            prop_assert_eq!(decimal(a).minus(decimal(b)).is_some(), a >= b);
            prop_assert_eq!(Decimal::parse(&sum.to_string()), Ok(sum));
        }
    }
}
