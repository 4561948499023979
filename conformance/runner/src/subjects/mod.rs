//! How is an implementation reached? Built in, or behind an adapter in a process of its own.

pub(crate) mod adapter;
mod jsonwebtoken;
pub(crate) mod process;
pub(crate) mod registry;

use crate::canary;
use crate::exit::Failure;
use crate::expectations;
use crate::mint::Algorithm;
use adapter::{Adapter, Limits};
use audiometer::protocol::{Kind, Lifetime};
use audiometer::{Answer, Case, Feature, Implementation, Profile, Reference, Validator};
use process::Launch;
use registry::{Registry, State};

/// What can be run, not started yet.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    /// The name on the command line and in reports, and of its file of expectations.
    pub(crate) name: String,
    reached: Reached,
    /// What it is known to get wrong: path and text of the file.
    pub(crate) expectations: Option<(String, String)>,
    /// Whether it is run to show what is wrong with it.
    vulnerable: bool,
}

#[derive(Clone, Debug)]
enum Reached {
    BuiltIn(fn() -> Box<dyn Validator + Send>),
    Adapter(Launch),
}

/// The names of all that is built in; the first two run unless others are named.
pub(crate) const BUILT_IN: [&str; 3] = ["reference", "jsonwebtoken", "reference-lenient"];

impl Target {
    /// What is built in under this name.
    pub(crate) fn built_in(name: &str) -> Option<Self> {
        let (make, expectations): (fn() -> Box<dyn Validator + Send>, _) = match name {
            "reference" => (|| Box::new(Reference::strict()), None),
            "reference-lenient" => (|| Box::new(Reference::lenient()), None),
            "jsonwebtoken" => (
                || Box::new(jsonwebtoken::Jsonwebtoken::new(env!("JSONWEBTOKEN_VERSION"))),
                Some((
                    "conformance/expectations/jsonwebtoken.toml",
                    include_str!("../../../expectations/jsonwebtoken.toml"),
                )),
            ),
            _ => return None,
        };
        let expectations = expectations.map(|(path, text)| (path.to_owned(), text.to_owned()));
        Some(Self { name: name.to_owned(), reached: Reached::BuiltIn(make), expectations, vulnerable: false })
    }

    /// An adapter of somebody's own.
    pub(crate) fn command(launch: Launch) -> Self {
        Self { name: "adapter".to_owned(), reached: Reached::Adapter(launch), expectations: None, vulnerable: false }
    }

    /// One of the project's adapters, which has to be set up.
    pub(crate) fn adapter(registry: &Registry, name: &str) -> Result<Self, Failure> {
        let Some((adapter, variant)) = registry.named(name) else {
            return Err(Failure::usage(format!(
                "there is no target `{name}`; {} are built in, and of adapters {}",
                BUILT_IN.join(", "),
                registry.hint()
            )));
        };
        let set_up = format!("`audiometer adapters setup {}` does it", adapter.manifest.name);
        match registry.state(adapter, None) {
            State::Ready => {}
            State::Missing => return Err(Failure::usage(format!("`{name}` is not set up; {set_up}"))),
            State::Outdated => {
                return Err(Failure::usage(format!("`{name}` is set up from other sources than these; {set_up} anew")));
            }
        }
        let expectations = expectations::file(&registry.beside("expectations"), name)?;
        let launch = registry.launch(adapter, variant, None);
        Ok(Self { name: name.to_owned(), reached: Reached::Adapter(launch), expectations, vulnerable: false })
    }

    /// An adapter at a version that may be vulnerable, started like this.
    pub(crate) fn at_version(name: String, launch: Launch, vulnerable: bool) -> Self {
        Self { name, reached: Reached::Adapter(launch), expectations: None, vulnerable }
    }

    /// Starts it, as this many processes where it is an adapter, and makes sure that its answers mean something.
    ///
    /// # Errors
    ///
    /// Why it is broken.
    pub(crate) fn start(&self, limits: Limits, processes: usize) -> Result<Subject, String> {
        let backing = match &self.reached {
            Reached::BuiltIn(make) => Backing::BuiltIn(make()),
            Reached::Adapter(launch) => {
                let start = || Adapter::start(launch.clone(), limits);
                // Side by side: an interpreter takes its time.
                let adapters = std::thread::scope(|scope| {
                    let others: Vec<_> = (1..processes).map(|_| scope.spawn(start)).collect();
                    let others = others
                        .into_iter()
                        .map(|other| other.join().unwrap_or_else(|_| Err("it did not start".to_owned())));
                    std::iter::once(start()).chain(others).collect::<Result<Vec<_>, _>>()
                });
                Backing::Adapter(adapters?)
            }
        };
        let mut subject = Subject { name: self.name.clone(), backing };
        subject.algorithm()?;
        canary::check(&mut subject, self.vulnerable)?;
        Ok(subject)
    }
}

/// An implementation that answers.
pub(crate) struct Subject {
    /// The target's name.
    pub(crate) name: String,
    pub(crate) backing: Backing,
}

/// What answers.
pub(crate) enum Backing {
    /// A library in this process.
    BuiltIn(Box<dyn Validator + Send>),
    /// Processes of one adapter, at least one.
    Adapter(Vec<Adapter>),
}

impl Subject {
    /// Whether it verifies signatures, as every adapter has to. The references that are built in judge claims only.
    pub(crate) fn reads_signatures(&self) -> bool {
        match &self.backing {
            Backing::BuiltIn(_) => !self.name.starts_with("reference"),
            Backing::Adapter(_) => true,
        }
    }

    /// Whether it decides, or leaves that to the application.
    pub(crate) fn kind(&self) -> Kind {
        match &self.backing {
            Backing::BuiltIn(_) => Kind::Validator,
            Backing::Adapter(adapters) => adapters[0].start.kind,
        }
    }

    /// How the library is configured, in a line.
    pub(crate) fn notes(&self) -> &str {
        match &self.backing {
            Backing::BuiltIn(_) => "",
            Backing::Adapter(adapters) => &adapters[0].start.notes,
        }
    }

    /// The algorithm of its tokens, and whether they have to be fresh.
    pub(crate) fn algorithm(&self) -> Result<(Algorithm, bool), String> {
        match &self.backing {
            Backing::BuiltIn(_) => Ok((Algorithm::HS256, false)),
            Backing::Adapter(adapters) => Ok((adapters[0].algorithm()?, adapters[0].start.lifetime == Lifetime::Fresh)),
        }
    }

    /// How many processes had to be started after the first.
    pub(crate) fn restarts(&self) -> u32 {
        match &self.backing {
            Backing::BuiltIn(_) => 0,
            Backing::Adapter(adapters) => adapters.iter().map(Adapter::restarts).sum(),
        }
    }

    fn validator(&self) -> &dyn Validator {
        match &self.backing {
            Backing::BuiltIn(validator) => validator.as_ref(),
            Backing::Adapter(adapters) => &adapters[0],
        }
    }
}

/// How many cases are dealt out to the processes of one adapter at a time.
const DEAL: usize = 4096;

/// How many characters of a signature tell enough of a token to choose a process for it.
const TELLING: usize = 16;

/// How many answers of a process are told at a time: to wake who listens for each takes longer than some answers.
const TOLD: usize = 64;

impl Validator for Subject {
    fn answer(&mut self, case: &Case<'_>) -> Answer {
        match &mut self.backing {
            Backing::BuiltIn(validator) => validator.answer(case),
            Backing::Adapter(adapters) => adapters[0].answer(case),
        }
    }

    fn answer_all(&mut self, cases: &mut dyn Iterator<Item = Case<'_>>, put: &mut dyn FnMut(usize, Answer)) {
        match &mut self.backing {
            Backing::BuiltIn(validator) => validator.answer_all(cases, put),
            Backing::Adapter(adapters) if adapters.len() == 1 => adapters[0].answer_all(cases, put),
            Backing::Adapter(adapters) => side_by_side(adapters, cases, put),
        }
    }

    fn done(&mut self) {
        match &mut self.backing {
            Backing::BuiltIn(validator) => validator.done(),
            Backing::Adapter(adapters) => adapters.iter_mut().for_each(Adapter::done),
        }
    }

    fn supports(&self, feature: Feature) -> bool {
        self.validator().supports(feature)
    }

    fn is_for(&self, profile: &Profile) -> bool {
        self.validator().is_for(profile)
    }

    fn implementation(&self) -> Implementation {
        self.validator().implementation()
    }
}

/// Deals cases out to several processes. The same token always goes to the same one, so that what it says the second time
/// has the first behind it.
fn side_by_side(
    adapters: &mut [Adapter],
    cases: &mut dyn Iterator<Item = Case<'_>>,
    put: &mut dyn FnMut(usize, Answer),
) {
    let mut cases = cases.enumerate();
    loop {
        let mut hands: Vec<Vec<(usize, Case<'_>)>> = vec![Vec::new(); adapters.len()];
        for (at, case) in cases.by_ref().take(DEAL) {
            let signature = case.token.bytes().rev().take(TELLING);
            let sum = signature.fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)));
            hands[sum % adapters.len()].push((at, case));
        }
        if hands.iter().all(Vec::is_empty) {
            return;
        }
        let (answered, answers) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            for (adapter, hand) in adapters.iter_mut().zip(&hands) {
                let answered = answered.clone();
                scope.spawn(move || {
                    let mut some = Vec::new();
                    adapter.answer_all(&mut hand.iter().map(|(_, case)| *case), &mut |at, answer| {
                        some.push((hand[at].0, answer));
                        if some.len() == TOLD {
                            let _listening = answered.send(std::mem::take(&mut some));
                        }
                    });
                    let _listening = answered.send(some);
                });
            }
            drop(answered);
            answers.into_iter().flatten().for_each(|(at, answer)| put(at, answer));
        });
    }
}
