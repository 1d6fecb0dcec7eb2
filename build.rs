//! Hands the built web client over: a release build carries what is in `ui/dist`, a debug build reads it there at each request.

#[path = "src/http/ui/listing.rs"]
mod listing;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let dist = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join("ui/dist");
    let source = if variable("PROFILE")? == "release" {
        // The folder is always there (`.gitkeep`): cargo builds again when something in it changes, and only then.
        println!("cargo::rerun-if-changed=ui/dist");
        embedded(&dist)?
    } else {
        format!("Source::Folder({:?})", dist.display().to_string())
    };
    fs::write(Path::new(&variable("OUT_DIR")?).join("ui.rs"), source)
}

fn variable(name: &str) -> io::Result<String> {
    env::var(name).map_err(|error| io::Error::other(format!("{name}: {error}")))
}

fn embedded(dist: &Path) -> io::Result<String> {
    let files = listing::list(dist)?;
    let mut source = format!("{{ static FILES: [files::Embedded; {}] = [", files.len());
    for (path, file) in files {
        let file = file.display().to_string();
        writeln!(source, "files::Embedded::new({path:?}, include_bytes!({file:?})),").map_err(io::Error::other)?;
    }
    source.push_str("]; Source::Embedded(&FILES) }");
    Ok(source)
}
