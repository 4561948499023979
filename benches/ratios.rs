//! How long does a judgement take, as a share of what others take for the same bytes?
//!
//! `cargo bench --bench ratios` prints the table that is committed as `benches/ratios.txt`. Each figure is the median over
//! rounds in which all take turns, so that what else the machine does meets them alike.

#[path = "yardstick/jsonwebtoken.rs"]
mod jsonwebtoken;
mod yardstick;

use allocation_counter::measure;
use audiometer::{Decision, Policy, Profile, Recipient, judge};
use jsonwebtoken::Jsonwebtoken;
use std::env;
use std::fmt::Write as _;
use std::hint::black_box;
use std::io::{self, Write as _};
use std::time::{Duration, Instant};
use yardstick::payloads::{Own, audiences, id_token, other_members, other_scripts};
use yardstick::{Others, accepts};

/// How often all take turns, and for how long each goes on at a turn.
#[derive(Clone, Copy)]
struct Effort {
    rounds: usize,
    turn: Duration,
}

type Work<'a> = Box<dyn Fn() -> bool + 'a>;

/// One who takes turns: how many times it works in one, and the nanoseconds that each took.
struct Contender<'a> {
    work: Work<'a>,
    times: u32,
    nanoseconds: Vec<f64>,
}

impl<'a> Contender<'a> {
    fn new(turn: Duration, work: Work<'a>) -> Self {
        let start = Instant::now();
        black_box(work());
        let once = start.elapsed().max(Duration::from_nanos(50));
        let times = (turn.as_nanos() / once.as_nanos()).clamp(1, 1_000_000) as u32;
        Self { work, times, nanoseconds: Vec::new() }
    }

    fn turn(&mut self) {
        let start = Instant::now();
        for _ in 0..self.times {
            black_box((self.work)());
        }
        self.nanoseconds.push(start.elapsed().as_nanos() as f64 / f64::from(self.times));
    }
}

/// Lets all take turns; what each turn took comes back, contender by contender.
fn take_turns(effort: Effort, works: Vec<Work<'_>>) -> Vec<Vec<f64>> {
    let mut contenders: Vec<_> = works.into_iter().map(|work| Contender::new(effort.turn, work)).collect();
    for _ in 0..effort.rounds {
        contenders.iter_mut().for_each(Contender::turn);
    }
    contenders.into_iter().map(|contender| contender.nanoseconds).collect()
}

/// The median of what each round gives.
fn median(rounds: impl Iterator<Item = f64>) -> f64 {
    let mut rounds: Vec<f64> = rounds.collect();
    rounds.sort_unstable_by(f64::total_cmp);
    rounds[rounds.len() / 2]
}

fn ratio(ours: &[f64], theirs: &[f64]) -> f64 {
    median(ours.iter().zip(theirs).map(|(ours, theirs)| ours / theirs))
}

fn accepted_by_us(claims: &[u8], policy: &Policy) -> bool {
    judge(black_box(claims), policy).decision() == Decision::Accept
}

/// One line of the table: a payload, and how the judgement does beside the others.
fn row(effort: Effort, name: &str, claims: &str, policy: &Policy, table: &mut String) {
    let bytes = claims.as_bytes();
    let library = Jsonwebtoken::new(claims, policy);
    let accepted = accepts(bytes, policy, Others::Strictly);
    assert_eq!(accepted, accepted_by_us(bytes, policy), "{name}");
    let strict = || accepts(black_box(bytes), policy, Others::Strictly);
    let value = || serde_json::from_slice::<serde_json::Value>(black_box(bytes)).is_ok();
    let ours = || accepted_by_us(bytes, policy);
    let turns = take_turns(
        effort,
        vec![
            Box::new(ours),
            Box::new(strict),
            Box::new(|| accepts(black_box(bytes), policy, Others::Ignored)),
            Box::new(value),
            Box::new(|| library.all()),
            Box::new(|| library.besides()),
        ],
    );
    let [ours_took, strict_took, ignoring, value_took, all, besides] = &turns[..] else { return };
    let validation: Vec<f64> = all.iter().zip(besides).map(|(all, besides)| all - besides).collect();
    // Where `exp` is missing the library has nothing to validate.
    let validation = if library.all() || !accepted && claims.contains("\"exp\"") {
        format!("{:.2}", ratio(ours_took, &validation))
    } else {
        "-".to_owned()
    };
    let allocations = |work: &dyn Fn() -> bool| measure(|| _ = black_box(work())).count_total;
    let _infallible = writeln!(
        table,
        "{name:<34} {:>9} {:>7.2} {:>9.2} {:>7.2} {validation:>12} {:>9.2} {:>6} {:>7} {:>8}",
        bytes.len(),
        ratio(ours_took, strict_took),
        ratio(ours_took, ignoring),
        ratio(ours_took, value_took),
        bytes.len() as f64 / median(ours_took.iter().copied()),
        allocations(&ours),
        allocations(&strict),
        allocations(&value),
    );
}

/// Is it linear? The nanoseconds a byte for so many bytes, as a share of those for 64 KiB; and a thousand identifiers'.
fn growth(effort: Effort, most: usize, table: &mut String) {
    let policy = yardstick::policy();
    let sizes: Vec<String> =
        [64 << 10, 1 << 20, 16 << 20].into_iter().filter(|size| *size <= most).map(other_members).collect();
    let works = sizes.iter().map(|claims| -> Work<'_> {
        let policy = &policy;
        Box::new(move || accepted_by_us(claims.as_bytes(), policy))
    });
    let turns = take_turns(effort, works.collect());
    for (claims, took) in sizes.iter().zip(&turns).skip(1) {
        let share = ratio(took, &turns[0]) * sizes[0].len() as f64 / claims.len() as f64;
        let _infallible =
            writeln!(table, "a byte of {} bytes takes {share:.2} of one of {}", claims.len(), sizes[0].len());
    }
    let claims = audiences(most.min(100_000), Own::Nowhere);
    let policies = [1, 8, 1_000].map(|count| {
        let identifiers = (0..count).map(|n| format!("https://recipient-{n}.example.com")).collect();
        let recipient = Recipient { identifiers, ..Recipient::default() };
        Profile::named("jwt-bcp").expect("profile").policy(&recipient)
    });
    let works = policies.iter().map(|policy| -> Work<'_> { Box::new(|| accepted_by_us(claims.as_bytes(), policy)) });
    let turns = take_turns(effort, works.collect());
    for (count, took) in [8, 1_000].into_iter().zip(&turns[1..]) {
        let share = ratio(took, &turns[0]);
        let _infallible =
            writeln!(table, "{count} identifiers take {share:.2} of one against {} audiences", most.min(100_000));
    }
}

fn main() -> io::Result<()> {
    // As criterion's benches do: `--test` says that it runs, and measures nothing worth reading.
    let test = env::args().any(|argument| argument == "--test");
    let (effort, most) = match test {
        true => (Effort { rounds: 1, turn: Duration::ZERO }, 1_000),
        false => (Effort { rounds: 31, turn: Duration::from_millis(3) }, usize::MAX),
    };
    let alike = yardstick::decides_alike();
    let mut table = format!(
        "The judgement's time as a share of others' for the same bytes, and heap allocations. By: cargo bench --bench ratios\n\
         strict: a streaming serde_json visitor that decides the same, as it does on {alike} vectors\n\
         ignoring: the same, but names that stand twice and odd strings are looked for among the claims only\n\
         Value: serde_json builds a Value, and nothing is decided\n\
         jsonwebtoken: the crate parses and validates the claims, without header, base64url, and signature\n\n\
         {:<34} {:>9} {:>7} {:>9} {:>7} {:>12} {:>9} {:>22}\n{:<34} {:>9} {:>7} {:>9} {:>7} {:>12} {:>9} {:>6} {:>7} {:>8}\n",
        "claims set",
        "bytes",
        "strict",
        "ignoring",
        "Value",
        "jsonwebtoken",
        "bytes/ns",
        "allocations:",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "judge",
        "strict",
        "Value",
    );
    let policy = yardstick::policy();
    let own = [("first", Own::First), ("last", Own::Last), ("none", Own::Nowhere)];
    let mut payloads = vec![("ID token".to_owned(), id_token())];
    for count in [10, 1_000, 100_000] {
        payloads.extend(own.map(|(place, own)| (format!("{count} audiences, own {place}"), audiences(count, own))));
    }
    payloads.push(("64 KiB of other members".to_owned(), other_members(64 << 10)));
    payloads.push(("1 MiB of other members".to_owned(), other_members(1 << 20)));
    payloads.push(("64 KiB of other scripts, escapes".to_owned(), other_scripts(64 << 10)));
    for (name, claims) in payloads.iter().filter(|(_, claims)| claims.len() <= most) {
        row(effort, name, claims, &policy, &mut table);
    }
    table.push('\n');
    growth(effort, most, &mut table);
    io::stdout().write_all(table.as_bytes())
}
