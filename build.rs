//! Hands the built web client over: a release build carries what is in `ui/dist`, a debug build reads it there at each request.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let dist = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join("ui/dist");
    let source = if variable("PROFILE")? == "release" {
        // The folder is always there (`.gitkeep`): cargo builds again when something in it changes, and only then.
        println!("cargo::rerun-if-changed=ui/dist");
        let mut files = String::new();
        list(&dist, "", &mut files)?;
        let count = files.lines().count();
        format!("{{ static FILES: [files::Embedded; {count}] = [{files}]; Source::Embedded(&FILES) }}")
    } else {
        format!("Source::Folder({:?})", dist.display().to_string())
    };
    fs::write(Path::new(&variable("OUT_DIR")?).join("ui.rs"), source)
}

fn variable(name: &str) -> io::Result<String> {
    env::var(name).map_err(|error| io::Error::other(format!("{name}: {error}")))
}

/// Appends `files::Embedded::new("path", include_bytes!("file")),` for each file below `folder`, whose path in the site begins with `prefix`.
/// What begins with a dot is not served.
fn list(folder: &Path, prefix: &str, files: &mut String) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{path}/"), files)?;
        } else {
            let file = entry.path().display().to_string();
            writeln!(files, "files::Embedded::new({path:?}, include_bytes!({file:?})),").map_err(io::Error::other)?;
        }
    }
    Ok(())
}
