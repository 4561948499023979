//! How does a child process live, talk by lines, and die with all that it started?

use crate::interrupt;
use std::collections::VecDeque;
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// How often a wait looks whether the process is still there and whether somebody pressed Ctrl-C.
const SLICE: Duration = Duration::from_millis(50);

/// How many reads are kept ahead, and how many bytes a read has at most.
const READ_AHEAD: usize = 16;
const READ: usize = 1 << 16;

/// How many bytes of standard error are kept.
const LAST_WORDS: usize = 4096;

/// How long a process may take to end by itself once its standard input is closed.
const GRACE: Duration = Duration::from_secs(5);

/// What to start, where, and with what.
#[derive(Clone, Debug)]
pub(crate) struct Launch {
    pub(crate) command: Vec<OsString>,
    pub(crate) folder: Option<PathBuf>,
    pub(crate) environment: Vec<(String, String)>,
}

impl Launch {
    /// As somebody would type it.
    pub(crate) fn shown(&self) -> String {
        self.command.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join(" ")
    }

    /// The command, in a process group of its own. A program with a relative path is looked for in the folder.
    pub(crate) fn command(&self) -> Command {
        let program = Path::new(&self.command[0]);
        let relative = program.is_relative() && program.components().count() > 1;
        let mut command = match &self.folder {
            Some(folder) if relative => Command::new(folder.join(program)),
            _ => Command::new(program),
        };
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        command.args(&self.command[1..]).envs(self.environment.iter().map(|(name, value)| (name, value)));
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command
    }
}

/// A running process, and the threads that talk with it.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    /// `None` once standard input is closed.
    to: Option<SyncSender<Vec<u8>>>,
    from: Receiver<Heard>,
    /// Lines that came with the one told last.
    more: std::vec::IntoIter<Vec<u8>>,
    last_words: Arc<Mutex<VecDeque<u8>>>,
}

#[derive(Debug)]
enum Heard {
    /// One or more, which came together.
    Lines(Vec<Vec<u8>>),
    TooLong(Vec<u8>),
}

/// What came of waiting for a line.
#[derive(Debug)]
pub(crate) enum Next {
    /// A line, without its end.
    Line(Vec<u8>),
    /// A line over the limit; its beginning.
    TooLong(Vec<u8>),
    /// The process ended, or closed its standard output: how, and its last words.
    Ended(String),
    /// The time is up.
    Late,
    /// Somebody pressed Ctrl-C.
    Interrupted,
}

impl Process {
    /// Starts it. At most `queue` messages wait to be written, and a line has at most `limit` bytes.
    pub(crate) fn start(launch: &Launch, queue: usize, limit: usize) -> io::Result<Self> {
        let mut child = launch.command().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let (input, output, error) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (to, to_write) = sync_channel::<Vec<u8>>(queue);
        let (heard, from) = sync_channel(READ_AHEAD);
        let last_words = Arc::new(Mutex::new(VecDeque::new()));
        if let (Some(input), Some(output), Some(error)) = (input, output, error) {
            thread::spawn(move || write(input, &to_write));
            thread::spawn(move || read(output, &heard, limit));
            let words = Arc::clone(&last_words);
            thread::spawn(move || keep(error, &words));
        }
        Ok(Self { child, to: Some(to), from, more: Vec::new().into_iter(), last_words })
    }

    /// Queues lines, their ends included. What cannot be written will be noticed as silence.
    pub(crate) fn send(&self, lines: Vec<u8>) {
        if let Some(to) = &self.to {
            let _ended = to.try_send(lines);
        }
    }

    /// Closes its standard input.
    pub(crate) fn close(&mut self) {
        self.to = None;
    }

    /// Whether its standard input is not closed.
    pub(crate) fn is_open(&self) -> bool {
        self.to.is_some()
    }

    /// Waits for a line until then.
    pub(crate) fn next(&mut self, until: Instant) -> Next {
        if let Some(line) = self.more.next() {
            return Next::Line(line);
        }
        let mut gone = None;
        loop {
            if interrupt::requested() {
                return Next::Interrupted;
            }
            let slice = until.saturating_duration_since(Instant::now()).min(SLICE);
            match self.from.recv_timeout(slice) {
                Ok(Heard::Lines(lines)) => {
                    self.more = lines.into_iter();
                    if let Some(line) = self.more.next() {
                        return Next::Line(line);
                    }
                }
                Ok(Heard::TooLong(line)) => return Next::TooLong(line),
                Err(RecvTimeoutError::Disconnected) => return Next::Ended(self.ended("closed its standard output")),
                // It may have left a grandchild that holds the pipe.
                Err(RecvTimeoutError::Timeout) if gone.is_some() => return Next::Ended(self.ended("ended")),
                Err(RecvTimeoutError::Timeout) => {
                    gone = self.child.try_wait().ok().flatten();
                    if gone.is_none() && Instant::now() >= until {
                        return Next::Late;
                    }
                }
            }
        }
    }

    /// Closes standard input and waits for the process to end by itself. `None`: it did not.
    pub(crate) fn finish(&mut self) -> Option<ExitStatus> {
        self.close();
        self.wait(GRACE)
    }

    fn wait(&mut self, most: Duration) -> Option<ExitStatus> {
        let until = Instant::now() + most;
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => return Some(status),
                Ok(None) if Instant::now() < until => thread::sleep(Duration::from_millis(2)),
                Ok(None) | Err(_) => return None,
            }
        }
    }

    /// How it ended, once its standard output has.
    fn ended(&mut self, otherwise: &str) -> String {
        let how = match self.wait(Duration::from_millis(500)) {
            Some(status) => format!("the process ended with {}", describe(status)),
            None => format!("the process {otherwise}"),
        };
        match self.last_words() {
            words if words.is_empty() => how,
            words => format!("{how}; its last words: {words}"),
        }
    }

    /// The last of what it wrote to standard error.
    pub(crate) fn last_words(&self) -> String {
        thread::sleep(Duration::from_millis(20)); // for the thread that reads them
        let words = self.last_words.lock().map(|words| words.iter().copied().collect::<Vec<u8>>()).unwrap_or_default();
        let text = String::from_utf8_lossy(&words);
        let lines: Vec<&str> = text.trim().lines().collect();
        lines[lines.len().saturating_sub(3)..].join(" / ")
    }
}

/// Whatever becomes of the run, the process and its group end with it.
impl Drop for Process {
    fn drop(&mut self) {
        kill_group(&mut self.child);
    }
}

/// Kills a process and its group.
pub(crate) fn kill_group(child: &mut Child) {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        let _gone = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _gone = child.kill();
    let _reaped = child.wait();
}

/// `exit code 1`, `signal 11`
pub(crate) fn describe(status: ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return format!("signal {signal}");
    }
    status.code().map_or_else(|| status.to_string(), |code| format!("exit code {code}"))
}

/// Lines that wait together are written together.
fn write(mut input: ChildStdin, lines: &Receiver<Vec<u8>>) {
    while let Ok(mut line) = lines.recv() {
        while let Ok(more) = lines.try_recv() {
            line.extend_from_slice(&more);
        }
        if input.write_all(&line).is_err() {
            return;
        }
    }
}

/// Lines that came together are handed on together.
fn read(output: impl Read, heard: &SyncSender<Heard>, limit: usize) {
    let mut output = BufReader::with_capacity(READ, output);
    loop {
        let mut lines = Vec::new();
        let rest = loop {
            let mut line = Vec::new();
            match output.by_ref().take(limit as u64).read_until(b'\n', &mut line) {
                Ok(0) | Err(_) => break Some(Vec::new()),
                Ok(_) if line.pop_if(|last| *last == b'\n').is_none() => break Some(line),
                Ok(_) => lines.push(line),
            }
            if !output.buffer().contains(&b'\n') {
                break None; // the next one may take a while
            }
        };
        if !lines.is_empty() && heard.send(Heard::Lines(lines)).is_err() {
            return;
        }
        // Without its end a line is too long, or the process died in the middle of it.
        if let Some(mut line) = rest {
            if line.len() >= limit {
                line.truncate(LAST_WORDS);
                let _nobody_listens = heard.send(Heard::TooLong(line));
            }
            return;
        }
    }
}

fn keep(mut error: impl Read, words: &Mutex<VecDeque<u8>>) {
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = error.read(&mut buffer) {
        if let Ok(mut words) = words.lock() {
            words.extend(&buffer[..read]);
            let surplus = words.len().saturating_sub(LAST_WORDS);
            words.drain(..surplus);
        }
    }
}
