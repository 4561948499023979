//! What can be said on the command line? The only file that knows clap.

mod adapters;
mod campaign;
mod examples;

pub(crate) use adapters::{AdapterArgs, AdapterCommand, AdaptersCommand, WhichAdapters};
pub(crate) use campaign::{FuzzArgs, PromoteArgs, ReproduceArgs, WhichFinding};

use crate::certificate::level::Level;
use crate::mint::Algorithm;
use crate::today::day;
use clap::{Args, Parser, Subcommand, ValueEnum};
use examples::*;
use std::ffi::OsString;
use std::path::PathBuf;
use toml::value::Date;

/// Does a JWT library hear its own name in `aud`, and only its own name?
#[derive(Debug, Parser)]
#[command(name = "audiometer", version, args_conflicts_with_subcommands = true, subcommand_precedence_over_arg = true)]
#[command(max_term_width = 100, after_help = after_help(MAIN_EXAMPLES))]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) run: RunArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the suite against implementations (what happens without a command)
    #[command(after_help = after_help(RUN_EXAMPLES))]
    Run(RunArgs),
    /// Report saved runs once more, in any format; ends as the runs did
    #[command(after_help = after_help(REPORT_EXAMPLES))]
    Report(ReportArgs),
    /// Put drawn cases to implementations: a campaign that finds what no vector asks
    #[command(after_help = after_help(FUZZ_EXAMPLES))]
    Fuzz(FuzzArgs),
    /// Write down what an implementation gets wrong today, so that a run fails on what is new alone
    #[command(subcommand, after_help = after_help(BASELINE_EXAMPLES))]
    Baseline(BaselineCommand),
    /// Certify an implementation: two runs in different orders, and an in-toto Statement of what came of them
    #[command(after_help = after_help(CERTIFY_EXAMPLES))]
    Certify(CertifyArgs),
    /// Check a certificate: that it says what follows from its own outcomes, and what comes of the target now
    #[command(after_help = after_help(VERIFY_EXAMPLES))]
    Verify(VerifyArgs),
    /// List vectors, cases, profiles, clauses, or flags; or what pins this suite
    #[command(
        after_help = "Examples:\n  audiometer list vectors\n  audiometer list cases --filter 'rfc7519/aud/*@jwt-core'\n  audiometer list clauses --json\n  audiometer list --coverage\n  audiometer list suite >> audiometer.toml"
    )]
    List(ListArgs),
    /// Explain a vector, case, profile, clause, flag, ambiguity, feature, rule, or reason
    #[command(
        after_help = "Examples:\n  audiometer explain rfc7519/aud/empty-array\n  audiometer explain rfc7519/aud/null@oidc\n  audiometer explain RFC7519-4.1.3-b\n  audiometer explain AMB-02"
    )]
    Explain(ExplainArgs),
    /// Put the suite to validators that are broken on purpose: is each one caught?
    #[command(
        after_help = "Examples:\n  audiometer mutants\n  audiometer mutants C07 S09\n  audiometer mutants --json\n  audiometer mutants --matrix > tests/kill-matrix.txt\n  audiometer mutants --campaign > tests/campaign.txt"
    )]
    Mutants(MutantsArgs),
    /// Judge a token or a claims set of your own
    #[command(after_help = after_help(CHECK_EXAMPLES))]
    Check(CheckArgs),
    /// Work on the vector files
    #[command(subcommand)]
    Vectors(VectorsCommand),
    /// The project's adapters: list them, set them up, see what is missing
    #[command(subcommand)]
    Adapters(AdaptersCommand),
    /// Is an adapter of your own in order? Run it first
    #[command(subcommand)]
    Adapter(AdapterCommand),
    /// Replay published vulnerabilities: the vulnerable and the fixed version, side by side
    #[command(after_help = after_help(REPLAY_EXAMPLES))]
    Replay(ReplayArgs),
    /// Put a finding of a campaign to an implementation once more: does it still fail?
    #[command(after_help = after_help(REPRODUCE_EXAMPLES))]
    Reproduce(ReproduceArgs),
    /// Turn a finding of a campaign, or what libFuzzer left behind, into a vector
    #[command(after_help = after_help(PROMOTE_EXAMPLES))]
    Promote(PromoteArgs),
    /// What changed between two saved runs, or two folders of results? Regressions first
    #[command(after_help = after_help(DIFF_EXAMPLES))]
    Diff(DiffArgs),
    /// Draw the table of all committed results, or a page with all there is to know of them
    #[command(
        after_help = "Examples:\n  audiometer results > conformance/RESULTS.md\n  audiometer results --html results.html"
    )]
    Results(ResultsArgs),
}

#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    #[command(flatten)]
    pub(crate) of: TargetsArgs,
    #[command(flatten)]
    pub(crate) cases: CasesArgs,
    /// The seed of the order in which the cases are put
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    #[command(flatten)]
    pub(crate) reports: ReportsArgs,
    /// Known failures: the file of the one target, a folder of files NAME.toml, or `none` [default: that of
    /// audiometer.toml, or the built-in ones]
    #[arg(long, value_name = "PATH")]
    pub(crate) expectations: Option<PathBuf>,
    /// Fail with 4 if fewer cases are put to a target; what is unsupported is not put
    #[arg(long, value_name = "N")]
    pub(crate) require_cases: Option<usize>,
    /// Fail with 4 if more cases are unsupported by a target
    #[arg(long, value_name = "N")]
    pub(crate) max_unsupported: Option<usize>,
    /// What is pinned [default: audiometer.toml, here or above in the Git repository]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// How many processes at once: implementations side by side, or several processes of one [default: the cores, and one
    /// process an implementation]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
}

/// Which implementations.
#[derive(Debug, Args)]
pub(crate) struct TargetsArgs {
    /// Which implementations: `reference`, `reference-lenient`, `jsonwebtoken`, and the adapters that are set up
    /// [default: reference and jsonwebtoken]
    #[arg(value_name = "TARGET")]
    pub(crate) targets: Vec<String>,
    /// Everything that is built in or set up
    #[arg(long, conflicts_with = "targets")]
    pub(crate) all: bool,
    /// Leave out adapters that are not set up, and say so
    #[arg(long)]
    pub(crate) skip_missing: bool,
    #[command(flatten)]
    pub(crate) adapters: AdapterArgs,
    /// An adapter of your own: the command that starts it
    #[arg(last = true, value_name = "COMMAND", conflicts_with_all = ["targets", "all"])]
    pub(crate) command: Vec<OsString>,
}

/// How the one implementation is reached.
#[derive(Debug, Args)]
pub(crate) struct ByArgs {
    #[command(flatten)]
    pub(crate) adapters: AdapterArgs,
    /// An adapter of your own: the command that starts it
    #[arg(last = true, value_name = "COMMAND", conflicts_with = "target")]
    pub(crate) command: Vec<OsString>,
}

/// Which cases of the suite.
#[derive(Debug, Args)]
pub(crate) struct CasesArgs {
    /// Only this profile; may be given several times [default: all]
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Vec<String>,
    /// Only cases whose id (`vector` or `vector@profile`) matches this glob; may be given several times
    #[arg(long, value_name = "GLOB")]
    pub(crate) filter: Vec<String>,
    /// Run the vectors of this folder instead of the built-in ones
    #[arg(long, value_name = "FOLDER")]
    pub(crate) vectors: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct ReportsArgs {
    /// How to report, and where to; may be given several times: human, jsonl, json, junit, tap, sarif or markdown, to a
    /// file or to standard output; results, badge (SVG) or endpoint (for shields.io), to a folder with a file an
    /// implementation [default: human]
    #[arg(long = "report", value_name = "FORMAT[=PATH]", value_parser = report)]
    pub(crate) list: Vec<(ReportFormat, Option<PathBuf>)>,
}

#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    /// Runs that were saved with `--report jsonl=RUN.jsonl`, of different targets
    #[arg(value_name = "RUN.jsonl", required = true)]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reports: ReportsArgs,
    /// The folder of the vectors that were run, where it was not the built-in ones
    #[arg(long, value_name = "FOLDER")]
    pub(crate) vectors: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BaselineCommand {
    /// Run, and write every failure into a new file
    #[command(after_help = after_help(BASELINE_EXAMPLES))]
    Init {
        #[command(flatten)]
        of: BaselineArgs,
        #[command(flatten)]
        adding: AddingArgs,
    },
    /// Run, and bring the file up to date; comments and order stay, and so does what this run leaves out
    #[command(after_help = after_help(BASELINE_EXAMPLES))]
    Update {
        #[command(flatten)]
        of: BaselineArgs,
        #[command(flatten)]
        adding: AddingArgs,
    },
    /// Run, and say what would have to be changed; writes nothing
    #[command(after_help = after_help(BASELINE_EXAMPLES))]
    Check {
        #[command(flatten)]
        of: BaselineArgs,
    },
}

#[derive(Debug, Args)]
pub(crate) struct BaselineArgs {
    /// Which implementation, as for `run`
    #[arg(value_name = "TARGET", required_unless_present = "command")]
    pub(crate) target: Option<String>,
    /// The file [default: that of audiometer.toml, or expectations/TARGET.toml]
    #[arg(short = 'o', long = "expectations", value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) cases: CasesArgs,
    /// How many processes of an adapter at once [default: one]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
    /// What is pinned [default: audiometer.toml, here or above in the Git repository]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) by: ByArgs,
}

#[derive(Debug, Args)]
pub(crate) struct AddingArgs {
    /// Also add critical false accepts, by which somebody may get in
    #[arg(long)]
    pub(crate) accept_critical: bool,
    /// The reason of what is added [default: that nobody has looked into it yet]
    #[arg(long, value_name = "TEXT", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(crate) reason: Option<String>,
    /// The last day on which what is added holds
    #[arg(long, value_name = "DAY", value_parser = last_day)]
    pub(crate) expires: Option<Date>,
}

fn last_day(value: &str) -> Result<Date, String> {
    day(value).ok_or_else(|| "is no day, such as 2026-12-31".to_owned())
}

#[derive(Debug, Args)]
pub(crate) struct CertifyArgs {
    /// Which implementation, as for `run`
    #[arg(value_name = "TARGET", required_unless_present = "command")]
    pub(crate) target: Option<String>,
    /// Only this profile; may be given several times [default: all that it is meant for]
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Vec<String>,
    /// The level that every profile has to reach: core, strict or hardened, which takes a campaign
    #[arg(long, value_name = "LEVEL", default_value = "core", value_parser = level)]
    pub(crate) level: Level,
    /// How many cases a campaign puts, under each profile that reaches `strict` [default: 100,000 where --level is
    /// hardened, or none]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) campaign: Option<u64>,
    /// The seed of the first order and of the campaigns; the second order has the next one
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Where the certificate goes [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Folder of files NAME.toml with known failures, or `none` [default: the built-in ones]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) expectations: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) by: ByArgs,
}

fn level(value: &str) -> Result<Level, String> {
    value.parse()
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// A certificate
    pub(crate) file: PathBuf,
    /// The implementation, to be run once more and compared
    #[arg(value_name = "TARGET")]
    pub(crate) target: Option<String>,
    /// The level that every profile has to have: none, core, strict or hardened
    #[arg(long, value_name = "LEVEL", default_value = "core", value_parser = level)]
    pub(crate) level: Level,
    /// Folder of files NAME.toml with known failures, or `none` [default: the built-in ones]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) expectations: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) by: ByArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ReplayArgs {
    /// Which ones, by CVE or other name [default: all]
    #[arg(value_name = "INCIDENT")]
    pub(crate) incidents: Vec<String>,
    /// Only list them
    #[arg(long)]
    pub(crate) list: bool,
    /// The file that lists them [default: incidents.toml beside the adapters]
    #[arg(long, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) adapters: AdapterArgs,
}

#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// A saved run, a file of results, or a folder of these
    pub(crate) old: PathBuf,
    /// The same, later
    pub(crate) new: PathBuf,
    /// Fail on any change, also for the better
    #[arg(long)]
    pub(crate) exact: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ResultsArgs {
    /// The folder of the results [default: results beside the adapters]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) results: Option<PathBuf>,
    /// The folder of the adapters' sources [default: conformance/adapters, here or above]
    #[arg(long = "adapters", value_name = "FOLDER")]
    pub(crate) folder: Option<PathBuf>,
    /// Write one self-contained page with every vector, clause and implementation instead: HTML, into this file
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    Human,
    Html,
    Jsonl,
    Json,
    Junit,
    Tap,
    Sarif,
    Markdown,
    Badge,
    Endpoint,
    Results,
}

impl ReportFormat {
    /// How the files end, where the format has one an implementation.
    pub(crate) fn ending(self) -> Option<&'static str> {
        match self {
            Self::Badge => Some("svg"),
            Self::Endpoint => Some("json"),
            Self::Results => Some("jsonl"),
            Self::Human
            | Self::Html
            | Self::Jsonl
            | Self::Json
            | Self::Junit
            | Self::Tap
            | Self::Sarif
            | Self::Markdown => None,
        }
    }

    /// Every name, as in `human, jsonl, and results`.
    fn names() -> String {
        let names: Vec<String> = Self::value_variants()
            .iter()
            .filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()))
            .collect();
        names.split_last().map_or(String::new(), |(last, names)| format!("{}, and {last}", names.join(", ")))
    }
}

fn report(value: &str) -> Result<(ReportFormat, Option<PathBuf>), String> {
    let (format, path) = value.split_once('=').map_or((value, None), |(format, path)| (format, Some(path)));
    let format = ReportFormat::from_str(format, false)
        .map_err(|_| format!("there is no format `{format}`; there are {}", ReportFormat::names()))?;
    match path {
        Some("") => Err("there is no path behind the equals sign".to_owned()),
        Some("-") | None if format == ReportFormat::Results => {
            Err("results go to a folder; name it, as in results=FOLDER".to_owned())
        }
        Some("-") | None => Ok((format, None)),
        Some(path) => Ok((format, Some(path.into()))),
    }
}

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// What to list
    #[arg(value_enum, default_value_t = Listing::Vectors)]
    pub(crate) what: Listing,
    /// Only ids that match this glob
    #[arg(long, value_name = "GLOB")]
    pub(crate) filter: Vec<String>,
    /// The clauses that oblige and by which a rule rejects: how many cases are accepted under each, and how many rejected
    /// by it
    #[arg(long)]
    pub(crate) coverage: bool,
    /// As a JSON array
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Listing {
    Vectors,
    Cases,
    Profiles,
    Clauses,
    Flags,
    /// The lines of audiometer.toml that pin this suite
    Suite,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// The id of a vector, a case (`vector@profile`), or the name of anything else
    pub(crate) id: String,
}

#[derive(Debug, Args)]
pub(crate) struct MutantsArgs {
    /// All about these mutants [default: all of them, a line each]
    #[arg(value_name = "MUTANT")]
    pub(crate) ids: Vec<String>,
    /// As one JSON object
    #[arg(long, conflicts_with = "matrix")]
    pub(crate) json: bool,
    /// Which vectors catch which mutants, a line a vector
    #[arg(long, conflicts_with = "ids")]
    pub(crate) matrix: bool,
    /// How many of them a campaign of 20,000 cases finds that knows no vector, for three seeds
    #[arg(long, conflicts_with_all = ["ids", "json", "matrix"])]
    pub(crate) campaign: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// A token, a claims set, or the path of a file with one; `-` or nothing: standard input
    pub(crate) input: Option<String>,
    /// The profile to judge under; the others follow below it
    #[arg(long, value_name = "NAME", default_value = "jwt-bcp")]
    pub(crate) profile: String,
    /// An identifier of the recipient; may be given several times
    #[arg(long = "me", value_name = "IDENTIFIER")]
    pub(crate) identifiers: Vec<String>,
    /// The client id, with which `azp` is compared [default: the first --me]
    #[arg(long, value_name = "ID")]
    pub(crate) client_id: Option<String>,
    /// Another audience that the recipient trusts; may be given several times
    #[arg(long, value_name = "AUDIENCE")]
    pub(crate) trusted: Vec<String>,
    /// What `iss` must equal [default: `iss` is not looked at]
    #[arg(long, value_name = "ISSUER")]
    pub(crate) issuer: Option<String>,
    /// Verify the signature first, with the key in this file: PEM, JWK, or the bytes of an HMAC secret
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,
    /// As one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum VectorsCommand {
    /// Check everything that is to be checked about the vector files
    Lint(FolderArgs),
    /// Lay the files out anew
    Fmt {
        #[command(flatten)]
        folder: FolderArgs,
        /// Change nothing; fail if a file is laid out differently
        #[arg(long)]
        check: bool,
    },
    /// Sign the tokens that are missing or out of date, or print tokens of single vectors
    Mint {
        #[command(flatten)]
        folder: FolderArgs,
        /// The algorithm; stored tokens have HS256
        #[arg(long, default_value_t = Algorithm::HS256)]
        algorithm: Algorithm,
        /// Print the tokens of these vectors, and change no file
        ids: Vec<String>,
    },
    /// Write the suite in one of its export formats
    #[command(
        after_help = "Examples:\n  audiometer vectors export json > suite.json\n  audiometer vectors export jsonl --algorithm ES256 --output suite.jsonl\n  audiometer vectors export wycheproof --output folder"
    )]
    Export {
        #[command(flatten)]
        folder: FolderArgs,
        /// `json`: one object; `jsonl`: a vector a line; `wycheproof`: a folder with a file a profile; `seeds`: a folder for each fuzz
        /// target, with what it begins with
        #[arg(value_enum)]
        format: ExportFormat,
        /// The algorithm of the tokens
        #[arg(long, default_value_t = Algorithm::HS256)]
        algorithm: Algorithm,
        /// Where to; a folder for `wycheproof` and `seeds` [default: standard output]
        #[arg(long, value_name = "PATH")]
        output: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct FolderArgs {
    /// The folder of vectors
    #[arg(long = "dir", value_name = "FOLDER", default_value = "vectors")]
    pub(crate) folder: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    Json,
    Jsonl,
    Wycheproof,
    Seeds,
}

/// The arguments of this process; clap ends it itself on `--help` and on errors, the latter with 2.
pub(crate) fn parse() -> Cli {
    Cli::parse()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn targets_need_no_command() {
        let cli = Cli::try_parse_from(["audiometer", "jsonwebtoken", "--profile", "oidc"]).expect("parses");
        assert!(cli.command.is_none());
        assert_eq!(cli.run.of.targets, ["jsonwebtoken"]);
        assert!(
            matches!(Cli::try_parse_from(["audiometer", "run", "reference"]).expect("parses").command, Some(Command::Run(run)) if run.of.targets == ["reference"])
        );
    }
}
