//! Where does the output go? To standard output as a terminal can show it, or whole into a file.

use crate::args::ReportFormat;
use crate::exit::Failure;
use std::fs::OpenOptions;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A report's destination, tried before the run.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) format: ReportFormat,
    path: Option<PathBuf>,
}

impl Output {
    /// Makes sure that the path can be written to, so that a long run is not in vain. `several` says whether there is more
    /// than one implementation, which a file of one cannot hold.
    pub(crate) fn open(format: ReportFormat, path: Option<PathBuf>, several: bool) -> Result<Self, Failure> {
        let wrong = |text: String| Failure::usage(format!("--report: {text}"));
        if let Some(ending) = format.ending().filter(|_| several && !is_folder(format, path.as_deref())) {
            let name = path.as_ref().map_or("standard output".to_owned(), |path| path.display().to_string());
            return Err(wrong(format!(
                "{name} is for one implementation; name a folder, for a file NAME.{ending} each"
            )));
        }
        if let Some(path) = &path {
            let failed = |error: io::Error| wrong(format!("failed to write {}: {error}", path.display()));
            let folder = if is_folder(format, Some(path)) {
                std::fs::create_dir_all(path).map_err(failed)?;
                path
            } else if path.is_dir() {
                return Err(wrong(format!("{} is a folder", path.display())));
            } else {
                folder_of(path)
            };
            if !is_special(path) {
                tempfile::tempfile_in(folder).map_err(failed)?;
            }
        }
        Ok(Self { format, path })
    }

    /// Opens every output of a command line, to standard output and for people unless something else is wanted.
    pub(crate) fn open_all(reports: &[(ReportFormat, Option<PathBuf>)], several: bool) -> Result<Vec<Self>, Failure> {
        if reports.is_empty() {
            return Ok(vec![Self::open(ReportFormat::Human, None, several)?]);
        }
        for (at, (_, path)) in reports.iter().enumerate() {
            // The same folder may hold files of several formats.
            let twice = |(format, other): &(ReportFormat, Option<PathBuf>)| {
                other == path && !is_folder(*format, other.as_deref())
            };
            if reports[..at].iter().any(twice) {
                let to = path.as_ref().map_or("standard output".to_owned(), |path| path.display().to_string());
                return Err(Failure::usage(format!(
                    "--report: two reports go to {to}; give one of them another path, as in jsonl=run.jsonl"
                )));
            }
        }
        reports.iter().map(|(format, path)| Self::open(*format, path.clone(), several)).collect()
    }

    /// Writes a report for people, with its colours only where they belong.
    pub(crate) fn text(&self, text: &str) -> Result<(), Failure> {
        match &self.path {
            None => out(text),
            Some(path) => file(path, anstream::adapter::strip_str(text).to_string().as_bytes()),
        }
    }

    /// Writes a report as it comes.
    pub(crate) fn stream(&self, write: Writing<'_>) -> Result<(), Failure> {
        match &self.path {
            None => to_stdout(write),
            Some(path) => to_file(path, write),
        }
    }

    /// Writes a file an implementation, by the names of the targets.
    pub(crate) fn each(&self, files: impl IntoIterator<Item = (String, String)>) -> Result<(), Failure> {
        for (name, text) in files {
            match (&self.path, self.format.ending()) {
                (Some(folder), Some(ending)) if is_folder(self.format, Some(folder)) => {
                    file(&folder.join(format!("{name}.{ending}")), text.as_bytes())?;
                }
                _ => self.stream(&mut |out| out.write_all(text.as_bytes()))?,
            }
        }
        Ok(())
    }

    /// Writes one more file into the folder of results.
    pub(crate) fn beside(&self, name: &str, text: &str) -> Result<(), Failure> {
        self.path.as_ref().map_or(Ok(()), |folder| file(&folder.join(name), text.as_bytes()))
    }
}

/// What writes a report.
pub(crate) type Writing<'a> = &'a mut dyn FnMut(&mut dyn Write) -> io::Result<()>;

/// Whether a format has a file an implementation, and these go to a folder: always for results; for badges unless the path
/// ends as the one file does.
fn is_folder(format: ReportFormat, path: Option<&Path>) -> bool {
    match (format.ending(), path) {
        (Some(ending), Some(path)) => {
            format == ReportFormat::Results || path.extension().is_none_or(|end| end != ending)
        }
        _ => false,
    }
}

/// Makes sure that a file can be written, for the option that names it.
pub(crate) fn writable(option: &str, path: &Path) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::usage(format!("{option}: failed to write {}: {error}", path.display()));
    if path.is_dir() {
        return Err(Failure::usage(format!("{option}: {} is a folder", path.display())));
    }
    if !is_special(path) {
        tempfile::tempfile_in(folder_of(path)).map_err(failed)?;
    }
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether it is a pipe or a device.
fn is_special(path: &Path) -> bool {
    path.metadata().is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

/// Writes a file whole or not at all; a pipe or a device, as it comes.
pub(crate) fn file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    to_file(path, &mut |file| file.write_all(bytes))
}

fn to_file(path: &Path, write: Writing<'_>) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::usage(format!("failed to write {}: {error}", path.display()));
    let mut through = |file: &mut dyn Write| {
        let mut buffer = BufWriter::new(file);
        write(&mut buffer)?;
        buffer.flush()
    };
    if is_special(path) {
        let mut file = OpenOptions::new().write(true).open(path).map_err(failed)?; // nothing may take its place
        return through(&mut file).map_err(failed);
    }
    let mut file = tempfile::Builder::new().permissions(permissions()).tempfile_in(folder_of(path)).map_err(failed)?;
    through(&mut file).map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Writes a file that is not there, whole or not at all.
pub(crate) fn new_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    whole(path, bytes)?.persist_noclobber(path).map_err(|error| failed(path, &error.error))?;
    Ok(())
}

/// A file beside the one that is meant.
fn whole(path: &Path, bytes: &[u8]) -> Result<tempfile::NamedTempFile, Failure> {
    let mut file = tempfile::Builder::new()
        .permissions(permissions())
        .tempfile_in(folder_of(path))
        .map_err(|error| failed(path, &error))?;
    file.write_all(bytes).map_err(|error| failed(path, &error))?;
    Ok(file)
}

fn failed(path: &Path, error: &io::Error) -> Failure {
    Failure::usage(format!("failed to write {}: {error}", path.display()))
}

#[cfg(unix)]
fn permissions() -> std::fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(0o666) // less the umask
}

#[cfg(not(unix))]
fn permissions() -> std::fs::Permissions {
    std::fs::metadata(".").expect("the current folder is there").permissions()
}

/// Prints to standard output, with colours only where they belong. A reader that went away is no error.
pub(crate) fn out(text: &str) -> Result<(), Failure> {
    to_stdout(&mut |out| out.write_all(text.as_bytes()))
}

fn to_stdout(write: Writing<'_>) -> Result<(), Failure> {
    let mut stdout = BufWriter::new(anstream::stdout().lock());
    match write(&mut stdout).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::usage(format!("failed to write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// How wide reports are: the terminal's width within reason, 80 where there is none.
pub(crate) fn width() -> usize {
    terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0).clamp(60, 110))
}
