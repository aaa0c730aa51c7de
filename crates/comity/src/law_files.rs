//! The law of a node: that of the program, and beside it the files that the authority keeps in the folder `law` of the
//! node.
//!
//! A file with a mistake is left out and told with its place and remedy; every other file works on. A file takes the
//! place of one of the program whose folder and name are the same.

use std::io::Read;
use std::path::{Path, PathBuf};

use law::{Diagnostic, Library};

/// Name of the folder inside a node's folder.
pub const FOLDER: &str = "law";
/// How much of a file is read: `law` refuses what is over its own limit, with its size and place.
const MOST: u64 = 64 * 1024 * 1024;
/// Folders of the law are not nested deeper than this.
const DEEPEST: usize = 4;
/// How many files are read.
const FILES_MOST: usize = 4_000;

/// Why files of the law cannot be looked for.
#[derive(Debug, thiserror::Error)]
pub enum LawFilesError {
    /// A folder or file cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Io {
        /// The folder or file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// More files than a folder of law has.
    #[error("`{}` holds more than {FILES_MOST} files of the law", .0.display())]
    TooMany(PathBuf),
}

/// The law of a node and what is wrong in the files beside the program's.
#[derive(Debug, Clone, Default)]
pub struct NodeLaw {
    /// Everything that could be read.
    pub library: Library,
    /// The files that were found beside the program's.
    pub files: Vec<String>,
    /// Mistakes in them, each with its place and remedy.
    pub mistakes: Vec<Diagnostic>,
}

impl NodeLaw {
    /// The law of the node in `dir`.
    pub fn of_node(dir: &Path) -> Result<Self, LawFilesError> {
        let folder = dir.join(FOLDER);
        if !folder.is_dir() {
            return Ok(Self { library: Library::embedded(), ..Self::default() });
        }
        let mut texts = Vec::new();
        let mut mistakes = Vec::new();
        let mut files = Vec::new();
        for path in inside(&folder)? {
            // A mistake names the file as it stands in the node's folder.
            let name = path.strip_prefix(dir).unwrap_or(&path).display().to_string();
            files.push(name.clone());
            match text(&path)? {
                Ok(text) => texts.push((name, text)),
                Err((message, help)) => {
                    mistakes.push(Diagnostic { file: name, line: 1, column: 1, message, help });
                }
            }
        }
        let (library, found) = Library::read(&with_own(&texts));
        mistakes.extend(found);
        mistakes.sort();
        Ok(Self { library, files, mistakes })
    }
}

/// The files of the law in a folder and the folders in it, in their order.
pub fn inside(folder: &Path) -> Result<Vec<PathBuf>, LawFilesError> {
    let mut found = Vec::new();
    look(folder, 0, &mut found)?;
    if found.len() > FILES_MOST {
        return Err(LawFilesError::TooMany(folder.to_path_buf()));
    }
    found.sort();
    Ok(found)
}

fn look(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), LawFilesError> {
    let unreadable = |source| LawFilesError::Io { path: folder.to_path_buf(), source };
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_dir() && depth < DEEPEST {
            look(&path, depth + 1, found)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") && found.len() <= FILES_MOST {
            found.push(path);
        }
    }
    Ok(())
}

/// The text of a file, or what is wrong with it and the remedy.
fn text(path: &Path) -> Result<Result<String, (String, String)>, LawFilesError> {
    let unreadable = |source| LawFilesError::Io { path: path.to_path_buf(), source };
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(unreadable)?;
    file.take(MOST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MOST {
        let help = "split it, or leave out what is not a rule; an instrument rarely needs more than 100 KiB";
        return Ok(Err((format!("the file has more than {MOST} bytes"), help.to_owned())));
    }
    Ok(String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        (format!("the file is not UTF-8 from byte {at}"), "save the file as UTF-8".to_owned())
    }))
}

/// The law of the program with files put in the place of its own, as `(path, text)`: a file takes the place of one
/// whose path ends alike.
pub fn with_own(read: &[(String, String)]) -> Vec<(&str, &str)> {
    let tail = |path: &str| {
        let mut parts = path.rsplit(['/', '\\']);
        let file = parts.next().unwrap_or_default().to_owned();
        (parts.next().unwrap_or_default().to_owned(), file)
    };
    let own = Library::embedded_files().iter().filter(|(path, _)| {
        !read.iter().any(|(given, _)| {
            tail(given) == tail(path) || (tail(given).1 == tail(path).1 && !given.contains('/'))
        })
    });
    own.copied().chain(read.iter().map(|(path, text)| (path.as_str(), text.as_str()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node() -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join(FOLDER).join("instruments");
        std::fs::create_dir_all(&folder).unwrap();
        (dir, folder)
    }

    #[test]
    fn without_the_folder_it_is_the_law_of_the_program() {
        let dir = tempfile::tempdir().unwrap();
        let found = NodeLaw::of_node(dir.path()).unwrap();
        assert_eq!(found.library.instruments().count(), Library::embedded().instruments().count());
        assert!(found.files.is_empty() && found.mistakes.is_empty());
    }

    #[test]
    fn files_with_mistakes_are_told_with_their_place_and_the_others_work() {
        let (dir, folder) = node();
        std::fs::write(folder.join("latin.toml"), b"schema = 1 # \xe4").unwrap();
        std::fs::write(folder.join("wrong.toml"), "schema = 1\n[instrument]\nid = \"x-y\"\n").unwrap();
        let sound = "schema = 1\n[[event]]\nkey = \"moon-rise\"\ntitle = \"rise of the moon\"\n";
        std::fs::write(dir.path().join(FOLDER).join("more-events.toml"), sound).unwrap();
        std::fs::write(dir.path().join(FOLDER).join("notes.txt"), "not read").unwrap();
        let found = NodeLaw::of_node(dir.path()).unwrap();
        assert_eq!(found.files.len(), 3);
        let first = &found.mistakes[0];
        assert_eq!(
            (first.file.as_str(), first.line, first.column, first.help.as_str()),
            ("law/instruments/latin.toml", 1, 1, "save the file as UTF-8")
        );
        assert!(found.mistakes.iter().any(|one| one.file.ends_with("wrong.toml") && !one.help.is_empty()));
        assert!(found.library.words().events.iter().any(|(key, _)| key.as_str() == "moon-rise"));
        assert_eq!(found.library.instruments().count(), Library::embedded().instruments().count());
    }

    #[test]
    fn a_file_takes_the_place_of_one_of_the_program() {
        let (dir, folder) = node();
        let (_, text) = Library::embedded_files()
            .iter()
            .find(|(path, _)| path.ends_with("instruments/bstf.toml"))
            .unwrap();
        let changed = text.replacen("title = \"", "title = \"Revised: ", 1);
        std::fs::write(folder.join("bstf.toml"), changed).unwrap();
        let found = NodeLaw::of_node(dir.path()).unwrap();
        assert_eq!(found.mistakes, []);
        let revised = found.library.instruments().filter(|one| one.title().starts_with("Revised: ")).count();
        assert_eq!(revised, 1);
        assert_eq!(found.library.instruments().count(), Library::embedded().instruments().count());
    }
}
