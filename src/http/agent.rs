//! What a client is, as it calls itself in `User-Agent`: for people who look at where they are logged in. Nothing is decided by it.

use super::error::Failure;
use super::router::Services;
use crate::limits;
use axum::extract::FromRequestParts;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;

/// The client's own name, bounded; `None` where it says nothing.
pub(super) struct Agent(pub(super) Option<String>);

impl FromRequestParts<Services> for Agent {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &Services) -> Result<Self, Failure> {
        let said = parts.headers.get(USER_AGENT).and_then(|name| name.to_str().ok()).map(str::trim).filter(|name| !name.is_empty());
        Ok(Self(said.map(|name| name.chars().take(limits::CLIENT_NAME_CHARACTERS_MAX).collect())))
    }
}

/// In the order in which they are looked for: systems name those that they descend from, too.
const SYSTEMS: &[(&str, &str)] = &[
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iOS"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
];
/// The same of browsers.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
];

fn find(agent: &str, known: &[(&str, &'static str)]) -> Option<&'static str> {
    known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
}

/// "Linux"; `None` where it is not known.
pub(super) fn system(agent: &str) -> Option<&'static str> {
    find(agent, SYSTEMS)
}

/// "Firefox", or what stands before the version of any other program.
pub(super) fn program(agent: &str) -> Option<&str> {
    let product = agent.split(['/', ' ']).next().filter(|product| !product.is_empty() && *product != "Mozilla");
    find(agent, BROWSERS).or(product)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_from_those_that_they_resemble() {
        let webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
        for (agent, system_name, program_name) in [
            (format!("Mozilla/5.0 (X11; Linux x86_64) {webkit} Chrome/140.0.0.0 Safari/537.36"), "Linux", "Chrome"),
            (format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {webkit} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"), "Windows", "Edge"),
            (format!("Mozilla/5.0 (Linux; Android 15) {webkit} Chrome/140.0.0.0 Mobile Safari/537.36"), "Android", "Chrome"),
            (format!("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {webkit} Version/18.0 Safari/605.1.15"), "macOS", "Safari"),
            (format!("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) {webkit} CriOS/140.0 Mobile Safari/604.1"), "iOS", "Chrome"),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned(), "Linux", "Firefox"),
        ] {
            assert_eq!((system(&agent), program(&agent)), (Some(system_name), Some(program_name)), "{agent}");
        }
    }

    #[test]
    fn other_programs_are_called_what_they_call_themselves() {
        assert_eq!((system("curl/8.5.0"), program("curl/8.5.0")), (None, Some("curl")));
        assert_eq!((system("Mozilla/5.0"), program("Mozilla/5.0")), (None, None));
        assert_eq!(program(""), None);
    }
}
