//! Arguments, config, log, run, exit code: 0, 1 where the server failed, 2 where it was told something wrong.

mod cli;

use belfry::app;
use belfry::config::{Config, ConfigError};
use belfry::logging;
use clap::Parser;
use cli::{Cli, Command, Source};
use std::fmt::Display;
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Serve(source) => serve(&source),
        Command::CheckConfig(source) => check_config(&source),
    }
}

fn serve(source: &Source) -> ExitCode {
    let config = match load(source) {
        Ok(config) => config,
        Err(error) => return fail(2, &error),
    };
    match run(config) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(1, &error),
    }
}

fn run(config: Config) -> anyhow::Result<()> {
    logging::init(config.log.format, &config.log.level)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(app::run(config))?;
    Ok(())
}

fn check_config(source: &Source) -> ExitCode {
    match load(source) {
        Ok(config) => match std::io::stdout().write_all(config.to_toml().as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(1, &error),
        },
        Err(error) => fail(2, &error),
    }
}

fn load(source: &Source) -> Result<Config, ConfigError> {
    // What is not UTF-8 is marked by the replacement character, and refused where it is a setting.
    let env = std::env::vars_os().map(|(name, value)| (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned()));
    Config::load(source.config.as_deref(), env)
}

/// Says in one line on stderr why the process ends.
fn fail(code: u8, reason: &dyn Display) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "belfry: {reason}");
    ExitCode::from(code)
}
