//! What does `benches/instructions` count the instructions of? A claims set judged so many times: `instructions PAYLOAD TIMES`.

#[path = "yardstick/payloads.rs"]
#[allow(dead_code, reason = "the other benches use the rest")]
mod payloads;

use audiometer::{Decision, Profile, Recipient, judge};
use payloads::{Own, audiences, id_token, other_members, other_scripts};
use std::env;
use std::hint::black_box;
use std::io::{self, Write as _};

fn main() -> io::Result<()> {
    let mut arguments = env::args().skip(1);
    let (payload, times) = (arguments.next().unwrap_or_default(), arguments.next().unwrap_or_default());
    let claims = match &*payload {
        "id-token" => id_token(),
        "10-audiences" => audiences(10, Own::Last),
        "1000-audiences" => audiences(1_000, Own::Last),
        "64-KiB-of-other-members" => other_members(64 << 10),
        "64-KiB-of-other-scripts" => other_scripts(64 << 10),
        other => return Err(io::Error::other(format!("there is no payload `{other}`"))),
    };
    let times: u32 = times.parse().map_err(|_| io::Error::other(format!("`{times}` is no number of times")))?;
    let policy = Profile::named("jwt-bcp").expect("profile").policy(&Recipient::named("s6BhdRkqt3"));
    for _ in 0..times {
        let verdict = judge(black_box(claims.as_bytes()), &policy);
        assert_eq!(verdict.decision(), Decision::Accept, "{payload}");
    }
    writeln!(io::stdout(), "{}", claims.len())
}
