//! Which files of a built client are served. `build.rs` embeds these in a release build.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// Path in the site and on the disk of each file below `folder`, by name. What begins with a dot is not served.
pub(crate) fn list(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    list_below(folder, "", &mut files)?;
    Ok(files)
}

fn list_below(folder: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            list_below(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.push((path, entry.path()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::files::{Embedded, Encoding, Source};
    use super::*;
    use crate::store::scratch::Folder;

    const SERVED: [&str; 5] = ["assets/a-1.js", "assets/a-1.js.br", "assets/a-1.js.gz", "emoji/en/data.json", "index.html"];
    const HIDDEN: [&str; 3] = [".gitkeep", ".vite/manifest.json", "assets/.a-1.js.map"];

    fn folder() -> Folder {
        let folder = Folder::new();
        for path in SERVED.iter().chain(&HIDDEN) {
            let file = folder.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, format!("content of {path}")).unwrap();
        }
        folder
    }

    fn embedded(files: &[(String, PathBuf)]) -> Source {
        let embed = |(path, file): &(String, PathBuf)| Embedded::new(path.clone().leak(), fs::read(file).unwrap().leak());
        Source::Embedded(files.iter().map(embed).collect::<Vec<_>>().leak())
    }

    #[test]
    fn embedded_files_are_served_as_those_in_the_folder_are() {
        let folder = folder();
        let files = list(folder.path()).unwrap();
        assert_eq!(files.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), SERVED);
        let (embedded, read) = (embedded(&files), Source::Folder(folder.path().display().to_string().leak()));
        for path in SERVED.iter().chain(&HIDDEN) {
            for encodings in [&[][..], &[Encoding::Brotli], &[Encoding::Gzip], &Encoding::ALL] {
                let found = |source: &Source| source.find(path, encodings).map(|file| (file.bytes, file.encoding, file.tag));
                assert_eq!(found(&embedded), found(&read), "{path} {encodings:?}");
            }
        }
        assert_eq!(embedded.find("assets/a-1.js", &[Encoding::Gzip]).unwrap().bytes, "content of assets/a-1.js.gz");
        assert!(embedded.find("emoji/en/data.json", &Encoding::ALL).unwrap().encoding.is_none());
    }
}
