//! Where does the output go? To standard output as a terminal can show it, or whole into a file.

use crate::args::ReportFormat;
use crate::exit::Failure;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A report's destination, tried before the run.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) format: ReportFormat,
    path: Option<PathBuf>,
}

impl Output {
    /// Makes sure that the path can be written to, so that a long run is not in vain.
    pub(crate) fn open(format: ReportFormat, path: Option<PathBuf>) -> Result<Self, Failure> {
        if let Some(path) = &path {
            let failed =
                |error: io::Error| Failure::usage(format!("--report: failed to write {}: {error}", path.display()));
            let folder = if format == ReportFormat::Results {
                std::fs::create_dir_all(path).map_err(failed)?;
                path
            } else if path.is_dir() {
                return Err(Failure::usage(format!("--report: {} is a folder", path.display())));
            } else {
                folder_of(path)
            };
            if !is_special(path) {
                tempfile::tempfile_in(folder).map_err(failed)?;
            }
        }
        Ok(Self { format, path })
    }

    /// Writes a file into the report's folder.
    pub(crate) fn write_in(&self, name: &str, text: &str) -> Result<(), Failure> {
        let folder = self.path.as_deref().unwrap_or(Path::new("."));
        file(&folder.join(name), text.as_bytes())
    }

    /// Writes the report.
    pub(crate) fn write(&self, text: &str) -> Result<(), Failure> {
        match &self.path {
            None => out(text),
            Some(path) => file(path, anstream::adapter::strip_str(text).to_string().as_bytes()),
        }
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
    let failed = |error: io::Error| Failure::usage(format!("failed to write {}: {error}", path.display()));
    if is_special(path) {
        return std::fs::write(path, bytes).map_err(failed); // nothing may take its place
    }
    let mut file = tempfile::Builder::new().permissions(permissions()).tempfile_in(folder_of(path)).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
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
    let mut stdout = anstream::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
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
