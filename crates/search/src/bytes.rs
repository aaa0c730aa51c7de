//! Numbers in bytes: little-endian of fixed width, and seven bits a byte where most are small. Nothing here panics.

/// A number of four bytes at a place counted in numbers.
pub(crate) fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let start = at.checked_mul(4)?;
    bytes.get(start..start.checked_add(4)?).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes)
}

/// A number of eight bytes at a place counted in numbers.
pub(crate) fn long(bytes: &[u8], at: usize) -> Option<u64> {
    let start = at.checked_mul(8)?;
    bytes.get(start..start.checked_add(8)?).and_then(|eight| eight.try_into().ok()).map(u64::from_le_bytes)
}

/// Writes a number, seven bits a byte, the lowest first.
pub(crate) fn put(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Takes a number from the front.
pub(crate) fn take(bytes: &mut &[u8]) -> Option<u32> {
    let (&first, rest) = bytes.split_first()?;
    *bytes = rest;
    if first < 0x80 {
        return Some(u32::from(first));
    }
    let mut number = u32::from(first & 0x7f);
    for shift in [7, 14, 21, 28] {
        let (&next, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(next & 0x7f) << shift;
        if next < 0x80 {
            return Some(number);
        }
    }
    None
}

/// Takes so many bytes from the front.
pub(crate) fn take_bytes<'a>(bytes: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (head, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(head)
}

/// A hash of bytes that is the same on every machine.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64 ^ bytes.len() as u64;
    for piece in bytes.chunks(8) {
        let mut eight = [0; 8];
        eight.iter_mut().zip(piece).for_each(|(to, from)| *to = *from);
        state = mixed(state ^ u64::from_le_bytes(eight));
    }
    mixed(state)
}

/// Spreads the bits of a number over all of it.
pub(crate) fn mixed(number: u64) -> u64 {
    let product = u128::from(number) * 0xa076_1d64_78bd_642f_u128;
    (product >> 64) as u64 ^ product as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        for number in [0, 1, 127, 128, 300, 16_383, 16_384, 2_097_151, 2_097_152, 1 << 28, u32::MAX] {
            let mut out = Vec::new();
            put(&mut out, number);
            let mut rest = &out[..];
            assert_eq!(take(&mut rest), Some(number));
            assert!(rest.is_empty());
            assert_eq!(take(&mut &out[..out.len() - 1]), None);
        }
        assert_eq!(take(&mut &[0xff; 9][..]), None);
        assert_eq!(word(&[1, 0, 0, 0, 2, 0, 0], 0), Some(1));
        assert_eq!(word(&[1, 0, 0, 0, 2, 0, 0], 1), None);
        assert_eq!(word(&[], usize::MAX), None);
    }
}
