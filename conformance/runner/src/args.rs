//! What can be said on the command line? The only file that knows clap.

use crate::exit::Exit;
use crate::mint::Algorithm;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

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
    /// List vectors, cases, profiles, clauses, or flags
    #[command(
        after_help = "Examples:\n  audiometer list vectors\n  audiometer list cases --filter 'rfc7519/aud/*@jwt-core'\n  audiometer list clauses --json\n  audiometer list --coverage"
    )]
    List(ListArgs),
    /// Explain a vector, case, profile, clause, flag, ambiguity, feature, rule, or reason
    #[command(
        after_help = "Examples:\n  audiometer explain rfc7519/aud/empty-array\n  audiometer explain rfc7519/aud/null@oidc\n  audiometer explain RFC7519-4.1.3-b\n  audiometer explain AMB-02"
    )]
    Explain(ExplainArgs),
    /// Put the suite to validators that are broken on purpose: is each one caught?
    #[command(
        after_help = "Examples:\n  audiometer mutants\n  audiometer mutants C07 S09\n  audiometer mutants --json\n  audiometer mutants --matrix > tests/kill-matrix.txt"
    )]
    Mutants(MutantsArgs),
    /// Judge a token or a claims set of your own
    #[command(after_help = after_help(CHECK_EXAMPLES))]
    Check(CheckArgs),
    /// Work on the vector files
    #[command(subcommand)]
    Vectors(VectorsCommand),
}

fn after_help(examples: &str) -> String {
    format!("{examples}\n\n{}", Exit::HELP)
}

const MAIN_EXAMPLES: &str = "\
Examples:
  audiometer                                     the whole suite against all that is built in
  audiometer run jsonwebtoken --profile oidc     one library, one profile
  audiometer explain rfc7519/aud/empty-array     one vector, with the sentence it rests on
  audiometer check --me https://api.example.com < token.txt";

const RUN_EXAMPLES: &str = "\
Examples:
  audiometer run
  audiometer run reference --profile oidc --profile oidc-strict
  audiometer run jsonwebtoken --filter 'rfc7519/aud/*' --expectations none
  audiometer run --report human --report jsonl=run.jsonl";

const CHECK_EXAMPLES: &str = "\
Examples:
  audiometer check --me https://api.example.com '{\"aud\":\"https://api.example.com/\"}'
  audiometer check --profile oidc --me s6BhdRkqt3 --issuer https://op.example token.txt
  audiometer check --profile access-token --me https://api.example.com --key public.pem < token.txt

A token is what has two dots, a claims set is what starts with a brace, anything else is the
path of a file that holds one of them; without it, or with -, standard input is read.";

#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    /// Which implementations: `reference`, `reference-lenient`, `jsonwebtoken` [default: reference and jsonwebtoken]
    #[arg(value_name = "TARGET")]
    pub(crate) targets: Vec<String>,
    /// Only this profile; may be given several times [default: all]
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Vec<String>,
    /// Only cases whose id (`vector` or `vector@profile`) matches this glob; may be given several times
    #[arg(long, value_name = "GLOB")]
    pub(crate) filter: Vec<String>,
    /// The seed of the order in which the cases are put
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// How to report, and where to: `human` or `jsonl`, to standard output or to a file [default: human]
    #[arg(long, value_name = "FORMAT[=PATH]", value_parser = report)]
    pub(crate) report: Vec<(ReportFormat, Option<PathBuf>)>,
    /// Folder of files NAME.toml with known failures, or `none` [default: the built-in ones]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) expectations: Option<PathBuf>,
    /// Run the vectors of this folder instead of the built-in ones
    #[arg(long, value_name = "FOLDER")]
    pub(crate) vectors: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    Human,
    Jsonl,
}

fn report(value: &str) -> Result<(ReportFormat, Option<PathBuf>), String> {
    let (format, path) = value.split_once('=').map_or((value, None), |(format, path)| (format, Some(path)));
    let format = ReportFormat::from_str(format, false)
        .map_err(|_| format!("there is no format `{format}`; there are human and jsonl"))?;
    match path {
        Some("") => Err("there is no path behind the equals sign".to_owned()),
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
        /// `json`: one object; `jsonl`: a vector a line; `wycheproof`: a folder with a file a profile; `seeds`: a folder with the claims of
        /// each vector, for a fuzzer
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
        assert_eq!(cli.run.targets, ["jsonwebtoken"]);
        assert!(
            matches!(Cli::try_parse_from(["audiometer", "run", "reference"]).expect("parses").command, Some(Command::Run(run)) if run.targets == ["reference"])
        );
    }
}
