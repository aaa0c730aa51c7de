//! The ledger as tiles: C2SP tlog-tiles, so that existing tools can read and check it.
//!
//! `checkpoint` is the newest signed checkpoint with its cosignatures; `tile/L/N` are 256 hashes of level 8·L, and
//! `tile/entries/N` the leaves' data, each of 32 bytes: the salted commitments, which tell nobody what they commit to. A tile
//! that is not full has `.p/W` at its end.

use std::path::Path;

use ledger::{Hash, NodeId};
use store::Tx;

use super::monitor;
use crate::node::{Node, NodeError};

/// Hashes, or entries, in a full tile.
const WIDTH: u64 = 256;
const WIDTH_BITS: u32 = 8;

/// Which tile a path names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tile {
    /// Hashes of a level of tiles.
    Hashes {
        /// The level of tiles: its hashes stand at level 8 times this.
        level: u8,
        /// Its number from the left.
        index: u64,
        /// How many hashes it has.
        width: u64,
    },
    /// The data of leaves.
    Entries {
        /// Its number from the left.
        index: u64,
        /// How many entries it has.
        width: u64,
    },
}

impl Tile {
    /// Reads a path such as `tile/0/x001/234` or `tile/entries/000.p/5`.
    pub fn parse(path: &str) -> Option<Tile> {
        let (kind, rest) = path.strip_prefix("tile/")?.split_once('/')?;
        let (number, width) = match rest.split_once(".p/") {
            Some((number, width)) => {
                (number, Some(decimal(width)?).filter(|width| (1..WIDTH).contains(width))?)
            }
            None => (rest, WIDTH),
        };
        let mut index = 0_u64;
        let parts: Vec<&str> = number.split('/').collect();
        for (at, part) in parts.iter().enumerate() {
            let digits = if at + 1 < parts.len() { part.strip_prefix('x')? } else { part };
            if digits.len() != 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            index = index.checked_mul(1000)?.checked_add(digits.parse().ok()?)?;
        }
        // One tile has one path.
        if number != number_path(index) {
            return None;
        }
        match kind {
            "entries" => Some(Tile::Entries { index, width }),
            level => {
                let level = decimal(level).filter(|level| *level < 8)?;
                Some(Tile::Hashes { level: u8::try_from(level).ok()?, index, width })
            }
        }
    }

    /// The path of the tile.
    pub fn path(self) -> String {
        let (kind, index, width) = match self {
            Tile::Hashes { level, index, width } => (level.to_string(), index, width),
            Tile::Entries { index, width } => ("entries".to_owned(), index, width),
        };
        let partial = if width == WIDTH { String::new() } else { format!(".p/{width}") };
        format!("tile/{kind}/{}{partial}", number_path(index))
    }

    /// Every tile of a ledger of this size.
    pub fn all(size: u64) -> Vec<Tile> {
        let mut tiles = Vec::new();
        for (index, width) in spans(size) {
            tiles.push(Tile::Entries { index, width });
        }
        let mut count = size;
        let mut level = 0;
        while count > 0 {
            tiles.extend(spans(count).map(|(index, width)| Tile::Hashes { level, index, width }));
            count >>= WIDTH_BITS;
            level += 1;
        }
        tiles
    }
}

fn spans(count: u64) -> impl Iterator<Item = (u64, u64)> {
    let partial = Some((count / WIDTH, count % WIDTH)).filter(|(_, width)| *width > 0);
    (0..count / WIDTH).map(|index| (index, WIDTH)).chain(partial)
}

fn number_path(index: u64) -> String {
    let mut parts = vec![format!("{:03}", index % 1000)];
    let mut rest = index / 1000;
    while rest > 0 {
        parts.push(format!("x{:03}", rest % 1000));
        rest /= 1000;
    }
    parts.reverse();
    parts.join("/")
}

fn decimal(text: &str) -> Option<u64> {
    let plain = !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

/// What a path below the ledger holds; `None` when it is not there.
pub async fn read(node: &Node, path: &str) -> Result<Option<Vec<u8>>, NodeError> {
    if path == "checkpoint" {
        let checkpoint = monitor::own_checkpoint(node).await?;
        return Ok(Some(checkpoint).filter(|bytes| !bytes.is_empty()));
    }
    let Some(tile) = Tile::parse(path) else { return Ok(None) };
    node.store()
        .read_with::<_, NodeError, _>("tile", |tx| Box::pin(async move { bytes(tx, tile).await }))
        .await
}

async fn bytes(tx: &mut Tx<'_>, tile: Tile) -> Result<Option<Vec<u8>>, NodeError> {
    match tile {
        Tile::Hashes { level, index, width } => {
            let level = level * WIDTH_BITS as u8;
            let Some(first) = index.checked_mul(WIDTH) else { return Ok(None) };
            let ids: Vec<NodeId> = (0..width).map(|at| NodeId { level, index: first + at }).collect();
            let nodes = tx.ledger_nodes(&ids).await?;
            let hashes: Option<Vec<&Hash>> = ids.iter().map(|id| nodes.get(id)).collect();
            Ok(hashes.map(|hashes| hashes.iter().flat_map(|hash| *hash.as_bytes()).collect()))
        }
        Tile::Entries { index, width } => {
            let Some(first) = index.checked_mul(WIDTH) else { return Ok(None) };
            let leaves = tx.leaves_from(first, u32::try_from(width).unwrap_or(u32::MAX)).await?;
            if leaves.len() as u64 != width {
                return Ok(None);
            }
            let entry =
                |leaf: &store::LeafRecord| [&[0, 32][..], &leaf.entry.commitment(&leaf.salt)].concat();
            Ok(Some(leaves.iter().flat_map(entry).collect()))
        }
    }
}

/// Writes the whole ledger as tiles into a folder, the checkpoint last. How many files were written.
pub async fn export(node: &Node, folder: &Path) -> Result<u64, ExportError> {
    let checkpoint = monitor::own_checkpoint(node).await?;
    let size = exchange::SignedCheckpoint::parse(&checkpoint).map_err(NodeError::from)?.claimed().size;
    let mut written = 0;
    for tile in Tile::all(size) {
        let path = folder.join(tile.path());
        let bytes = read(node, &tile.path()).await?.ok_or(ExportError::Missing(tile.path()))?;
        let io = |source| ExportError::Io { path: path.display().to_string(), source };
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(io)?;
        }
        std::fs::write(&path, bytes).map_err(io)?;
        written += 1;
    }
    let path = folder.join("checkpoint");
    std::fs::write(&path, checkpoint)
        .map_err(|source| ExportError::Io { path: path.display().to_string(), source })?;
    Ok(written + 1)
}

/// Why the ledger could not be written as tiles.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// It could not be read.
    #[error(transparent)]
    Node(#[from] NodeError),
    /// A tile that must be there is not.
    #[error("the ledger lacks the tile `{0}`")]
    Missing(String),
    /// A file could not be written.
    #[error("`{path}` cannot be written: {source}")]
    Io {
        /// The file.
        path: String,
        /// The system's reason.
        source: std::io::Error,
    },
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_has_one_path() {
        for (path, tile) in [
            ("tile/0/000", Tile::Hashes { level: 0, index: 0, width: 256 }),
            ("tile/1/x001/x234/067", Tile::Hashes { level: 1, index: 1_234_067, width: 256 }),
            ("tile/0/x001/234.p/5", Tile::Hashes { level: 0, index: 1234, width: 5 }),
            ("tile/entries/000.p/255", Tile::Entries { index: 0, width: 255 }),
        ] {
            assert_eq!(Tile::parse(path), Some(tile), "{path}");
            assert_eq!(tile.path(), path);
        }
        for wrong in [
            "tile/0/0",
            "tile/0/x000/001",
            "tile/0/001/001",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/05",
            "tile/8/000",
            "tile/00/000",
            "tile/data/000",
            "tile/0/x1/000",
            "tile/0/",
            "checkpoint",
        ] {
            assert_eq!(Tile::parse(wrong), None, "{wrong}");
        }
        let tiles: Vec<_> = Tile::all(257).into_iter().map(Tile::path).collect();
        assert_eq!(
            tiles,
            ["tile/entries/000", "tile/entries/001.p/1", "tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1"]
        );
        assert!(Tile::all(0).is_empty());
    }
}
