//! `audiometer vectors`: care for the vector files.

use super::load;
use crate::args::{ExportFormat, FolderArgs, VectorsCommand};
use crate::exit::{Exit, Failure};
use crate::mint::{Algorithm, Mint};
use crate::render::{count, number};
use crate::{export, seeds, write};
use audiometer::{Problem, Suite, Topic, format, lint};
use std::fs;
use std::path::Path;

pub(crate) fn execute(command: &VectorsCommand) -> Result<Exit, Failure> {
    match command {
        VectorsCommand::Lint(FolderArgs { folder }) => lint(folder),
        VectorsCommand::Fmt { folder: FolderArgs { folder }, check } => fmt(folder, *check),
        VectorsCommand::Mint { folder: FolderArgs { folder }, algorithm, ids } if ids.is_empty() => {
            mint_all(folder, *algorithm)
        }
        VectorsCommand::Mint { folder: FolderArgs { folder }, algorithm, ids } => mint_some(folder, *algorithm, ids),
        VectorsCommand::Export { folder: FolderArgs { folder }, format, algorithm, output } => {
            let suite = load(folder)?;
            let mint = Mint::new(*algorithm);
            match (format, output) {
                (ExportFormat::Json, None) => write::out(&export::json(&suite, &mint))?,
                (ExportFormat::Json, Some(path)) => write::file(path, export::json(&suite, &mint).as_bytes())?,
                (ExportFormat::Jsonl, None) => write::out(&export::jsonl(&suite, &mint))?,
                (ExportFormat::Jsonl, Some(path)) => write::file(path, export::jsonl(&suite, &mint).as_bytes())?,
                (ExportFormat::Wycheproof | ExportFormat::Seeds, None) => {
                    return Err(Failure::usage("--output is missing: the folder that gets the files"));
                }
                (ExportFormat::Wycheproof, Some(folder)) => files(folder, export::wycheproof(&suite, &mint))?,
                (ExportFormat::Seeds, Some(folder)) => seeds::seeds(&suite)
                    .into_iter()
                    .try_for_each(|(target, seeds)| files(&folder.join(target), seeds))?,
            }
            Ok(Exit::AsExpected)
        }
    }
}

fn lint(folder: &Path) -> Result<Exit, Failure> {
    let (suite, mut problems) = match Suite::load(folder) {
        Ok(suite) => (Some(suite), Vec::new()),
        Err(problems) => (None, problems),
    };
    if let Some(suite) = &suite {
        problems.extend(lint::lint(suite));
        problems.extend(signatures(suite));
    }
    let mut out: String = problems.iter().map(|problem| format!("{problem}\n")).collect();
    match &suite {
        Some(suite) if problems.is_empty() => {
            let counts = suite.count();
            out.push_str(&format!(
                "suite {}: {} in {}, {} under {} rules and tokens; all in order\n",
                suite.version,
                count(counts.vectors, "vector"),
                count(suite.topics.len(), "topic"),
                count(counts.cases, "case"),
                number(counts.questions)
            ));
        }
        _ => out.push_str(&format!("{}\n", count(problems.len(), "problem"))),
    }
    write::out(&out)?;
    Ok(if problems.is_empty() { Exit::AsExpected } else { Exit::Unexpected })
}

/// The tokens whose signature is not the suite's.
pub(super) fn signatures(suite: &Suite) -> Vec<Problem> {
    let mint = Mint::new(Algorithm::HS256);
    let mut problems = Vec::new();
    for topic in &suite.topics {
        for vector in topic.vectors.iter().filter(|vector| !vector.token.is_empty() && !mint.verifies(&vector.token)) {
            problems.push(Problem {
                file: format!("{}.json", topic.topic),
                id: Some(vector.id.clone()),
                field: Some("token"),
                text: "does not verify with the suite's key; `audiometer vectors mint` makes it anew".to_owned(),
            });
        }
    }
    problems
}

fn fmt(folder: &Path, check: bool) -> Result<Exit, Failure> {
    let changed = rewrite(folder, check, |_| {})?;
    let verb = if check { "would be laid out anew" } else { "laid out anew" };
    write::out(&format!("{} {verb}\n", count(changed, "file")))?;
    Ok(if check && changed > 0 { Exit::Unexpected } else { Exit::AsExpected })
}

fn mint_all(folder: &Path, algorithm: Algorithm) -> Result<Exit, Failure> {
    if algorithm != Algorithm::HS256 {
        return Err(Failure::usage(format!(
            "stored tokens have HS256; for {algorithm} name the vectors, or use `audiometer vectors export`"
        )));
    }
    let mint = Mint::new(algorithm);
    let mut minted = 0;
    let changed = rewrite(folder, false, |topic| {
        for vector in &mut topic.vectors {
            let token = mint.token(vector);
            minted += usize::from(token != vector.token);
            vector.token = token;
        }
    })?;
    write::out(&format!("{} minted, {} written\n", count(minted, "token"), count(changed, "file")))?;
    Ok(Exit::AsExpected)
}

/// Reads every topic, lets `change` at it, and writes those whose text is another then. Writes nothing if any file is in
/// error.
fn rewrite(folder: &Path, check: bool, mut change: impl FnMut(&mut Topic)) -> Result<usize, Failure> {
    let mut texts = Vec::new();
    let mut problems = Vec::new();
    for (path, file) in audiometer::topic_files(folder).map_err(|problem| Failure::usage(problem.to_string()))? {
        let text = fs::read_to_string(&path)
            .map_err(|error| Failure::usage(format!("failed to read {}: {error}", path.display())))?;
        let (topic, wrong) = Topic::read(&file, &text);
        problems.extend(wrong);
        if let Some(mut topic) = topic {
            change(&mut topic);
            let new = format::write(&topic);
            if new != text {
                texts.push((path, new));
            }
        }
    }
    if !problems.is_empty() {
        let lines: Vec<String> = problems.iter().map(|problem| format!("  {problem}")).collect();
        return Err(Failure::usage(format!("nothing was written, since these are in error:\n{}", lines.join("\n"))));
    }
    if !check {
        texts.iter().try_for_each(|(path, text)| write::file(path, text.as_bytes()))?;
    }
    Ok(texts.len())
}

fn mint_some(folder: &Path, algorithm: Algorithm, ids: &[String]) -> Result<Exit, Failure> {
    let suite = load(folder)?;
    let mint = Mint::new(algorithm);
    let mut out = String::new();
    for id in ids {
        let vector = suite.vector(id).ok_or_else(|| Failure::usage(format!("there is no vector `{id}`")))?;
        out.push_str(&mint.token(vector));
        out.push('\n');
    }
    write::out(&out)?;
    Ok(Exit::AsExpected)
}

fn files(folder: &Path, files: Vec<(String, impl AsRef<[u8]>)>) -> Result<(), Failure> {
    fs::create_dir_all(folder)
        .map_err(|error| Failure::usage(format!("failed to make {}: {error}", folder.display())))?;
    files.iter().try_for_each(|(name, bytes)| write::file(&folder.join(name), bytes.as_ref()))
}
