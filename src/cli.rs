use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// A self-hosted chat server that speaks Discord's API v10.
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the server until SIGTERM or Ctrl-C.
    Serve(Source),
    /// Prove the settings and show what would be in force.
    CheckConfig(Source),
}

/// Where the settings come from.
#[derive(Debug, Args)]
pub(crate) struct Source {
    /// A TOML file with settings; the environment (`BELFRY_SECTION__KEY`) overrules it.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn arguments_do_not_contradict_each_other() {
        Cli::command().debug_assert();
    }

    #[test]
    fn both_commands_take_a_file_and_go_without() {
        for command in ["serve", "check-config"] {
            assert!(Cli::try_parse_from(["belfry", command]).is_ok());
            assert!(Cli::try_parse_from(["belfry", command, "--config", "x.toml"]).is_ok());
            assert!(Cli::try_parse_from(["belfry", command, "x.toml"]).is_err());
        }
    }
}
