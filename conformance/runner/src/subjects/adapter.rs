//! How is an implementation behind the adapter protocol asked? Many requests under way at once, and each mishap charged to
//! the case that caused it.

use super::process::{Launch, Next, Process};
use crate::interrupt;
use crate::mint::{Algorithm, Mint};
use audiometer::protocol::{self, Reply, Request, Start, Versions, Violation};
use audiometer::{Answer, Case, Feature, ISSUER, Implementation, Profile, Validator, explain};
use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

/// How long an adapter may take, and how often it may die.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// For the reply to `start`. A JVM takes its time.
    pub(crate) start: Duration,
    /// For a reply, from when its request is the oldest one unanswered.
    pub(crate) reply: Duration,
    /// How many processes may be started after the first.
    pub(crate) restarts: u32,
    /// How many requests are under way at once, at most.
    pub(crate) window: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { start: Duration::from_secs(30), reply: Duration::from_secs(5), restarts: 100, window: protocol::WINDOW }
    }
}

/// How many answered requests are remembered, to tell a second reply from one to nothing.
const REMEMBERED: usize = 1024;

/// How the words of a fault begin where no reply came in time.
pub(crate) const LATE: &str = "no reply within";

/// How the words of a fault begin where the case was not put at all.
pub(crate) const NOT_ASKED: &str = "not asked";

/// How many characters are kept of what an adapter says of itself, and of why it does not run.
const KEPT: usize = 500;

/// An adapter, and the process of it that runs.
#[derive(Debug)]
pub(crate) struct Adapter {
    launch: Launch,
    limits: Limits,
    /// What it said when it was started first.
    pub(crate) start: Start,
    features: Vec<Feature>,
    process: Option<Process>,
    /// The next request's.
    seq: u64,
    restarts: u32,
    /// Why it did not start again.
    gone: Option<String>,
}

/// A request under way.
#[derive(Clone, Copy, Debug)]
struct Asked<'c> {
    seq: u64,
    at: usize,
    case: Case<'c>,
}

/// Where a row of requests broke off.
struct Broken<'c> {
    mishap: Mishap,
    /// The one answered last: what came behind its reply may be its doing.
    last: Option<Asked<'c>>,
    /// The oldest first.
    under_way: VecDeque<Asked<'c>>,
}

/// What ended a process, or makes it useless.
#[derive(Debug)]
enum Mishap {
    /// In these words.
    Trouble(String),
    /// Somebody pressed Ctrl-C.
    Interrupted,
}

impl Adapter {
    /// Starts it.
    ///
    /// # Errors
    ///
    /// Why it does not run.
    pub(crate) fn start(launch: Launch, limits: Limits) -> Result<Self, String> {
        let (process, mut start) = begin(&launch, &limits)?;
        let features = start.features();
        let Implementation { name, version, language, runtime, registry, package, homepage } =
            &mut start.implementation;
        for text in [name, version, language, runtime, registry, package, homepage, &mut start.notes] {
            text.truncate(text.char_indices().nth(KEPT).map_or(text.len(), |(end, _)| end));
        }
        Ok(Self { launch, limits, start, features, process: Some(process), seq: 1, restarts: 0, gone: None })
    }

    /// The algorithm in which it wants its tokens.
    ///
    /// # Errors
    ///
    /// If the suite has no key for it.
    pub(crate) fn algorithm(&self) -> Result<Algorithm, String> {
        let wanted = &self.start.algorithms[0];
        wanted.parse().map_err(|error| format!("it wants {}, and {error}", explain::harmless(wanted, 80)))
    }

    /// How many processes were started after the first.
    pub(crate) fn restarts(&self) -> u32 {
        self.restarts
    }

    /// Sends a request as it is, with the next `seq` in place of `SEQ`, and waits for the reply.
    ///
    /// # Errors
    ///
    /// What came instead.
    pub(crate) fn exchange(&mut self, request: &str) -> Result<Answer, String> {
        let answers = self.exchange_all(&[request], |line, process| process.send(line))?;
        answers.into_iter().next().ok_or_else(|| "no reply".to_owned())
    }

    /// Sends requests as they are, by `write`, which is handed all of the lines in one; gives the answers in the order of
    /// the requests.
    ///
    /// # Errors
    ///
    /// What came instead of them.
    pub(crate) fn exchange_all(
        &mut self,
        requests: &[&str],
        write: impl FnOnce(Vec<u8>, &Process),
    ) -> Result<Vec<Answer>, String> {
        let first = self.seq;
        let mut lines = String::new();
        for request in requests {
            lines.push_str(&request.replace("SEQ", &self.next_seq().to_string()));
            lines.push('\n');
        }
        let policy = Profile::all()[0].policy(&audiometer::Recipient::default());
        let (kind, limit) = (self.start.kind, self.limits.reply);
        let process = self.running().map_err(|_| "it does not run".to_owned())?;
        write(lines.into_bytes(), process);
        let mut answers: Vec<Option<Answer>> = vec![None; requests.len()];
        while answers.iter().any(Option::is_none) {
            match hear(process, Instant::now() + limit, limit) {
                Ok(reply) => {
                    let place = reply.seq.checked_sub(first).and_then(|at| answers.get_mut(usize::try_from(at).ok()?));
                    match place {
                        Some(place @ None) => {
                            *place = Some(reply.answer(kind, &[], &policy).map_err(|violation| violation.to_string())?);
                        }
                        Some(Some(_)) => return Err("a second reply to the same request".to_owned()),
                        None => return Err(stray(&reply)),
                    }
                }
                Err(Mishap::Trouble(text)) => return Err(explain::harmless(&text, KEPT)),
                Err(Mishap::Interrupted) => return Err("interrupted".to_owned()),
            }
        }
        Ok(answers.into_iter().flatten().collect())
    }

    /// Closes its standard input: how it ended, or that it did not, and what it still said.
    pub(crate) fn end(mut self) -> (Option<std::process::ExitStatus>, Option<String>) {
        let Some(mut process) = self.process.take() else { return (None, None) };
        let status = process.finish();
        match process.next(Instant::now() + Duration::from_millis(200)) {
            Next::Line(line) | Next::TooLong(line) => {
                (status, Some(Violation::new("it still said", &line).to_string()))
            }
            Next::Ended(_) | Next::Late | Next::Interrupted => (status, None),
        }
    }

    fn next_seq(&mut self) -> u64 {
        self.seq += 1;
        self.seq - 1
    }

    /// The process, started anew if it has ended, or has to.
    fn running(&mut self) -> Result<&mut Process, Mishap> {
        let process = match self.process.take().filter(Process::is_open) {
            Some(process) => process,
            None => self.begin_anew()?,
        };
        Ok(self.process.insert(process))
    }

    fn begin_anew(&mut self) -> Result<Process, Mishap> {
        if let Some(why) = &self.gone {
            return Err(Mishap::Trouble(format!("{NOT_ASKED}: the adapter did not start again: {why}")));
        }
        if self.restarts >= self.limits.restarts {
            return Err(Mishap::Trouble(format!("{NOT_ASKED}: the adapter was started anew {} times", self.restarts)));
        }
        self.restarts += 1;
        match begin(&self.launch, &self.limits) {
            Ok((process, _)) => Ok(process),
            Err(_) if interrupt::requested() => Err(Mishap::Interrupted),
            Err(why) => {
                let trouble = Mishap::Trouble(format!("{NOT_ASKED}: the adapter did not start again: {why}"));
                self.gone = Some(why); // what does not even start will not later
                Err(trouble)
            }
        }
    }

    /// Asks with many requests under way, until the cases are at an end or something happens. Where it is `fenced`, the
    /// end is where nothing comes behind the last reply.
    fn pipeline<'c>(
        &mut self,
        cases: &mut dyn Iterator<Item = (usize, Case<'c>)>,
        put: &mut dyn FnMut(usize, Answer),
        fenced: bool,
    ) -> Result<(), Broken<'c>> {
        let window = self.start.window.unwrap_or(protocol::WINDOW).clamp(1, self.limits.window);
        let mut under_way: VecDeque<Asked<'c>> = VecDeque::with_capacity(window);
        let mut answered: VecDeque<Asked<'c>> = VecDeque::with_capacity(REMEMBERED);
        let mut last = None;
        if let Err(mishap) = self.running() {
            under_way.extend(cases.next().map(|(at, case)| Asked { seq: 0, at, case }));
            return if under_way.is_empty() { Ok(()) } else { Err(Broken { mishap, last, under_way }) };
        }
        let (mut since, mut room) = (Instant::now(), 0);
        loop {
            // Half a window goes out at a time: the adapter has the other half to work on, and neither side wakes the
            // other for each line.
            if under_way.len() <= window / 2 {
                let mut requests = Vec::with_capacity(room);
                while under_way.len() < window {
                    let Some((at, case)) = cases.next() else { break };
                    let seq = self.next_seq();
                    protocol::append_validate(&mut requests, seq, &case);
                    if under_way.is_empty() {
                        since = Instant::now();
                    }
                    under_way.push_back(Asked { seq, at, case });
                }
                room = requests.len(); // as much as last time
                if let Some(process) = self.process.as_ref().filter(|_| !requests.is_empty()) {
                    process.send(requests);
                }
            }
            if under_way.is_empty() {
                let end = if fenced && last.is_some() { self.fence() } else { Ok(()) };
                return end.map_err(|mishap| Broken { mishap, last, under_way });
            }
            let limit = self.limits.reply;
            let reply = match self.process.as_mut().map(|process| hear(process, since + limit, limit)) {
                Some(Ok(reply)) => reply,
                Some(Err(mishap)) => return Err(Broken { mishap, last, under_way }),
                None => {
                    let mishap = Mishap::Trouble("it does not run".to_owned());
                    return Err(Broken { mishap, last, under_way });
                }
            };
            let Some(place) = under_way.iter().position(|asked| asked.seq == reply.seq) else {
                // The second reply is told, and the third ends the process: a flood of them is not to go on for ever.
                let twice = answered.iter().position(|asked| asked.seq == reply.seq);
                last = twice.and_then(|place| answered.remove(place)).or(last);
                if let Some(twice) = last.filter(|_| twice.is_some()) {
                    put(twice.at, Answer::Fault { error: "a second reply to the same request".to_owned() });
                    continue;
                }
                return Err(Broken { mishap: Mishap::Trouble(stray(&reply)), last, under_way });
            };
            let asked = under_way[place];
            match reply.answer(self.start.kind, &self.features, asked.case.policy) {
                Ok(answer) => put(asked.at, answer),
                Err(violation) => {
                    return Err(Broken { mishap: Mishap::Trouble(violation.to_string()), last, under_way });
                }
            }
            under_way.remove(place);
            if place == 0 {
                since = Instant::now();
            }
            if answered.len() == REMEMBERED {
                answered.pop_front();
            }
            answered.push_back(asked);
            last = Some(asked);
        }
    }

    /// Makes sure that nothing comes behind the last reply: the next one has to be to a command that no adapter knows.
    fn fence(&mut self) -> Result<(), Mishap> {
        let (seq, limit) = (self.next_seq(), self.limits.reply);
        let Some(process) = &mut self.process else { return Ok(()) };
        process.send(format!("{{\"seq\":{seq},\"cmd\":\"fence\"}}\n").into_bytes());
        let reply = hear(process, Instant::now() + limit, limit)?;
        if reply.seq == seq { Ok(()) } else { Err(Mishap::Trouble(stray(&reply))) }
    }

    /// Puts again what was answered last and what was under way, one at a time and from a fresh process on: what happens
    /// again is charged to the case with which it does. What does not happen again makes the oldest case unstable.
    fn one_by_one(
        &mut self,
        last: Option<Asked<'_>>,
        under_way: VecDeque<Asked<'_>>,
        what: &str,
        put: &mut dyn FnMut(usize, Answer),
    ) {
        let oldest = under_way.front().copied().or(last).map(|asked| asked.at);
        let last = last.filter(|_| self.running().is_ok()); // it has its answer
        let mut guilty = false;
        for asked in last.into_iter().chain(under_way) {
            match self.pipeline(&mut std::iter::once((asked.at, asked.case)), put, true) {
                Ok(()) => {}
                Err(Broken { mishap: Mishap::Interrupted, .. }) => return,
                Err(Broken { mishap: Mishap::Trouble(text), .. }) => {
                    guilty = true;
                    self.process = None;
                    put(asked.at, Answer::Fault { error: text });
                }
            }
        }
        if let Some(oldest) = oldest.filter(|_| !guilty) {
            put(oldest, Answer::Fault { error: format!("once, and not again: {what}") });
        }
    }

    fn put_all(&mut self, cases: &mut dyn Iterator<Item = Case<'_>>, put: &mut dyn FnMut(usize, Answer), fenced: bool) {
        let mut cases = cases.enumerate();
        while let Err(Broken { mishap, last, under_way }) = self.pipeline(&mut cases, put, fenced) {
            self.process = None;
            match mishap {
                Mishap::Interrupted => return,
                Mishap::Trouble(what) => self.one_by_one(last, under_way, &what, put),
            }
        }
    }
}

impl Validator for Adapter {
    fn answer(&mut self, case: &Case<'_>) -> Answer {
        let mut answers = Vec::new();
        self.put_all(&mut std::iter::once(*case), &mut |_, answer| answers.push(answer), false);
        match answers.iter().position(|answer| matches!(answer, Answer::Fault { .. })) {
            Some(fault) => answers.swap_remove(fault),
            None => answers.pop().unwrap_or_else(|| Answer::Fault { error: "interrupted".to_owned() }),
        }
    }

    fn answer_all(&mut self, cases: &mut dyn Iterator<Item = Case<'_>>, put: &mut dyn FnMut(usize, Answer)) {
        self.put_all(cases, put, true);
    }

    fn done(&mut self) {
        if let Some(process) = &mut self.process {
            process.close(); // it ends while the report is made
        }
    }

    fn supports(&self, feature: Feature) -> bool {
        self.features.contains(&feature)
    }

    fn is_for(&self, profile: &Profile) -> bool {
        self.start.profiles.as_ref().is_none_or(|names| names.contains(&profile.name))
    }

    fn implementation(&self) -> Implementation {
        self.start.implementation.clone()
    }
}

/// Ends the process in good order: whoever does not end by itself is killed.
impl Drop for Adapter {
    fn drop(&mut self) {
        if let Some(process) = &mut self.process {
            process.finish();
        }
    }
}

/// A process that has replied to `start`.
fn begin(launch: &Launch, limits: &Limits) -> Result<(Process, Start), String> {
    let mut process = Process::start(launch, limits.window + 1, protocol::MAX_LINE)
        .map_err(|error| format!("failed to start `{}`: {error}", launch.shown()))?;
    process.send(start_line());
    let why = match process.next(Instant::now() + limits.start) {
        Next::Line(line) => match Start::read(&line) {
            Ok(start) => return Ok((process, start)),
            Err(violation) => violation.to_string(),
        },
        Next::TooLong(line) => too_long(&line).to_string(),
        Next::Ended(how) => format!("before its reply to start {how}"),
        Next::Late => with_words(&process, format!("no reply to start within {} s", limits.start.as_secs_f32())),
        Next::Interrupted => "interrupted".to_owned(),
    };
    Err(explain::harmless(&why, KEPT))
}

/// The first line that an adapter gets.
fn start_line() -> Vec<u8> {
    let keys: BTreeMap<&str, serde_json::Value> = Algorithm::ALL
        .into_iter()
        .map(|algorithm| (algorithm.name(), serde_json::to_value(Mint::of(algorithm).jwk()).expect("a JWK serializes")))
        .collect();
    let versions = Versions { min: protocol::VERSION, max: protocol::VERSION };
    protocol::line(&Request::Start { seq: 0, protocol: versions, issuer: ISSUER, keys })
}

fn hear(process: &mut Process, until: Instant, limit: Duration) -> Result<Reply, Mishap> {
    let trouble = |violation: Violation| Mishap::Trouble(violation.to_string());
    match process.next(until) {
        Next::Line(line) => Reply::read(&line).map_err(trouble),
        Next::TooLong(line) => Err(trouble(too_long(&line))),
        Next::Ended(how) => Err(Mishap::Trouble(how)),
        Next::Late => Err(Mishap::Trouble(with_words(process, format!("{LATE} {} s", limit.as_secs_f32())))),
        Next::Interrupted => Err(Mishap::Interrupted),
    }
}

fn stray(reply: &Reply) -> String {
    format!("a reply to request {}, which is not under way", reply.seq)
}

fn too_long(line: &[u8]) -> Violation {
    Violation::new(format!("a line over {} bytes", protocol::MAX_LINE), line)
}

fn with_words(process: &Process, text: String) -> String {
    match process.last_words() {
        words if words.is_empty() => text,
        words => format!("{text}; its last words: {words}"),
    }
}
