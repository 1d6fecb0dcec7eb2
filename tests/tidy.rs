//! What the sources keep to, read from the sources: the layers, who may name what, sizes, words.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// The layers, left to right (`docs/ARCHITECTURE.md`): a module may use what stands left of it. Those in one row do not know each other.
const LAYERS: &[&[&str]] = &[
    &["model"],
    &["protocol"],
    &["store"],
    &["write_behind"],
    &["outbox"],
    &["stream"],
    &["relay"],
    &["user"],
    &["guild"],
    &["channel"],
    &["directory"],
    &["account"],
    &["session"],
    &["gateway", "http"],
    &["app"],
    &["main", "cli"],
];
/// Used by all, and using `model` at most.
const FREE: &[&str] = &["limits", "clock", "metrics"];
/// What an operator chose is taken apart at the top; the parts below are told their share.
const CONFIG: &[&str] = &["config", "logging"];
const CONFIG_READERS: &[&str] = &["http", "app", "main", "cli", "config", "logging"];

/// Names that only some folders of `src/` may write.
const NAMES: &[(&str, &[&str])] = &[
    ("belfry_cluster", &["directory"]),
    ("axum", &["gateway", "http", "app"]),
    ("rusqlite", &["store"]),
    ("INSERT INTO", &["store"]),
    ("DELETE FROM", &["store"]),
    ("CREATE TABLE", &["store"]),
    ("PRAGMA", &["store"]),
    ("anyhow", &["main"]),
];
/// What pure values have nothing to do with: wire and row formats, tasks, files, sockets.
const NOT_IN_MODEL: &[&str] = &["serde", "serde_json", "Serialize", "Deserialize", "tokio", "ractor", "std::fs", "std::io", "std::net"];
/// Parts of names that say nothing.
const EMPTY_NAMES: &[&str] = &["Manager", "Helper", "Handler", "Utils"];
const DEFINES: &[&str] = &["struct", "enum", "trait", "mod", "type", "fn"];

const FILE_LINES_MAX: usize = 500;

struct Source {
    /// Relative to the workspace, with `/`.
    path: String,
    text: String,
}

impl Source {
    /// The top-level module that the file belongs to, if it is the root crate's.
    fn module(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?;
        let first = inside.split('/').next()?;
        Some(first.strip_suffix(".rs").unwrap_or(first)).filter(|module| *module != "lib")
    }

    /// The text without comments: prose may name everything.
    fn code(&self) -> String {
        let without = |line: &str| match line.trim_start() {
            comment if comment.starts_with("//") => String::new(),
            _ => line.split(" // ").next().unwrap_or_default().to_owned(),
        };
        self.text.lines().map(without).collect::<Vec<_>>().join("\n")
    }

    fn is_test(&self) -> bool {
        let path = &self.path;
        path.starts_with("tests/") || path.contains("/tests/") || path.ends_with("/tests.rs") || path.contains(".test.")
    }

    /// Lines without the tests that stand at the end of the file.
    fn lines_of_program(&self) -> usize {
        let end = self.text.find("#[cfg(test)]\nmod ").unwrap_or(self.text.len());
        self.text[..end].lines().count()
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["src", "cluster/src", "load-tests", "tests", "ui/src"] {
        collect(root, &root.join(folder), &mut found);
    }
    assert!(found.iter().any(|source| source.path == "src/main.rs"));
    found
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<Source>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let is_source = path.extension().is_some_and(|kind| ["rs", "ts", "tsx", "py", "js", "mjs"].iter().any(|known| kind == *known));
        if path.is_dir() && !["target", "node_modules"].contains(&name.as_str()) && !name.starts_with('.') {
            collect(root, &path, found);
        } else if path.is_file() && is_source {
            let path_in_root = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            found.push(Source { path: path_in_root, text: fs::read_to_string(&path).unwrap() });
        }
    }
}

/// Fails with all that was found, not with the first.
fn none(what: &str, found: &[String]) {
    let mut list = String::new();
    for one in found {
        _ = writeln!(list, "  {one}");
    }
    assert!(found.is_empty(), "{what}:\n{list}");
}

/// Where `name` begins in `code` and is not a part of a longer name.
fn positions(code: &str, name: &str) -> Vec<usize> {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    let alone = |&at: &usize| {
        let before = code[..at].chars().next_back();
        let after = code[at + name.len()..].chars().next();
        !(before.is_some_and(joins) || name.ends_with(joins) && after.is_some_and(joins))
    };
    code.match_indices(name).map(|(at, _)| at).filter(alone).collect()
}

fn line(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

/// The modules that `code` names by `crate::…`, and where.
fn uses(code: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for at in positions(code, "crate::") {
        let rest = &code[at + "crate::".len()..];
        let names = if let Some(group) = rest.strip_prefix('{') { heads(group) } else { heads(rest).into_iter().take(1).collect() };
        found.extend(names.into_iter().map(|name| (name, at)));
    }
    found
}

/// The first name of each path in `a::b, c::{d, e}, f}`.
fn heads(group: &str) -> Vec<String> {
    let (mut depth, mut names, mut name, mut over) = (0, Vec::new(), String::new(), false);
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(std::mem::take(&mut name));
                over = false;
            }
            c if depth == 0 && !over && (c.is_alphanumeric() || c == '_') => name.push(c),
            c if !c.is_whitespace() => over = true,
            _ if !name.is_empty() => over = true,
            _ => {}
        }
    }
    names.push(name);
    names.retain(|name| !name.is_empty());
    names
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|row| row.contains(&module))
}

fn may_use(from: &str, to: &str) -> bool {
    if from == to || FREE.contains(&to) {
        return true;
    }
    if CONFIG.contains(&to) {
        return CONFIG_READERS.contains(&from);
    }
    if FREE.contains(&from) {
        return to == "model";
    }
    match (layer(from), layer(to)) {
        (Some(right), Some(left)) => left < right,
        _ => false,
    }
}

fn wrong_arrows(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        let Some(module) = source.module() else {
            continue;
        };
        let code = source.code();
        for (used, at) in uses(&code) {
            if !may_use(module, &used) {
                found.push(format!("{}:{}: {module} uses {used}", source.path, line(&code, at)));
            }
        }
    }
    found
}

#[test]
fn every_arrow_between_modules_points_left() {
    none("arrows that point right", &wrong_arrows(&sources()));
}

#[test]
fn an_arrow_that_points_right_is_found_in_every_form() {
    let source = |path: &str, text: &str| Source { path: path.into(), text: text.into() };
    let forged = [
        source("src/relay/run.rs", "use crate::model::Id;\nuse crate::session::Session;"),
        source("src/store/mod.rs", "use crate::{\n    limits::X, // fine\n    model::{Id, relay},\n    relay::State,\n};"),
        source("src/model/id.rs", "fn f() { crate::clock::now(); crate::protocol::f() }"),
        source("src/gateway.rs", "pub(crate) use crate::http;"),
        source("src/user/mod.rs", "use crate::config::Config;"),
        source("src/app/mod.rs", "use crate::config::Config;\n// crate::main\n//! [`crate::main`]\nuse crate::nowhere;"),
    ];
    assert_eq!(
        wrong_arrows(&forged),
        [
            "src/relay/run.rs:2: relay uses session",
            "src/store/mod.rs:1: store uses relay",
            "src/model/id.rs:1: model uses protocol",
            "src/gateway.rs:1: gateway uses http",
            "src/user/mod.rs:1: user uses config",
            "src/app/mod.rs:4: app uses nowhere",
        ]
    );
}

#[test]
fn every_module_has_its_place_in_the_layers() {
    let placed = |module: &&str| layer(module).is_none() && !FREE.contains(module) && !CONFIG.contains(module);
    let sources = sources();
    let found: Vec<String> = sources.iter().filter_map(Source::module).filter(placed).map(str::to_owned).collect();
    none("modules without a place", &found);
}

#[test]
fn only_those_who_may_name_a_library_or_sql() {
    let mut found = Vec::new();
    for source in sources() {
        let Some(module) = source.module() else {
            continue;
        };
        let code = source.code();
        for (name, _) in NAMES.iter().filter(|(_, who)| !who.contains(&module)) {
            found.extend(positions(&code, name).iter().map(|at| format!("{}:{}: {name}", source.path, line(&code, *at))));
        }
    }
    none("names in a wrong place", &found);
}

#[test]
fn model_is_pure_values() {
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| source.module() == Some("model")) {
        let code = source.code();
        for name in NOT_IN_MODEL {
            found.extend(positions(&code, name).iter().map(|at| format!("{}:{}: {name}", source.path, line(&code, *at))));
        }
    }
    none("model names what it must not know", &found);
}

#[test]
fn cluster_has_never_heard_of_chat() {
    let words = ["guild", "discord", "snowflake", "emoji"];
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| source.path.starts_with("cluster/")) {
        let code = source.code().to_lowercase();
        for word in words {
            found.extend(positions(&code, word).iter().map(|at| format!("{}:{}: {word}", source.path, line(&code, *at))));
        }
    }
    none("chat words in cluster/", &found);
}

#[test]
fn no_file_is_too_long_to_read() {
    let long = |source: &&Source| !source.is_test() && source.lines_of_program() > FILE_LINES_MAX;
    let found: Vec<String> =
        sources().iter().filter(long).map(|source| format!("{}: {} lines", source.path, source.lines_of_program())).collect();
    none(&format!("files over {FILE_LINES_MAX} lines"), &found);
}

#[test]
fn names_say_what_a_thing_is() {
    let mut found = Vec::new();
    for source in sources() {
        let code = source.code();
        for name in defined(&code).filter(|name| is_empty_name(name)) {
            found.push(format!("{}: {name}", source.path));
        }
    }
    none("names that say nothing", &found);
}

/// The names that stand after `struct`, `fn` and the like.
fn defined(code: &str) -> impl Iterator<Item = &str> {
    let words = || code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
    words().zip(words().skip(1)).filter(|(what, _)| DEFINES.contains(what)).map(|(_, name)| name)
}

fn is_empty_name(name: &str) -> bool {
    EMPTY_NAMES.iter().any(|word| {
        let small = word.to_lowercase();
        name.contains(word) || name == small || name == format!("{small}s")
    })
}

#[test]
fn nothing_is_left_unfinished_or_skipped() {
    // Put together here, so that this file does not find itself.
    let marks = [["TO", "DO"], ["FIX", "ME"], ["XX", "X"], ["HA", "CK"], ["todo", "!"], ["unimple", "mented!"], ["#[", "ignore"]]
        .map(|halves| halves.concat());
    let skipped = ["it", "test", "describe"].map(|call| ["skip", "only", "todo"].map(|how| format!("{call}.{how}(")));
    let mut found = Vec::new();
    for source in sources() {
        for mark in marks.iter().chain(skipped.iter().flatten()) {
            found.extend(positions(&source.text, mark).iter().map(|at| format!("{}:{}: {mark}", source.path, line(&source.text, *at))));
        }
    }
    none("unfinished or skipped", &found);
}

#[test]
fn every_metric_stands_on_the_operators_page() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/operating.md")).unwrap();
    let mut missing = Vec::new();
    for source in sources().iter().filter(|source| source.path.starts_with("src/")) {
        for part in source.text.split("\"belfry_").skip(1) {
            let name = format!("belfry_{}", part.split('"').next().unwrap_or_default());
            if !page.contains(&format!("`{name}`")) {
                missing.push(format!("{}: {name}", source.path));
            }
        }
    }
    none("metrics that docs/operating.md does not name", &missing);
}
