//! One server per data directory: a second one would give the same ids and write over the first's files.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

const FILE_NAME: &str = "belfry.lock";

/// The data directory is ours as long as this lives. The system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct DataLock {
    /// Held for its lock.
    _file: File,
}

#[derive(Debug, thiserror::Error)]
pub enum LockError {
    #[error("the data directory {} is in use by another server", path.display())]
    InUse { path: PathBuf },
    #[error("the data directory {} cannot be used: {error}", path.display())]
    Io { path: PathBuf, error: std::io::Error },
}

impl DataLock {
    /// Takes the directory, which is created (for its owner only) if need be. Does not wait.
    pub fn take(path: &Path) -> Result<Self, LockError> {
        let failed = |error| LockError::Io { path: path.to_owned(), error };
        let mut builder = DirBuilder::new();
        builder.recursive(true).mode(0o700);
        builder.create(path).map_err(failed)?;
        let file = OpenOptions::new().create(true).write(true).truncate(false).open(path.join(FILE_NAME)).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::InUse { path: path.to_owned() }),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn directory_is_made_private_and_taken_by_one_at_a_time() {
        let root = std::env::temp_dir().join(format!("belfry-lock-{}", std::process::id()));
        let path = root.join("data");
        let first = DataLock::take(&path).unwrap();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        let refused = DataLock::take(&path).unwrap_err().to_string();
        assert!(refused.contains("in use by another server"), "{refused}");
        drop(first);
        drop(DataLock::take(&path).unwrap());
        std::fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_file_in_the_place_of_the_directory_is_refused_by_name() {
        let path = std::env::temp_dir().join(format!("belfry-no-dir-{}", std::process::id()));
        std::fs::write(&path, "").unwrap();
        let refused = DataLock::take(&path).unwrap_err().to_string();
        assert!(refused.contains("cannot be used"), "{refused}");
        assert!(refused.contains("belfry-no-dir-"), "{refused}");
        std::fs::remove_file(path).unwrap();
    }
}
