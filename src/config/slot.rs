//! The kinds of settings: what each allows, how it is read, and how it is shown.

use super::given::Value;
use super::{Backend, IpNet, LogFormat};
use std::net::{Ipv6Addr, SocketAddr};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The place of one setting in the configuration.
pub(super) enum Slot<'a> {
    Address(&'a mut SocketAddr),
    Url(&'a mut Option<String>),
    Nets(&'a mut Vec<IpNet>),
    Path(&'a mut PathBuf),
    File(&'a mut Option<PathBuf>),
    Backend(&'a mut Backend),
    Format(&'a mut LogFormat),
    Directives(&'a mut String),
    Flag(&'a mut bool),
    Number(&'a mut u32, RangeInclusive<u32>),
    Count(&'a mut usize, RangeInclusive<usize>),
    Millis(&'a mut Duration, RangeInclusive<u64>),
}

const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

impl Slot<'_> {
    /// Says what may stand here, to follow "must be".
    pub(super) fn allowed(&self) -> String {
        match self {
            Self::Address(_) => "an IP address and a port, such as \"127.0.0.1:8080\"".into(),
            Self::Url(_) => {
                "\"http://host\" or \"https://host\", with a port if need be and without a path; or \"\" for the host of each request"
                    .into()
            }
            Self::Nets(_) => {
                "a list of IP addresses and nets, such as [\"127.0.0.1\", \"10.0.0.0/8\"]; in the environment separated by commas".into()
            }
            Self::Path(_) => "the path of a directory".into(),
            Self::File(_) => "the path of a file, or \"\" for none".into(),
            Self::Backend(_) => "\"sqlite\"".into(),
            Self::Format(_) => "\"text\" or \"json\"".into(),
            Self::Directives(_) => format!("a level ({}) or module=level, several separated by commas", LEVELS.join(", ")),
            Self::Flag(_) => "true or false".into(),
            Self::Number(_, range) => whole(range.start(), range.end()),
            Self::Count(_, range) => whole(range.start(), range.end()),
            Self::Millis(_, range) => format!("{} (milliseconds)", whole(range.start(), range.end())),
        }
    }

    /// Takes a value that is allowed; `None` for another.
    pub(super) fn set(self, value: &Value) -> Option<()> {
        match self {
            Self::Address(slot) => *slot = text(value)?.parse().ok()?,
            Self::Url(slot) => *slot = Some(base_url(text(value)?)?).filter(|url| !url.is_empty()),
            Self::Nets(slot) => *slot = nets(value)?,
            Self::Path(slot) => *slot = Some(text(value)?).filter(|path| !path.is_empty())?.into(),
            Self::File(slot) => *slot = Some(text(value)?).filter(|path| !path.is_empty()).map(PathBuf::from),
            Self::Backend(slot) => *slot = Backend::named(text(value)?)?,
            Self::Format(slot) => *slot = LogFormat::named(text(value)?)?,
            Self::Directives(slot) => *slot = directives(text(value)?)?,
            Self::Flag(slot) => *slot = flag(value)?,
            Self::Number(slot, range) => *slot = number(value).filter(|n| range.contains(n))?,
            Self::Count(slot, range) => *slot = number(value).filter(|n| range.contains(n))?,
            Self::Millis(slot, range) => {
                *slot = Duration::from_millis(number(value).filter(|n| range.contains(n))?);
            }
        }
        Some(())
    }

    /// Writes what stands here as TOML.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Address(slot) => format!("\"{slot}\""),
            Self::Url(slot) => quoted(slot.as_deref().unwrap_or_default()),
            Self::Nets(slot) => format!("[{}]", slot.iter().map(|net| quoted(&net.to_string())).collect::<Vec<_>>().join(", ")),
            Self::Path(slot) => quoted(&slot.to_string_lossy()),
            Self::File(slot) => quoted(&slot.as_deref().unwrap_or(Path::new("")).to_string_lossy()),
            Self::Backend(slot) => quoted(slot.name()),
            Self::Format(slot) => quoted(slot.name()),
            Self::Directives(slot) => quoted(slot),
            Self::Flag(slot) => slot.to_string(),
            Self::Number(slot, _) => slot.to_string(),
            Self::Count(slot, _) => slot.to_string(),
            Self::Millis(slot, _) => slot.as_millis().to_string(),
        }
    }
}

impl Backend {
    fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
        }
    }

    fn named(name: &str) -> Option<Self> {
        (name == "sqlite").then_some(Self::Sqlite)
    }
}

impl LogFormat {
    fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::Text, Self::Json].into_iter().find(|format| format.name() == name)
    }
}

fn whole(min: impl std::fmt::Display, max: impl std::fmt::Display) -> String {
    format!("a whole number from {min} to {max}")
}

fn text(value: &Value) -> Option<&str> {
    match value {
        // What was not UTF-8 was replaced when it was read.
        Value::Env(text) | Value::Text(text) => Some(text.as_str()).filter(|text| !text.contains(['\0', '\u{fffd}'])),
        _ => None,
    }
}

fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Flag(flag) => Some(*flag),
        Value::Env(text) => text.parse().ok(),
        _ => None,
    }
}

fn number<N: std::str::FromStr + TryFrom<i64>>(value: &Value) -> Option<N> {
    match value {
        Value::Whole(number) => N::try_from(*number).ok(),
        Value::Env(text) => text.parse().ok(),
        _ => None,
    }
}

fn nets(value: &Value) -> Option<Vec<IpNet>> {
    let parts: Vec<&str> = match value {
        Value::Env(text) => text.split(',').map(str::trim).filter(|_| !text.trim().is_empty()).collect(),
        Value::List(texts) => texts.iter().map(String::as_str).collect(),
        _ => return None,
    };
    parts.into_iter().map(|part| part.parse().ok()).collect()
}

/// Accepts what URLs of this server can be built on by appending a path, and the empty text.
fn base_url(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some(String::new());
    }
    let text = text.strip_suffix('/').unwrap_or(text);
    let authority = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"))?;
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let port_fits = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
    (is_host(host) && port_fits).then(|| text.to_owned())
}

/// Whether this is a name or an IPv4 address, or an IPv6 address in brackets.
fn is_host(host: &str) -> bool {
    let inner = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    match inner {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c)),
    }
}

/// Accepts levels and `module=level`, and nothing that would be taken for a module's name by mistake.
fn directives(text: &str) -> Option<String> {
    let known = |level: &str| LEVELS.contains(&level.to_ascii_lowercase().as_str());
    let fits = |directive: &str| match directive.split_once('=') {
        Some((module, level)) => !module.is_empty() && known(level) && module.chars().all(in_a_path),
        None => known(directive),
    };
    text.split(',').all(fits).then(|| text.to_owned())
}

fn in_a_path(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == ':'
}

/// Quotes as TOML does: its escapes for the characters in question are those of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
