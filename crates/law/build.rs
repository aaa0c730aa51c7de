//! Lists the files of the law, so that a new instrument is a new file and nothing else.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

#[expect(clippy::disallowed_methods, reason = "a build script reads files and speaks to cargo")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let law = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").ok_or("no manifest folder")?)
        .join("../../law")
        .canonicalize()?;
    println!("cargo::rerun-if-changed={}", law.display());
    let mut files = Vec::new();
    for folder in ["", "holidays", "instruments", "procedures"] {
        println!("cargo::rerun-if-changed={}", law.join(folder).display());
        for entry in std::fs::read_dir(law.join(folder))? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                files.push(path);
            }
        }
    }
    files.sort();
    let mut list = String::from("&[\n");
    for path in files {
        let name = path.strip_prefix(&law)?.to_string_lossy().replace('\\', "/");
        writeln!(list, "    (\"law/{name}\", include_str!({:?})),", path.display().to_string())?;
    }
    list.push_str("]\n");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("no output folder")?);
    // Written beside and renamed: a copy of the build folder that shares this file keeps its own.
    let beside = out.join("law_files.rs.new");
    std::fs::write(&beside, list)?;
    std::fs::rename(beside, out.join("law_files.rs"))?;
    Ok(())
}
