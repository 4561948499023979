//! `audiometer fuzz`: campaigns against implementations.

use super::targets::{limits, targets};
use super::{cores, profile, quietly};
use crate::args::FuzzArgs;
use crate::campaign::draft::Draft;
use crate::campaign::finding::{self, FORMAT, Finding, Header, Tally};
use crate::campaign::generate::Stream;
use crate::campaign::{Campaign, Event, Outcome, Tokens, Until, corpus, of_entry};
use crate::exit::{Exit, Failure};
use crate::interrupt;
use crate::manifest::digest;
use crate::progress::Progress;
use crate::render::campaign::{self as render, Apart, Ended};
use crate::render::{Broken, count};
use crate::results::SuiteId;
use crate::subjects::adapter::Limits;
use crate::subjects::{Subject, Target};
use crate::write;
use audiometer::{Ambiguity, Feature, Profile, Suite, Validator, Verdict, explain};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How many cases are put unless something else is said.
const CASES: u64 = 20_000;

/// The most requests under way in one adapter, of those that say how many they take.
const WINDOW: usize = 1024;

/// How often an event tells how far it is.
const PROGRESS: Duration = Duration::from_secs(1);

pub(crate) fn execute(args: &FuzzArgs) -> Result<Exit, Failure> {
    let suite = Suite::embedded();
    let profiles = match args.profile.iter().map(|name| profile(name)).collect::<Result<Vec<_>, _>>()? {
        none if none.is_empty() => Profile::all().iter().collect(),
        profiles => profiles,
    };
    let corpus = match &args.corpus {
        Some(folder) => {
            let (drafts, problems) = corpus::read(folder)?;
            problems.iter().for_each(|problem| anstream::eprintln!("note: left out of the corpus: {problem}"));
            drafts
        }
        None => Vec::new(),
    };
    let targets = targets(&args.of)?;
    let known = args.known.as_deref().map_or(Ok(Known::default()), |folder| Known::read(folder, &targets))?;
    std::fs::create_dir_all(&args.output).and_then(|()| tempfile::tempfile_in(&args.output).map(drop)).map_err(
        |error| Failure::usage(format!("--output: failed to write into {}: {error}", args.output.display())),
    )?;
    let allowed = |draft: &Draft| profiles.iter().any(|profile| profile.name == draft.profile.name);
    let vectors: Vec<Draft> =
        if args.no_vectors { Vec::new() } else { suite.entries().map(of_entry).filter(allowed).collect() };
    let session = Session {
        suite,
        digest: digest(suite),
        stream: Stream::new(args.seed, &profiles, vectors, corpus),
        args,
        tokens: Tokens::default(),
        progress: Progress::default(),
        lost: AtomicBool::new(false),
        out: Mutex::new(()),
    };
    let finished = session.all(&targets);
    let (mut ended, mut broken) = (Vec::new(), Vec::new());
    for (target, finished) in targets.iter().zip(finished) {
        match finished {
            Ok(one) => ended.push(one),
            Err(why) => broken.push(Broken { name: target.name.clone(), why }),
        }
    }
    let apart = apart(&ended, &session.stream);
    if args.json {
        for apart in &apart {
            session.tell(&json!({"event": "apart", "ambiguity": apart.ambiguity.id(), "cases": apart.cases,
                "accepted_by": apart.accepted_by, "rejected_by": apart.rejected_by, "example": apart.example}))?;
        }
        for Broken { name, why } in &broken {
            session.tell(&json!({"event": "broken", "target": name, "why": why}))?;
        }
    } else {
        write::out(&render::render(
            &ended,
            &broken,
            &apart,
            &args.output,
            &|target, finding| known.has(target, finding),
            write::width(),
        ))?;
    }
    if session.lost.load(Ordering::Relaxed) {
        return Err(Failure::usage("findings could not be written; they stand above, a line each".to_owned()));
    }
    interrupt::check()?;
    let news = ended.iter().any(|one| one.findings.iter().any(|finding| !known.has(&one.header.target, finding)));
    Ok(if !broken.is_empty() {
        Exit::BrokenAdapter
    } else if ended.iter().any(|one| one.header.tally.put == 0) {
        Exit::NothingRan
    } else if news {
        Exit::Unexpected
    } else {
        Exit::AsExpected
    })
}

/// What all campaigns of one command have in common.
struct Session<'a> {
    suite: &'static Suite,
    digest: String,
    stream: Stream,
    args: &'a FuzzArgs,
    tokens: Tokens,
    progress: Progress,
    /// Whether a finding could not be written.
    lost: AtomicBool,
    out: Mutex<()>,
}

impl Session<'_> {
    /// The campaigns, as many side by side as there are jobs; what came of each, or why it did not begin.
    fn all(&self, targets: &[Target]) -> Vec<Result<Ended, String>> {
        let jobs = self.args.jobs.map_or_else(cores, usize::from);
        let side_by_side = jobs.min(targets.len()).max(1);
        let threads = (jobs / side_by_side).max(1);
        let processes = if self.args.jobs.is_some() { threads } else { 1 };
        let limits = Limits { window: WINDOW, ..limits(&self.args.of.adapters) };
        let next = AtomicUsize::new(0);
        let finished: Vec<Mutex<Option<Result<Ended, String>>>> = targets.iter().map(|_| Mutex::new(None)).collect();
        quietly(|| {
            std::thread::scope(|scope| {
                for _worker in 0..side_by_side {
                    scope.spawn(|| {
                        while let Some((target, place)) = {
                            let at = next.fetch_add(1, Ordering::Relaxed);
                            targets.get(at).zip(finished.get(at))
                        } {
                            if interrupt::requested() {
                                return;
                            }
                            let result = self.one(target, limits, processes, threads);
                            *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
                        }
                    });
                }
            });
        });
        let lost = || Err("it was not run".to_owned());
        finished
            .into_iter()
            .map(|place| place.into_inner().unwrap_or_else(PoisonError::into_inner).unwrap_or_else(lost))
            .collect()
    }

    /// A campaign against as many processes of it, of cases that as many threads make.
    fn one(&self, target: &Target, limits: Limits, processes: usize, threads: usize) -> Result<Ended, String> {
        let args = self.args;
        let until =
            Until { cases: args.cases.unwrap_or(if args.time.is_some() { u64::MAX } else { CASES }), time: args.time };
        let bar = match until.cases {
            u64::MAX => self.progress.line(&target.name),
            _ => self.progress.bar(&target.name),
        };
        if until.cases != u64::MAX {
            bar.set_length(until.cases);
        }
        let result = (|| {
            let mut subject = target.start(limits, processes)?;
            let header = self.header(&subject);
            self.event(json!({"event": "start", "target": header.target, "implementation": header.implementation,
                "seed": header.seed}));
            let start = Instant::now();
            let mut told = start;
            let campaign = Campaign::new(&self.stream, &mut subject, &self.tokens, self.suite)?;
            let outcome = campaign.run(until, threads, &mut |event| match event {
                Event::Put(tally, failures) => {
                    bar.set_position(tally.put);
                    bar.set_message(format!("{}, {}", count(failures, "different failure"), render::coverage(tally)));
                    if told.elapsed() >= PROGRESS {
                        told = Instant::now();
                        let rate = tally.put as f64 / start.elapsed().as_secs_f64();
                        self.event(json!({"event": "progress", "target": header.target, "put": tally.put,
                            "cases_per_second": rate.round(), "failures": failures, "rules": tally.rules.len(),
                            "ingredients": tally.ingredients.len()}));
                    }
                }
                Event::Found(tally, findings, news) => {
                    for finding in &findings[findings.len() - news..] {
                        self.event(json!({"event": "failure", "target": header.target, "finding": finding}));
                    }
                    self.save(&header, tally, "", &findings, news);
                }
            });
            let Outcome { tally, findings, ended, choices } = outcome;
            let header = self.save(&header, &tally, &ended, &findings, findings.len());
            for finding in &findings {
                self.event(json!({"event": "finding", "target": header.target, "finding": finding}));
            }
            self.event(json!({"event": "end", "target": header.target, "header": header}));
            Ok(Ended { header, findings, choices })
        })();
        bar.finish_and_clear();
        result
    }

    fn header(&self, subject: &Subject) -> Header {
        Header {
            campaign: FORMAT,
            target: subject.name.clone(),
            implementation: subject.implementation(),
            features: Feature::ALL.iter().copied().filter(|&feature| subject.supports(feature)).collect(),
            suite: SuiteId { version: self.suite.version.clone(), digest: self.digest.clone() },
            seed: self.args.seed,
            mutated_vectors: !self.args.no_vectors,
            ended: String::new(),
            tally: Tally::default(),
            findings: 0,
            beyond_the_vectors: 0,
        }
    }

    /// Writes what was found so far. Where that fails, the `news` last findings are printed instead, so that none is lost.
    fn save(&self, header: &Header, tally: &Tally, ended: &str, findings: &[Finding], news: usize) -> Header {
        let header = Header {
            ended: ended.to_owned(),
            tally: tally.clone(),
            findings: findings.len(),
            beyond_the_vectors: findings.iter().filter(|finding| finding.vectors.is_empty()).count(),
            ..header.clone()
        };
        if let Err(failure) = finding::save(&self.args.output, &header, findings) {
            self.lost.store(true, Ordering::Relaxed);
            let lines: Vec<String> = findings[findings.len() - news..]
                .iter()
                .map(|finding| serde_json::to_string(finding).unwrap_or_default())
                .collect();
            self.progress.say(&format!("error: {}; what was found:\n{}", failure.text, lines.join("\n")));
        }
        header
    }

    fn event(&self, event: serde_json::Value) {
        if self.args.json {
            let _reader_went_away = self.tell(&event);
        }
    }

    fn tell(&self, event: &serde_json::Value) -> Result<(), Failure> {
        let _one_at_a_time = self.out.lock();
        write::out(&format!("{event}\n"))
    }
}

/// Findings that are known, by target.
#[derive(Default)]
struct Known(BTreeMap<String, Vec<Finding>>);

impl Known {
    fn read(folder: &Path, targets: &[Target]) -> Result<Self, Failure> {
        if !folder.is_dir() {
            return Err(Failure::usage(format!("--known: {} is no folder", folder.display())));
        }
        let mut known = BTreeMap::new();
        for target in targets {
            let path: PathBuf = folder.join(format!("{}.jsonl", target.name));
            if path.exists() {
                known.insert(target.name.clone(), finding::load(&path)?.1);
            }
        }
        Ok(Self(known))
    }

    /// Whether a finding is known: another seed may come to it by another case, which has all its marks.
    fn has(&self, target: &str, finding: &Finding) -> bool {
        self.0.get(target).is_some_and(|known| known.iter().any(|known| known.covers(finding)))
    }
}

/// Where implementations go different ways and both are open: one of them in front of the other is a way in.
fn apart(ended: &[Ended], stream: &Stream) -> Vec<Apart> {
    let mut by_number: BTreeMap<u64, Vec<(&str, bool)>> = BTreeMap::new();
    for one in ended {
        for (&number, &accepted) in &one.choices {
            by_number.entry(number).or_default().push((&one.header.target, accepted));
        }
    }
    let mut found: BTreeMap<&'static str, Apart> = BTreeMap::new();
    for (number, said) in by_number {
        if said.iter().all(|(_, accepted)| *accepted == said[0].1) {
            continue;
        }
        let draft = stream.draw(number).draft;
        let Verdict::Either(ambiguity) = draft.verdict() else { continue };
        let apart = found.entry(ambiguity.id()).or_insert_with(|| Apart::new(ambiguity));
        apart.cases += 1;
        for (target, accepted) in said {
            let names = if accepted { &mut apart.accepted_by } else { &mut apart.rejected_by };
            names.insert(explain::harmless(target, 100));
        }
        if apart.example.as_ref().is_none_or(|example| draft.size() < example.size()) {
            apart.example = Some(draft);
        }
    }
    let mut found: Vec<Apart> = found.into_values().collect();
    found.sort_by_key(|apart| Ambiguity::ALL.iter().position(|other| *other == apart.ambiguity));
    found
}
