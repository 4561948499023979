//! Which cases does a campaign put? A stream of them, near the border between right and wrong, that the seed determines.
//!
//! Each case is drawn by itself from the seed and its number, whatever was answered before; so campaigns with one seed put
//! the same cases to everybody, and any case can be drawn again by its number.

use super::draft::{self, Draft, SCAFFOLD};
use super::mutate;
use super::names::{identifier, near_miss, one_of, quoted};
use super::values::{claims, header};
use audiometer::laws::Writing;

use audiometer::{Azp, ISSUER, Profile, Recipient, Shape};
use fastrand::Rng;

/// A case that was drawn, and what went into it.
#[derive(Clone, Debug)]
pub(crate) struct Drawn {
    pub(crate) draft: Draft,
    /// Names of what the generator used, each from [`INGREDIENTS`] or a fault of the seeds.
    pub(crate) used: Vec<&'static str>,
}

/// What the generator can put into a case, beside the near misses of the seeds.
pub(crate) const INGREDIENTS: &[&str] = &[
    "accepted but for one edit",
    "a value that prints as a name",
    "many members",
    "something else altogether",
    "another encoding",
    "a vector",
    "the corpus",
    "the claims of another case",
    "a case again",
    "no identifier",
    "several identifiers",
    "many identifiers",
    "an identifier made up",
    "a long identifier",
    "aud absent",
    "aud a string",
    "a list",
    "a long list",
    "aud neither",
    "a repeated name",
    "a claim with another name",
    "azp",
    "iss of another",
    "iss absent",
    "a deep claim",
    "a strange number",
    "a header member",
    "written escaped",
    "written spaced",
    "own twice",
    "an edit of a name",
    "half a surrogate pair",
    "claims in another order",
    // edits of what is written
    "an escape",
    "white space",
    "a member or element removed",
    "a member or element repeated",
    "a value replaced",
    "a value wrapped",
    "a value unwrapped",
    "a member renamed",
    "a claim added",
    "a member moved inside",
    "a claim moved to the header",
    "a text edited",
    "members swapped",
    "the recipient edited",
    "a byte order mark",
    "text behind the object",
    "cut off",
    "a bad byte",
    "a byte changed",
    "a control character",
    "a comma too many",
    "another notation",
];

/// The cases of a seed.
#[derive(Debug)]
pub(crate) struct Stream {
    seed: u64,
    /// Profiles by the rules that they have in common.
    profiles: Vec<Vec<&'static Profile>>,
    /// What mutations begin with: vectors, and the corpus.
    vectors: Vec<Draft>,
    corpus: Vec<Draft>,
}

impl Stream {
    /// Cases under these profiles, drawn anew, or from the vectors and the corpus where there are some.
    pub(crate) fn new(seed: u64, profiles: &[&'static Profile], vectors: Vec<Draft>, corpus: Vec<Draft>) -> Self {
        let mut alike: Vec<Vec<&'static Profile>> = Vec::new();
        for &profile in profiles {
            let same = |other: &Profile| {
                (other.presence, other.shape, other.extras, other.azp, other.unconfigured)
                    == (profile.presence, profile.shape, profile.extras, profile.azp, profile.unconfigured)
            };
            match alike.iter_mut().find(|group| same(group[0])) {
                Some(group) => group.push(profile),
                None => alike.push(vec![profile]),
            }
        }
        Self { seed, profiles: alike, vectors, corpus }
    }

    /// The case of that number.
    pub(crate) fn draw(&self, number: u64) -> Drawn {
        let mut rng = self.rng(number);
        if number > 0 && rng.u8(..8) == 0 {
            return self.companion(number, &mut rng);
        }
        self.alone(&mut rng)
    }

    fn rng(&self, number: u64) -> Rng {
        // Neighbours have nothing in common: SplitMix64's finalizer.
        let mut z =
            self.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(number.wrapping_mul(0xD134_2543_DE82_EF95));
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Rng::with_seed(z ^ (z >> 31))
    }

    fn alone(&self, rng: &mut Rng) -> Drawn {
        let shares = [10, if self.vectors.is_empty() { 0 } else { 5 }, if self.corpus.is_empty() { 0 } else { 5 }];
        let pick = rng.usize(..shares.iter().sum::<usize>());
        let (bases, name) = match pick {
            pick if pick < shares[0] => return self.fresh(rng),
            pick if pick < shares[0] + shares[1] => (&self.vectors, "a vector"),
            _ => (&self.corpus, "the corpus"),
        };
        let mut drawn = Drawn { draft: bases[rng.usize(..bases.len())].clone(), used: vec![name] };
        if rng.bool() {
            drawn.draft.profile = self.profile(rng, &drawn.draft.recipient).unwrap_or(drawn.draft.profile);
        }
        for _ in 0..1 + rng.usize(..3) {
            mutate::mutate(&mut drawn, rng);
        }
        drawn
    }

    /// A case that has much in common with one shortly before: what is remembered from one to the next shows then.
    fn companion(&self, number: u64, rng: &mut Rng) -> Drawn {
        let before = number - 1 - rng.u64(..number.min(8));
        let mut drawn = self.draw(before);
        match rng.u8(..4) {
            0 => drawn.used.push("a case again"),
            1 | 2 => {
                let (recipient, profile) = self.recipient(rng, &mut drawn.used);
                drawn.draft.recipient = recipient;
                drawn.draft.profile = profile;
                drawn.used.push("the claims of another case");
            }
            _ => mutate::recipient(&mut drawn, rng),
        }
        drawn
    }

    fn profile(&self, rng: &mut Rng, recipient: &Recipient) -> Option<&'static Profile> {
        let groups = || self.profiles.iter().filter(|group| draft::is_sensible(recipient, group[0]));
        let group = match groups().count() {
            0 => return None,
            count => groups().nth(rng.usize(..count))?,
        };
        rng.choice(group).copied()
    }

    /// A recipient, and a profile under which it makes sense.
    fn recipient(&self, rng: &mut Rng, used: &mut Vec<&'static str>) -> (Recipient, &'static Profile) {
        loop {
            let group = &self.profiles[rng.usize(..self.profiles.len())];
            let profile = group[rng.usize(..group.len())];
            let count = match rng.u8(..32) {
                _ if profile.unconfigured => 0,
                0 => 0,
                1..=21 => 1,
                22..=28 => rng.usize(2..=3),
                29 => rng.usize(8..=10),
                30 => rng.usize(60..=70),
                _ => 1,
            };
            let mut identifiers: Vec<String> = (0..count).map(|_| identifier(rng, used)).collect();
            if count > 1 && rng.u8(..4) == 0 {
                identifiers[1] = near_miss(rng, &identifiers[0], used);
            }
            identifiers.dedup();
            let client_id = match rng.u8(..5) {
                0..=2 => identifiers.first().cloned(),
                3 => Some(identifier(rng, used)),
                _ => (profile.azp != Azp::Ignored).then(|| identifier(rng, used)),
            };
            let trusted = (0..[0, 0, 1, 2][rng.usize(..4)]).map(|_| identifier(rng, &mut Vec::new())).collect();
            let issuer = match rng.u8(..12) {
                0..=2 => Some(ISSUER.to_owned()),
                3 => Some(identifier(rng, used)),
                _ => None,
            };
            let recipient = Recipient { identifiers, client_id, trusted, issuer };
            if draft::is_sensible(&recipient, profile) {
                match count {
                    0 => used.push("no identifier"),
                    1 => {}
                    2..8 => used.push("several identifiers"),
                    _ => used.push("many identifiers"),
                }
                return (recipient, profile);
            }
        }
    }

    fn fresh(&self, rng: &mut Rng) -> Drawn {
        if rng.u8(..5) < 2 {
            return self.nearly_accepted(rng);
        }
        let mut used = Vec::new();
        let (recipient, profile) = self.recipient(rng, &mut used);
        let claims = claims(rng, &recipient, profile, &mut used);
        let writing = match rng.u8(..12) {
            0 => Writing::Escaped,
            1 => Writing::Spaced,
            _ => Writing::Plain,
        };
        match writing {
            Writing::Plain => {}
            Writing::Escaped => used.push("written escaped"),
            Writing::Spaced => used.push("written spaced"),
        }
        let header = (rng.u8(..16) == 0).then(|| {
            used.push("a header member");
            header(rng, &recipient)
        });
        let claims = writing.object(&claims);
        let mut drawn = Drawn { draft: Draft { claims, header, recipient, profile }, used };
        if rng.u8(..6) == 0 {
            mutate::mutate(&mut drawn, rng);
        }
        drawn
    }

    /// What is accepted, but for one edit: where that makes it wrong, nothing else does.
    fn nearly_accepted(&self, rng: &mut Rng) -> Drawn {
        let mut used = Vec::new();
        let (recipient, profile) = self.recipient(rng, &mut used);
        let mut claims = String::with_capacity(256);
        match &recipient.issuer {
            Some(issuer) => claims.push_str(&SCAFFOLD.replace(&quoted(ISSUER), &quoted(issuer))),
            None => claims.push_str(SCAFFOLD),
        }
        if !recipient.identifiers.is_empty() {
            let own = one_of(rng, &recipient.identifiers);
            let own = quoted(own);
            claims.push_str(",\"aud\":");
            match rng.u8(..4) {
                0 if profile.shape == Shape::Any => claims.extend(["[", &own, "]"]),
                1 if profile.shape == Shape::Any => {
                    let other = match (recipient.trusted.first(), rng.u8(..3)) {
                        (Some(trusted), 0) => quoted(&near_miss(rng, trusted, &mut used)),
                        (Some(trusted), _) => quoted(trusted),
                        (None, _) => quoted("https://another.example"),
                    };
                    claims.extend(["[", &other, ",", &own, "]"]);
                }
                _ => claims.push_str(&own),
            }
        }
        if let Some(client) = &recipient.client_id
            && profile.azp != Azp::Ignored
            && rng.bool()
        {
            claims.extend([",\"azp\":", &quoted(client)]);
        }
        claims.push('}');
        let mut drawn = Drawn { draft: Draft { claims: claims.into_bytes(), header: None, recipient, profile }, used };
        drawn.used.push("accepted but for one edit");
        mutate::mutate(&mut drawn, rng);
        drawn
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use audiometer::Decision;
    use audiometer::seeds::NEAR_MISSES;
    use std::collections::{BTreeMap, BTreeSet};

    fn stream(seed: u64) -> Stream {
        Stream::new(seed, &Profile::all().iter().collect::<Vec<_>>(), Vec::new(), Vec::new())
    }

    #[test]
    fn the_same_seed_gives_the_same_cases_and_another_seed_others() {
        let drafts = |seed: u64| (0..200).map(|number| stream(seed).draw(number).draft).collect::<Vec<_>>();
        assert_eq!(drafts(1), drafts(1));
        let same = drafts(1).iter().zip(&drafts(2)).filter(|(a, b)| a == b).count();
        assert!(same < 10, "{same}");
    }

    #[test]
    fn the_cases_of_a_seed_stay_what_they_are() {
        let bases: Vec<Draft> = (0..50).map(|number| stream(3).draw(number).draft).collect();
        let stream = Stream::new(1, &Profile::all().iter().collect::<Vec<_>>(), bases.clone(), bases);
        let mut sum = 0xcbf2_9ce4_8422_2325_u64; // FNV-1a
        for number in 0..4_000 {
            let Drawn { draft, used } = stream.draw(number);
            let text =
                format!("{:?} {:?} {:?} {} {used:?}", draft.claims, draft.header, draft.recipient, draft.profile);
            sum = text.bytes().fold(sum, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        }
        // Findings are told by seed and number. Whoever changes this on purpose says so in the changelog.
        assert_eq!(format!("{sum:016x}"), "83d9a4bcec5af17f");
    }

    #[test]
    fn every_ingredient_is_used_and_every_decision_reached_and_every_case_is_sensible() {
        let vectors = vec![stream(7).draw(3).draft];
        let stream = Stream::new(1, &Profile::all().iter().collect::<Vec<_>>(), vectors.clone(), vectors);
        let mut used: BTreeMap<&str, usize> = BTreeMap::new();
        let mut decisions = [0; 3];
        for number in 0..20_000 {
            let drawn = stream.draw(number);
            assert!(drawn.draft.is_sensible(), "{:?}", drawn.draft);
            drawn.used.iter().for_each(|name| *used.entry(name).or_default() += 1);
            decisions[match drawn.draft.verdict().decision() {
                Decision::Accept => 0,
                Decision::Reject => 1,
                Decision::Either => 2,
            }] += 1;
        }
        assert!(decisions.iter().all(|&count| count > 500), "{decisions:?}");
        let names: BTreeSet<&str> =
            NEAR_MISSES.iter().map(|seed| seed.fault).chain(INGREDIENTS.iter().copied()).collect();
        for name in names {
            assert!(used.remove(name).is_some(), "{name} is never used");
        }
        assert!(used.is_empty(), "not listed: {used:?}");
    }
}
