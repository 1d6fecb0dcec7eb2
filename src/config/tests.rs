use super::*;
use std::io::Write;

fn env<const N: usize>(pairs: [(&str, &str); N]) -> impl Iterator<Item = (String, String)> {
    pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).into_iter()
}

fn from_env<const N: usize>(pairs: [(&str, &str); N]) -> Result<Config, ConfigError> {
    Config::load(None, env(pairs))
}

fn file(text: &str) -> Written {
    let name = format!("belfry-config-{}-{}.toml", std::process::id(), getrandom::u64().unwrap());
    let path = std::env::temp_dir().join(name);
    std::fs::File::create_new(&path).unwrap().write_all(text.as_bytes()).unwrap();
    Written(path)
}

/// A file that is removed with its test.
struct Written(PathBuf);

impl Drop for Written {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn from_toml(text: &str) -> Result<Config, ConfigError> {
    Config::load(Some(&file(text).0), env([]))
}

fn message(result: Result<Config, ConfigError>) -> String {
    let message = result.unwrap_err().to_string();
    assert!(!message.contains('\n'), "more than one line: {message}");
    message
}

#[test]
fn without_file_and_environment_the_defaults_are_in_force() {
    assert_eq!(from_env([]).unwrap(), Config::default());
    assert_eq!(Config::default().http.listen.to_string(), "127.0.0.1:8080");
    assert!(Config::default().metrics.listen.ip().is_loopback());
}

#[test]
fn the_environment_overrules_the_file_and_the_file_the_defaults() {
    let written = file("[http]\nlisten = \"127.0.0.1:1\"\n[limits]\nsessions_per_user = 7\n");
    let config = Config::load(Some(&written.0), env([("BELFRY_HTTP__LISTEN", "[::1]:2")])).unwrap();
    assert_eq!(config.http.listen.to_string(), "[::1]:2");
    assert_eq!(config.limits.sessions_per_user, 7);
    assert_eq!(config.metrics, Metrics::default());
}

#[test]
fn the_file_in_config_names_every_setting_and_says_what_the_defaults_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/belfry.toml");
    assert_eq!(Config::load(Some(&path), env([])).unwrap(), Config::default());
    let text = std::fs::read_to_string(path).unwrap();
    let names: Vec<String> = given::from_toml(&text, "").unwrap().iter().map(|given| given.key.full_name()).collect();
    for key in keys::KEYS {
        assert!(names.contains(&key.full_name()), "{} is missing", key.full_name());
    }
}

#[test]
fn what_check_config_shows_is_a_file_that_says_the_same() {
    let config = from_env([
        ("BELFRY_HTTP__PUBLIC_URL", "https://chat.example.org/"),
        ("BELFRY_HTTP__TRUSTED_PROXIES", "127.0.0.1, fd00::/8"),
        ("BELFRY_STORE__PATH", "/srv/with \"quotes\"\\and more"),
        ("BELFRY_LOG__FORMAT", "json"),
        ("BELFRY_LOG__LEVEL", "warn,belfry::session=debug"),
        ("BELFRY_LIMITS__RATE_LIMITS", "false"),
        ("BELFRY_LIMITS__RESUME_WINDOW_MS", "1500"),
    ])
    .unwrap();
    assert_eq!(config.http.public_url.as_deref(), Some("https://chat.example.org"));
    assert_eq!(config.limits.resume_window, Duration::from_millis(1_500));
    assert_eq!(from_toml(&config.to_toml()).unwrap(), config);
}

#[test]
fn an_unknown_setting_is_named_with_what_there_is() {
    for (text, key, known) in [
        ("[http]\nlisten = \"127.0.0.1:0\"\nlisten_on = 1", "http.listen_on ", "[http] has listen, public_url"),
        ("[https]\nlisten = 1", "https.listen ", "the sections are http, metrics, store, log, limits"),
        ("[https]", "https ", "the sections are http"),
        ("listen = 1", "listen ", "the sections are http"),
    ] {
        let message = message(from_toml(text));
        assert!(message.starts_with(key) && message.contains(known), "{message}");
    }
}

#[test]
fn an_unknown_variable_is_named_with_what_there_is() {
    for (variable, known) in [
        ("BELFRY_HTTP__LISTN", "[http] has listen, public_url"),
        ("BELFRY_HTTP_LISTEN", "the sections are"),
        ("BELFRY_HTTP", "[http] has"),
        ("BELFRY_", "the sections are"),
        ("BELFRY_HTTP__LISTEN__X", "[http] has"),
    ] {
        let message = message(from_env([(variable, "1")]));
        assert!(message.starts_with(&format!("{variable} (environment)")), "{message}");
        assert!(message.contains(known), "{message}");
    }
}

#[test]
fn variables_of_others_are_none_of_ours() {
    assert_eq!(from_env([("PATH", "/bin"), ("NOT_BELFRY_HTTP__LISTEN", "x")]).unwrap(), Config::default());
}

#[test]
fn a_bad_value_is_named_with_its_key_its_place_and_what_is_allowed() {
    assert_eq!(
        message(from_env([("BELFRY_LIMITS__SESSIONS_PER_USER", "0")])),
        "limits.sessions_per_user = \"0\" (BELFRY_LIMITS__SESSIONS_PER_USER) is not allowed: it must be a whole number from 1 to 100000"
    );
    let message = message(from_toml("[store]\nbackend = [1]"));
    assert!(message.starts_with("store.backend = <array> ("), "{message}");
    assert!(message.ends_with("it must be \"sqlite\""), "{message}");
}

#[test]
fn no_setting_takes_a_value_of_another_type_or_out_of_its_range() {
    for (variable, values) in [
        ("BELFRY_HTTP__LISTEN", ["", "8080", "localhost:8080", "127.0.0.1:65536"].as_slice()),
        (
            "BELFRY_HTTP__PUBLIC_URL",
            &[
                "chat.example.org",
                "ftp://x",
                "http://",
                "https://a/b",
                "https://u:p@a",
                "http://a:b",
                "http://a:0",
                "http://[::1",
                "http://a b",
            ],
        ),
        ("BELFRY_HTTP__TRUSTED_PROXIES", &["localhost", "10.0.0.1/8", "127.0.0.1,", ",", "127.0.0.1 ::1", "10.0.0.0/33"]),
        ("BELFRY_STORE__BACKEND", &["", "SQLite", "cassandra"]),
        ("BELFRY_STORE__PATH", &["", "a\0b", "a\u{fffd}b"]),
        ("BELFRY_LOG__FORMAT", &["", "JSON", "pretty"]),
        ("BELFRY_LOG__LEVEL", &["", "inof", "info,", "=info", "belfry=loud", "belfry[{x}]=info"]),
        ("BELFRY_LIMITS__RATE_LIMITS", &["", "0", "no", "True"]),
        ("BELFRY_LIMITS__SESSIONS_PER_USER", &["", "0", "-1", "1.5", "100001", "99999999999999999999"]),
        ("BELFRY_LIMITS__HEARTBEAT_INTERVAL_MS", &["99", "600001", "41250ms"]),
        ("BELFRY_LIMITS__RESUME_WINDOW_MS", &["0", "3600001"]),
    ] {
        for value in values {
            assert!(from_env([(variable, value)]).is_err(), "{variable}={value}");
        }
    }
    for line in
        ["rate_limits = \"true\"", "rate_limits = 1", "sessions_per_user = \"5\"", "sessions_per_user = 5.0", "sessions_per_user = -5"]
    {
        assert!(from_toml(&format!("[limits]\n{line}")).is_err(), "{line}");
    }
}

#[test]
fn public_urls_with_ports_and_addresses_are_taken() {
    for url in ["http://localhost:8080", "https://chat.example.org", "http://192.0.2.1", "http://[2001:db8::1]:8443", "http://[::1]"] {
        let config = from_env([("BELFRY_HTTP__PUBLIC_URL", url)]).unwrap();
        assert_eq!(config.http.public_url.as_deref(), Some(url));
    }
    let config = from_env([("BELFRY_HTTP__PUBLIC_URL", "")]).unwrap();
    assert_eq!(config.http.public_url, None);
}

#[test]
fn trusted_proxies_are_a_list_in_the_file_and_separated_by_commas_in_the_environment() {
    let shown = |config: Config| config.http.trusted_proxies.iter().map(ToString::to_string).collect::<Vec<_>>();
    let both = ["127.0.0.1", "10.0.0.0/8"];
    assert_eq!(shown(from_toml("[http]\ntrusted_proxies = [\"127.0.0.1\", \"10.0.0.0/8\"]").unwrap()), both);
    assert_eq!(shown(from_env([("BELFRY_HTTP__TRUSTED_PROXIES", "127.0.0.1,10.0.0.0/8")]).unwrap()), both);
    assert_eq!(shown(from_env([("BELFRY_HTTP__TRUSTED_PROXIES", "")]).unwrap()), [""; 0]);
    for bad in ["\"127.0.0.1\"", "[1]", "[\"127.0.0.1\", \"nowhere\"]", "true"] {
        let message = message(from_toml(&format!("[http]\ntrusted_proxies = {bad}")));
        assert!(message.starts_with("http.trusted_proxies = ") && message.contains("must be a list of IP addresses"), "{message}");
    }
}

#[test]
fn what_is_no_toml_is_refused_with_its_line() {
    let message = message(from_toml("[http]\nlisten = \"127.0.0.1:0\"\npublic_url = \n"));
    assert!(message.contains(", line 3: not TOML: "), "{message}");
    assert!(from_toml("[http]\nlisten = \"127.0.0.1:1\"\nlisten = \"127.0.0.1:2\"").is_err());
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let result = Config::load(Some(Path::new("/nowhere/belfry.toml")), env([]));
    assert!(message(result).contains("/nowhere/belfry.toml cannot be read"));
}

#[test]
fn both_listeners_on_one_address_are_refused_but_two_free_ports_are_not() {
    let same = |address| from_env([("BELFRY_HTTP__LISTEN", address), ("BELFRY_METRICS__LISTEN", address)]);
    assert!(message(same("127.0.0.1:9000")).contains("127.0.0.1:9000"));
    assert!(same("127.0.0.1:0").is_ok());
}
