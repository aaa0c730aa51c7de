//! The index as one file, so that a node need not read all registers again when it starts.
//!
//! A snapshot is derived: whoever finds it damaged, of another version or behind what is stored throws it away and reads the
//! registers again. It holds no removed subject. Opening checks every byte against its checksum and every section against
//! its bounds; then segments are searched where they lie, in memory or in a mapped file. `docs/INDEX.md` has the format.

use std::io::{self, Write};

use crate::bytes::{long, put, take, take_bytes, word};
use crate::index::{Index, Piece, Shelf};
use crate::segment::{Damaged, Segment, SharedBytes};
use crate::subject::RegisterId;

const MAGIC: &[u8; 8] = b"COMITYIX";

/// The version of the format that is written and read.
pub const VERSION: u32 = 3;

/// Magic, version, checksum of the directory, fingerprint of the tables of names, mark, lengths of label and directory.
const HEADER: usize = 8 + 4 + 4 + 8 + 8 + 4 + 4;

/// What a snapshot stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Whose registers they are, as the caller names it.
    pub label: String,
    /// How far the caller had followed its changes.
    pub mark: u64,
}

impl Index {
    /// Writes all that is in the index. What was removed is cleared out first, here and in memory.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, stamp: &Stamp, out: &mut impl Write) -> io::Result<()> {
        let shelves = self.cleared();
        let mut directory = Vec::new();
        let pieces: Vec<(&RegisterId, &Piece)> = shelves
            .iter()
            .flat_map(|shelf| shelf.pieces.iter().map(move |piece| (&shelf.register, piece)))
            .collect();
        for (register, piece) in &pieces {
            let bytes = piece.segment.as_bytes();
            put(&mut directory, register.as_str().len() as u32);
            directory.extend_from_slice(register.as_str().as_bytes());
            directory.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
            directory.extend_from_slice(&crc32fast::hash(bytes).to_le_bytes());
        }
        let mut head = Vec::with_capacity(HEADER + directory.len());
        head.extend_from_slice(MAGIC);
        head.extend_from_slice(&VERSION.to_le_bytes());
        let mut checked = Vec::new();
        checked.extend_from_slice(&names::fingerprint().to_le_bytes());
        checked.extend_from_slice(&stamp.mark.to_le_bytes());
        checked.extend_from_slice(&(stamp.label.len() as u32).to_le_bytes());
        checked.extend_from_slice(&(directory.len() as u32).to_le_bytes());
        checked.extend_from_slice(stamp.label.as_bytes());
        checked.extend_from_slice(&directory);
        head.extend_from_slice(&crc32fast::hash(&checked).to_le_bytes());
        head.extend_from_slice(&checked);
        out.write_all(&head)?;
        for (_, piece) in pieces {
            out.write_all(piece.segment.as_bytes())?;
        }
        out.flush()
    }

    /// An index of one segment, whose checksum nobody looks at: for tests of what damaged bytes do.
    ///
    /// # Errors
    /// When the bytes are no segment.
    #[doc(hidden)]
    pub fn of_segment(bytes: Vec<u8>) -> Result<Self, Damaged> {
        let length = bytes.len();
        let piece = Piece::new(Segment::open(std::sync::Arc::new(bytes), 0..length)?);
        let register = RegisterId::new("damaged").map_err(|_| Damaged::NotAnIndex)?;
        Ok(Self::of(vec![Shelf { register, pieces: vec![piece] }]))
    }

    /// Opens what [`Index::write`] wrote.
    ///
    /// # Errors
    /// When the bytes are no snapshot, were written by another version or with other tables of names, or are damaged.
    pub fn open(bytes: SharedBytes) -> Result<(Self, Stamp), Damaged> {
        let all = (*bytes).as_ref();
        if all.get(..8) != Some(MAGIC) {
            return Err(Damaged::NotAnIndex);
        }
        let version = word(all, 2).ok_or(Damaged::NotAnIndex)?;
        if version != VERSION {
            return Err(Damaged::Version(version, VERSION));
        }
        let numbers = |at: usize| word(all, at).ok_or(Damaged::NotAnIndex);
        let (checksum, label_length, length) = (numbers(3)?, numbers(8)? as usize, numbers(9)? as usize);
        let (fingerprint, mark) = long(all, 2).zip(long(all, 3)).ok_or(Damaged::NotAnIndex)?;
        let end = HEADER.checked_add(label_length).and_then(|end| end.checked_add(length));
        let end = end.filter(|end| *end <= all.len()).ok_or(Damaged::NotAnIndex)?;
        if all.get(16..end).map(crc32fast::hash) != Some(checksum) {
            return Err(Damaged::Checksum("its directory"));
        }
        if fingerprint != names::fingerprint() {
            return Err(Damaged::Tables);
        }
        let mut rest = all.get(HEADER..end).unwrap_or_default();
        let label = take_bytes(&mut rest, label_length).and_then(|label| std::str::from_utf8(label).ok());
        let label = label.ok_or(Damaged::NotAnIndex)?.to_owned();
        let mut shelves: Vec<Shelf> = Vec::new();
        let mut start = end;
        while !rest.is_empty() {
            let (register, length, checksum) = entry(&mut rest).ok_or(Damaged::NotAnIndex)?;
            let stop =
                start.checked_add(length).filter(|stop| *stop <= all.len()).ok_or(Damaged::NotAnIndex)?;
            if all.get(start..stop).map(crc32fast::hash) != Some(checksum) {
                return Err(Damaged::Checksum("a segment"));
            }
            let piece = Piece::new(Segment::open(bytes.clone(), start..stop)?);
            match shelves.iter_mut().find(|shelf| shelf.register == register) {
                Some(shelf) => shelf.pieces.push(piece),
                None => shelves.push(Shelf { register, pieces: vec![piece] }),
            }
            start = stop;
        }
        if start != all.len() {
            return Err(Damaged::NotAnIndex);
        }
        Ok((Self::of(shelves), Stamp { label, mark }))
    }
}

fn entry(rest: &mut &[u8]) -> Option<(RegisterId, usize, u32)> {
    let length = take(rest)? as usize;
    let register = std::str::from_utf8(take_bytes(rest, length)?).ok()?;
    let length = usize::try_from(long(take_bytes(rest, 8)?, 0)?).ok()?;
    let checksum = word(take_bytes(rest, 4)?, 0)?;
    Some((RegisterId::new(register).ok()?, length, checksum))
}
