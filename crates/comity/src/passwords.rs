//! Passwords made by the node: long enough never to be guessed, short enough to be typed once.

use rand::RngExt;

/// Letters and digits that are not mistaken for each other.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Four groups of four characters, 80 bits: `k3vd-9mqa-…`.
pub fn draw(rng: &mut impl rand::CryptoRng) -> String {
    let mut password = String::new();
    for place in 0..16 {
        if place > 0 && place % 4 == 0 {
            password.push('-');
        }
        password.extend(ALPHABET.get(rng.random_range(0..ALPHABET.len())).map(|byte| char::from(*byte)));
    }
    password
}
