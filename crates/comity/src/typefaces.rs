//! The fonts of letters, found on this machine.
//!
//! Letters are set in Noto, which Debian has in `fonts-noto-core` and `fonts-noto-cjk`. The folders are those of
//! `[letters] fonts` in `comity.toml`, else [`FOLDERS`]. A letter reads the files that its text needs and no others;
//! all but the largest stay in memory for the next letter.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use letters::{FontError, FontFile, Fonts};

/// Where Debian puts the fonts.
pub const FOLDERS: [&str; 2] = ["/usr/share/fonts/truetype/noto", "/usr/share/fonts/opentype/noto"];

/// A font file that is larger is read anew for every letter: the collections for Han characters have many megabytes
/// each and are wanted seldom.
const KEPT_MOST: u64 = 4 * 1024 * 1024;

/// No font of the packages is nearly as large.
const FILE_MOST: u64 = 256 * 1024 * 1024;

/// Why a letter cannot be set.
#[derive(Debug, thiserror::Error)]
pub enum TypefaceError {
    /// Files that the letter needs are in none of the folders.
    #[error("{}", missing(files, folders))]
    Missing {
        /// The files.
        files: Vec<FontFile>,
        /// Where they were looked for.
        folders: Vec<PathBuf>,
    },
    /// A file cannot be read.
    #[error("the font `{}` cannot be read", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A file is not the font that its name says.
    #[error(transparent)]
    Font(#[from] FontError),
}

fn missing(files: &[FontFile], folders: &[PathBuf]) -> String {
    let names: Vec<&str> = files.iter().map(|file| file.name).take(4).collect();
    let more = if files.len() > names.len() {
        format!(" and {} more", files.len() - names.len())
    } else {
        String::new()
    };
    let folders: Vec<String> = folders.iter().map(|folder| folder.display().to_string()).collect();
    let plural = if files.len() == 1 { "the font" } else { "the fonts" };
    format!("{plural} {}{more} cannot be found in {}", names.join(", "), folders.join(", "))
}

impl TypefaceError {
    /// What to do about it.
    pub fn remedy(&self) -> String {
        let elsewhere = "or name the folder that has them under `[letters] fonts` in comity.toml";
        match self {
            TypefaceError::Missing { files, .. } => {
                let mut packages: Vec<&str> = files.iter().map(|file| file.package).collect();
                packages.sort_unstable();
                packages.dedup();
                format!("apt-get install {}, {elsewhere}", packages.join(" "))
            }
            TypefaceError::Io { .. } => format!("make the file readable, {elsewhere}"),
            TypefaceError::Font(_) => format!("install the package of the font anew, {elsewhere}"),
        }
    }
}

/// The fonts that were read already.
#[derive(Debug, Default)]
pub(crate) struct Typefaces {
    kept: Mutex<Fonts>,
}

impl Typefaces {
    /// The faces that a letter needs. Reads files: not for an async worker.
    pub(crate) fn load(&self, folders: &[PathBuf], files: &[FontFile]) -> Result<Fonts, TypefaceError> {
        let mut fonts = Fonts::new();
        fonts.join(&self.kept.lock().unwrap_or_else(PoisonError::into_inner));
        let wanted: Vec<FontFile> = files.iter().copied().filter(|file| !fonts.has(*file)).collect();
        let found: Vec<(FontFile, Option<PathBuf>)> =
            wanted.into_iter().map(|file| (file, find(folders, file))).collect();
        let missing: Vec<FontFile> =
            found.iter().filter(|(_, path)| path.is_none()).map(|(file, _)| *file).collect();
        if !missing.is_empty() {
            return Err(TypefaceError::Missing { files: missing, folders: folders.to_vec() });
        }
        for (file, path) in found {
            let Some(path) = path else { continue };
            let bytes = read(&path).map_err(|source| TypefaceError::Io { path, source })?;
            let large = bytes.len() as u64 > KEPT_MOST;
            let mut one = Fonts::new();
            one.add(file, bytes)?;
            fonts.join(&one);
            if !large {
                self.kept.lock().unwrap_or_else(PoisonError::into_inner).join(&one);
            }
        }
        Ok(fonts)
    }
}

/// The font packages that a node would need and does not have, for a word of advice before the first letter.
pub fn missing_packages(folders: &[PathBuf]) -> Vec<&'static str> {
    let mut packages: Vec<&str> = letters::all_files()
        .into_iter()
        .filter(|file| find(folders, *file).is_none())
        .map(|file| file.package)
        .collect();
    packages.sort_unstable();
    packages.dedup();
    packages
}

fn find(folders: &[PathBuf], file: FontFile) -> Option<PathBuf> {
    folders.iter().map(|folder| folder.join(file.name)).find(|path| path.is_file())
}

fn read(path: &std::path::Path) -> std::io::Result<Vec<u8>> {
    if std::fs::metadata(path)?.len() > FILE_MOST {
        return Err(std::io::Error::new(
            std::io::ErrorKind::FileTooLarge,
            "larger than any font of a letter",
        ));
    }
    std::fs::read(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_with_its_package() {
        let folder = tempfile::tempdir().unwrap();
        let folders = [folder.path().to_path_buf()];
        let files = letters::all_files();
        let error = Typefaces::default().load(&folders, &files).unwrap_err();
        assert!(error.to_string().contains("cannot be found in"), "{error}");
        let remedy = error.remedy();
        assert!(
            remedy.starts_with("apt-get install fonts-noto-cjk fonts-noto-core, or name the folder"),
            "{remedy}"
        );
        assert_eq!(missing_packages(&folders), ["fonts-noto-cjk", "fonts-noto-core"]);
    }

    #[test]
    fn a_file_that_is_no_font_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let file = letters::all_files()[0];
        std::fs::write(folder.path().join(file.name), b"no font").unwrap();
        let error = Typefaces::default().load(&[folder.path().to_path_buf()], &[file]).unwrap_err();
        assert!(matches!(error, TypefaceError::Font(_)), "{error}");
        assert!(error.remedy().contains("anew"));
    }
}
