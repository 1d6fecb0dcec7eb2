//! What the file and the environment say, as pairs of a known key and an unproved value.

use super::error::ConfigError;
use super::keys::{self, Key};
use std::fmt;

const ENV_PREFIX: &str = "BELFRY_";

/// One setting as somebody wrote it.
pub(super) struct Given {
    pub(super) key: &'static Key,
    pub(super) value: Value,
    /// Where it stands: the name of the file or of the variable.
    pub(super) origin: String,
}

/// A value before it is proved.
#[derive(Debug)]
pub(super) enum Value {
    /// From the environment: a number there is a text too.
    Env(String),
    Text(String),
    Whole(i64),
    Flag(bool),
    /// Of texts alone.
    List(Vec<String>),
    /// A TOML type that no setting has, such as `array`.
    Other(&'static str),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Env(text) | Self::Text(text) => write!(f, "{text:?}"),
            Self::Whole(number) => number.fmt(f),
            Self::Flag(flag) => flag.fmt(f),
            Self::List(texts) => write!(f, "{texts:?}"),
            Self::Other(kind) => write!(f, "<{kind}>"),
        }
    }
}

impl From<toml::Value> for Value {
    fn from(value: toml::Value) -> Self {
        match value {
            toml::Value::String(text) => Self::Text(text),
            toml::Value::Integer(number) => Self::Whole(number),
            toml::Value::Boolean(flag) => Self::Flag(flag),
            toml::Value::Array(values) => texts(&values).map_or(Self::Other("array"), Self::List),
            other => Self::Other(other.type_str()),
        }
    }
}

fn texts(values: &[toml::Value]) -> Option<Vec<String>> {
    values.iter().map(|value| value.as_str().map(str::to_owned)).collect()
}

/// Reads a file's text. `file` is its name in messages.
pub(super) fn from_toml(text: &str, file: &str) -> Result<Vec<Given>, ConfigError> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let before = error.span().and_then(|span| text.get(..span.start));
        ConfigError::Syntax {
            file: file.to_owned(),
            line: before.unwrap_or(text).matches('\n').count() + 1,
            message: error.message().replace('\n', ", "),
        }
    })?;
    let mut given = Vec::new();
    for (section, value) in table {
        let toml::Value::Table(settings) = value else {
            return Err(unknown(&section, &section, file));
        };
        if settings.is_empty() && !keys::KEYS.iter().any(|key| key.section == section) {
            return Err(unknown(&section, &section, file));
        }
        for (name, value) in settings {
            given.push(Given {
                key: keys::find(&section, &name).ok_or_else(|| unknown(&format!("{section}.{name}"), &section, file))?,
                value: value.into(),
                origin: file.to_owned(),
            });
        }
    }
    Ok(given)
}

/// Reads `BELFRY_SECTION__KEY`; any other name that begins so is refused, as it would be in a file.
pub(super) fn from_env(variables: impl Iterator<Item = (String, String)>) -> Result<Vec<Given>, ConfigError> {
    let mut given = Vec::new();
    for (variable, value) in variables {
        let Some(path) = variable.strip_prefix(ENV_PREFIX) else {
            continue;
        };
        let path = path.to_lowercase();
        let (section, name) = path.split_once("__").unwrap_or((&path, ""));
        given.push(Given {
            key: keys::find(section, name).ok_or_else(|| unknown(&variable, section, "environment"))?,
            value: Value::Env(value),
            origin: variable,
        });
    }
    Ok(given)
}

fn unknown(key: &str, section: &str, origin: &str) -> ConfigError {
    ConfigError::Unknown { key: key.to_owned(), origin: origin.to_owned(), known: keys::known(section) }
}
