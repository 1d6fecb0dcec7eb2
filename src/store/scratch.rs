//! A store of its own for one test.

use super::Store;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder that goes when this goes.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("belfry-test-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("the system has room for temporary files");
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        _ = std::fs::remove_dir_all(&self.0); // What cannot be removed is left to the system.
    }
}

/// An empty embedded store.
pub(crate) struct Scratch {
    store: Store,
    _folder: Folder,
}

impl Scratch {
    pub(crate) async fn open() -> Self {
        let folder = Folder::new();
        let store = Store::open_sqlite(folder.path()).await.expect("a new store opens");
        Self { store, _folder: folder }
    }

    pub(crate) fn store(&self) -> Store {
        self.store.clone()
    }
}
