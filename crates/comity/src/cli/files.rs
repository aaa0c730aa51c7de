//! Files that commands read and write, with errors that name the file and say what to do.

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::Path;

use super::Failure;

/// Opens a file for reading.
pub(super) fn open(path: &Path) -> Result<BufReader<File>, Failure> {
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    match file.metadata() {
        Ok(metadata) if metadata.is_dir() => {
            Err(Failure::unusable(format!("`{}` is a folder", path.display()), "name a file in it"))
        }
        _ => Ok(BufReader::with_capacity(1 << 18, file)),
    }
}

/// Reads a whole file of at most `most` bytes.
pub(super) fn read(path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    use std::io::Read;
    let mut bytes = Vec::new();
    open(path)?.take(most + 1).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > most {
        return Err(Failure::unusable(
            format!("`{}` is larger than {most} bytes", path.display()),
            "name the right file",
        ));
    }
    Ok(bytes)
}

/// Reads standard input to its end, at most `most` bytes.
pub(super) fn read_standard_input(most: u64) -> Result<Vec<u8>, Failure> {
    use std::io::Read;
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(most + 1).read_to_end(&mut bytes).map_err(|error| {
        Failure::environment(format!("cannot read standard input: {error}"), "check what is piped in")
    })?;
    if bytes.len() as u64 > most {
        return Err(Failure::unusable(format!("standard input is larger than {most} bytes"), "pipe in less"));
    }
    Ok(bytes)
}

/// Reads a whole text.
pub(super) fn read_text(path: &Path, most: u64) -> Result<String, Failure> {
    String::from_utf8(read(path, most)?).map_err(|error| {
        Failure::unusable(
            format!("`{}` is not UTF-8: byte {}", path.display(), error.utf8_error().valid_up_to()),
            "save the file as UTF-8",
        )
    })
}

/// Creates a file for writing; what was there is replaced.
pub(super) fn create(path: &Path) -> Result<BufWriter<File>, Failure> {
    match File::create(path) {
        Ok(file) => Ok(BufWriter::with_capacity(1 << 18, file)),
        Err(error) => Err(Failure::environment(
            format!("cannot write `{}`: {error}", path.display()),
            "choose a folder that exists and is yours to write",
        )),
    }
}

/// Opens a file of lines to read what it has and to write more behind it. What follows its last whole line is cut off. A
/// file that is not there is created.
pub(super) fn go_on(path: &Path) -> Result<(BufReader<std::io::Take<File>>, BufWriter<File>), Failure> {
    use std::io::{BufRead, Read, Seek, SeekFrom};
    let failed = |error: std::io::Error| {
        Failure::environment(
            format!("cannot go on with `{}`: {error}", path.display()),
            "choose a file that is yours to write",
        )
    };
    let mut file =
        File::options().read(true).write(true).create(true).truncate(false).open(path).map_err(failed)?;
    let (mut whole, mut length) = (0, 0);
    let mut reader = BufReader::with_capacity(1 << 18, &mut file);
    loop {
        let bytes = reader.fill_buf().map_err(failed)?;
        if bytes.is_empty() {
            break;
        }
        if let Some(end) = bytes.iter().rposition(|byte| *byte == b'\n') {
            whole = length + end as u64 + 1;
        }
        let count = bytes.len();
        length += count as u64;
        reader.consume(count);
    }
    file.set_len(whole).map_err(failed)?;
    file.seek(SeekFrom::End(0)).map_err(failed)?;
    let earlier = File::open(path).map_err(failed)?.take(whole);
    Ok((BufReader::with_capacity(1 << 18, earlier), BufWriter::with_capacity(1 << 18, file)))
}

/// Writes a whole file; what was there is replaced.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    use std::io::Write;
    let mut file = create(path)?;
    file.write_all(bytes).and_then(|()| file.flush()).map_err(|error| {
        Failure::environment(
            format!("cannot write `{}`: {error}", path.display()),
            "check the space on the disk",
        )
    })
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    let message = format!("cannot read `{}`: {error}", path.display());
    if error.kind() == std::io::ErrorKind::NotFound {
        Failure::unusable(message, "check the name; paths are taken from the current folder")
    } else {
        Failure::environment(message, "check that the file may be read")
    }
}
