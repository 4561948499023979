//! What can be said about adapters?

use clap::{Args, Subcommand};
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// The heading of what is about adapters alone.
const OF_ADAPTERS: &str = "Options for adapters";

#[derive(Debug, Args)]
pub(crate) struct AdapterArgs {
    /// How long an adapter may take for a reply, in seconds
    #[arg(help_heading = OF_ADAPTERS, long, value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    pub(crate) deadline: Duration,
    /// How long an adapter may take to start, in seconds
    #[arg(help_heading = OF_ADAPTERS, long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub(crate) start_deadline: Duration,
    /// How often an adapter may be started anew in a run
    #[arg(help_heading = OF_ADAPTERS, long, value_name = "N", default_value_t = 100)]
    pub(crate) restarts: u32,
    /// The folder of the adapters' sources [default: conformance/adapters, here or above]
    #[arg(help_heading = OF_ADAPTERS, id = "adapters_folder", long = "adapters", value_name = "FOLDER")]
    pub(crate) folder: Option<PathBuf>,
    /// The folder in which adapters are set up [default: audiometer/adapters in the user's folder for caches]
    #[arg(help_heading = OF_ADAPTERS, long, value_name = "FOLDER", env = "AUDIOMETER_CACHE")]
    pub(crate) cache: Option<PathBuf>,
}

pub(super) fn seconds(value: &str) -> Result<Duration, String> {
    let seconds: f64 = value.parse().map_err(|_| "is no number of seconds".to_owned())?;
    Duration::try_from_secs_f64(seconds)
        .ok()
        .filter(|time| !time.is_zero())
        .ok_or_else(|| "has to be more than 0".to_owned())
}

#[derive(Debug, Subcommand)]
pub(crate) enum AdaptersCommand {
    /// The adapters, and whether they are set up
    List {
        #[command(flatten)]
        which: WhichAdapters,
        /// As a JSON array
        #[arg(long)]
        json: bool,
    },
    /// Install the libraries and build the adapters, in a folder for caches
    #[command(
        after_help = "Examples:\n  audiometer adapters setup pyjwt jose\n  audiometer adapters setup --language Go\n  audiometer adapters setup --all\n  audiometer adapters setup --all --install-packages   as root, on Debian"
    )]
    Setup {
        #[command(flatten)]
        which: WhichAdapters,
        /// All of them
        #[arg(long)]
        all: bool,
        /// Set up anew what is set up already
        #[arg(long)]
        again: bool,
        /// Install the missing Debian packages with apt-get; needs root
        #[arg(long)]
        install_packages: bool,
        /// How many languages at once [default: the cores]
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
        jobs: Option<u16>,
    },
    /// Which tools and packages are missing, and how to get them
    Doctor {
        #[command(flatten)]
        which: WhichAdapters,
    },
}

#[derive(Debug, Args)]
pub(crate) struct WhichAdapters {
    /// These adapters
    #[arg(value_name = "ADAPTER")]
    pub(crate) names: Vec<String>,
    /// Those of this language; may be given several times
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) language: Vec<String>,
    /// The folder of the adapters' sources [default: conformance/adapters, here or above]
    #[arg(long = "adapters", value_name = "FOLDER")]
    pub(crate) folder: Option<PathBuf>,
    /// The folder in which adapters are set up [default: audiometer/adapters in the user's folder for caches]
    #[arg(long, value_name = "FOLDER", env = "AUDIOMETER_CACHE")]
    pub(crate) cache: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AdapterCommand {
    /// Check that an adapter keeps to the protocol; each failure says what to change in it
    #[command(
        after_help = "Examples:\n  audiometer adapter check -- python3 my_adapter.py\n  audiometer adapter check pyjwt"
    )]
    Check {
        /// One of the project's adapters
        #[arg(value_name = "ADAPTER", required_unless_present = "command")]
        name: Option<String>,
        #[command(flatten)]
        adapters: AdapterArgs,
        /// The command that starts it
        #[arg(last = true, value_name = "COMMAND", conflicts_with = "name")]
        command: Vec<OsString>,
    },
}
