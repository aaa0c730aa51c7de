//! Moments, which the protocol counts in whole microseconds since 1970.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serializer, de};

/// The moment without what is finer than a microsecond, which no message carries.
#[must_use]
pub fn whole_micros(moment: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(micros_of(moment)).unwrap_or(moment)
}

/// Microseconds since 1970, rounded down.
pub(crate) fn micros_of(moment: Timestamp) -> i64 {
    let micros = moment.as_microsecond();
    // `as_microsecond` rounds towards zero; before 1970 that would be upwards.
    if moment.subsec_nanosecond() % 1000 < 0 { micros - 1 } else { micros }
}

/// Serde form of a moment.
pub(crate) mod micros {
    use super::{Deserialize, Deserializer, Serializer, Timestamp, de, micros_of};

    pub(crate) fn serialize<S: Serializer>(moment: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(micros_of(*moment))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        Timestamp::from_microsecond(i64::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

/// Serde form of a moment that may be missing.
pub(crate) mod optional_micros {
    use serde::Serialize;

    use super::{Deserialize, Deserializer, Serializer, Timestamp, de, micros_of};

    pub(crate) fn serialize<S: Serializer>(
        moment: &Option<Timestamp>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        moment.map(micros_of).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Timestamp>, D::Error> {
        Option::<i64>::deserialize(deserializer)?
            .map(Timestamp::from_microsecond)
            .transpose()
            .map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_lose_only_what_is_finer_than_a_microsecond() {
        for (nanos, expected) in [(1_999, 1), (-1, -1), (-1_000, -1), (-1_001, -2), (0, 0)] {
            let moment = Timestamp::from_nanosecond(nanos).unwrap();
            assert_eq!(micros_of(moment), expected, "{nanos} ns");
            assert_eq!(whole_micros(whole_micros(moment)), whole_micros(moment));
        }
    }
}
