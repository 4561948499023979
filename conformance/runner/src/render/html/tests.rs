//! Does the page say what was measured, and nothing else?

use super::{Measured, render};
use crate::commands::quietly;
use crate::glob::Pattern;
use crate::records::Records;
use crate::render::known::Known;
use crate::render::{Broken, Run, results};
use crate::results::Results;
use audiometer::mutants::Mutant;
use audiometer::protocol::Kind;
use audiometer::{Answer, Case, Entry, Implementation, Plan, Reference, Suite, Validator, run};

/// The cases that a glob means.
fn entries(glob: &str) -> Vec<Entry<'static>> {
    let pattern = Pattern::new(glob).expect("a glob");
    Suite::embedded().entries().filter(|entry| pattern.means(entry)).collect()
}

fn measure(name: &str, glob: &str, validator: &mut dyn Validator) -> Results {
    let suite = Suite::embedded();
    let report = run(&Plan::of(suite, entries(glob)), validator);
    let mut records = Records::default();
    report.records.into_iter().for_each(|record| records.push(record, None));
    let run = Run {
        name: name.to_owned(),
        implementation: report.implementation,
        features: report.features,
        kind: Kind::Validator,
        notes: String::new(),
        restarts: 0,
        seed: report.seed,
        records,
        causes: Vec::new(),
        stale: Vec::new(),
        expectations: None,
    };
    results::results(&run, suite, "sha256:0")
}

fn page_of(glob: &str, results: &[Results], broken: &[Broken]) -> Result<String, String> {
    let known = results.iter().map(|results| Known::of_results(None, results)).collect();
    render(&Measured { suite: Suite::embedded(), entries: entries(glob), results, known, broken })
}

/// The element with this id, up to its end.
fn element<'p>(page: &'p str, id: &str, end: &str) -> &'p str {
    let at = page.find(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("there is no {id} in\n{page}"));
    let start = page[..at].rfind('<').expect("an element");
    let length = page[start..].find(end).expect("it ends");
    &page[start..start + length + end.len()]
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
}

struct Gullible;

impl Validator for Gullible {
    fn answer(&mut self, _case: &Case<'_>) -> Answer {
        Answer::Accept
    }

    fn implementation(&self) -> Implementation {
        Implementation::new("Gullible", "1", "Rust")
    }
}

#[test]
fn a_vector_is_shown_with_its_claims_verdict_sentence_and_who_answers_what() {
    let glob = "rfc7519/aud/null@jwt-core";
    let results = [measure("gullible", glob, &mut Gullible), measure("reference", glob, &mut Reference::strict())];
    let page = page_of(glob, &results, &[]).expect("of these cases");
    let expected = r##"<details class="vector" id="v/rfc7519/aud/null">
<summary><code>rfc7519/aud/null</code> <span class="about">null is a claim that is present and names nobody</span> <span class="marks"><b class="false-accept">1A</b></span></summary>
<dl>
<dt>claims</dt><dd><code class="exact">{&#34;iss&#34;:&#34;https://issuer.example&#34;,&#34;sub&#34;:&#34;s&#34;,&#34;iat&#34;:1700000000,&#34;exp&#34;:4102444800,&#34;aud&#34;:null}</code></dd>
<dt>recipient</dt><dd><code class="exact">{&#34;identifiers&#34;:[&#34;https://api.example.com&#34;],&#34;client_id&#34;:&#34;https://api.example.com&#34;}</code></dd>
<dt>verdict</dt><dd><b>reject</b> under jwt-core</dd>
<dt>because</dt><dd><q>If the principal processing the claim does not identify itself with a value in the &#34;aud&#34; claim when this claim is present, then the JWT MUST be rejected.</q> <a href="#c/RFC7519-4.1.3-b">RFC7519-4.1.3-b</a>, <a href="#c/RFC7519-2-c">RFC7519-2-c</a>, <a href="#c/RFC8725bis-3.9-b">RFC8725bis-3.9-b</a></dd>
<dt>kind</dt><dd>NullAudience; importance high; twin <a href="#v/rfc7519/aud/string">rfc7519/aud/string</a></dd>
</dl>
<ul class="who">
<li><b class="false-accept">false accept</b>: <a href="#i/gullible">gullible</a></li>
<li>as it has to be: 1</li>
</ul>
</details>"##;
    let found = element(&page, "v/rfc7519/aud/null", "</details>");
    assert_eq!(lines(found), lines(expected));
    assert_eq!(page, page_of(glob, &results, &[]).expect("the same"), "the same results give the same page");
}

/// Without empty lines, which the templates leave.
fn lines(text: &str) -> Vec<&str> {
    text.lines().filter(|line| !line.trim().is_empty()).collect()
}

#[test]
fn a_sentence_is_shown_with_who_obeys_it_and_who_does_not_where_no_audience_is_configured() {
    let glob = "rfc7519/{aud,recipient}/*";
    let mut unconfigured = |case: &Case<'_>| match case.policy.identifiers.as_slice() {
        [] => Answer::Accept,
        _ => Reference::strict().answer(case),
    };
    let results = [
        measure("gullible", glob, &mut Gullible),
        measure("reference", glob, &mut Reference::strict()),
        measure("trusting", glob, &mut unconfigured),
    ];
    let page = page_of(glob, &results, &[]).expect("of these cases");
    let clause = element(&page, "c/RFC7519-4.1.3-b", "</article>");
    has(
        clause,
        &[
            "<b class=\"false-accept\">does not obey</b> (1): <a href=\"#i/gullible\">gullible</a> (",
            "does not where no audience is configured</b> (1): <a href=\"#i/trusting\">trusting</a> (",
            "obeys</span> (1)</summary><a href=\"#i/reference\">reference</a></details>",
            "<b>MUST</b>",
            "then the JWT MUST be rejected.</blockquote>",
        ],
    );
    has(
        &page,
        &[
            "1 accepts tokens that have to be rejected; 1 of them accepts one of critical importance: it is meant for somebody else; 1 does so only while no audience is configured; 1 makes no mistake that the suite sees.",
        ],
    );
}

#[test]
fn a_list_of_vectors_names_each_topic_once_and_a_long_one_only_counts() {
    let ids = ["rfc7519/aud/null", "rfc7519/aud/integer", "oidc/azp/missing"];
    let told = |listed: Vec<super::vectors::Listed>| {
        let told = listed.iter().map(|it| format!("{} {} {}", it.topic, it.count, it.names.join(",")));
        told.collect::<Vec<_>>()
    };
    assert_eq!(told(super::vectors::listed(ids)), ["rfc7519/aud 2 null,integer", "oidc/azp 1 missing"]);
    assert_eq!(told(super::vectors::numbered(ids, 3)), ["rfc7519/aud 2 null,integer", "oidc/azp 1 missing"]);
    assert_eq!(told(super::vectors::numbered(ids, 2)), ["rfc7519/aud 2 ", "oidc/azp 1 "]);
}

#[test]
fn where_both_are_open_it_is_shown_who_goes_which_way() {
    let glob = "rfc7519/aud/*";
    let results =
        [measure("lenient", glob, &mut Reference::lenient()), measure("strict", glob, &mut Reference::strict())];
    let page = page_of(glob, &results, &[]).expect("of these cases");
    has(
        element(&page, "a/AMB-02", "</article>"),
        &[
            "<b>accepts</b> (1)</summary><a href=\"#i/lenient\">lenient</a>",
            "<b>rejects</b> (1)</summary><a href=\"#i/strict\">strict</a>",
        ],
    );
}

#[test]
fn an_implementation_with_a_mutants_mistake_is_said_to_behave_like_it() {
    let mutant = Mutant::named("C07").expect("there is one");
    let results = [quietly(|| measure("folding", "**", &mut mutant.validator()))];
    let page = quietly(|| page_of("**", &results, &[])).expect("of these cases");
    let it = element(&page, "i/folding", "</details>");
    has(it, &["<h3>Behaves like</h3>", "#m/C07", "its failures are exactly the ", " vectors that catch it."]);
    has(element(&page, "m/C07", "</tr>"), &[mutant.about, "#i/folding"]);
    // Of a part of the suite nothing can be told.
    let glob = "rfc7519/**";
    let results = [measure("folding", glob, &mut mutant.validator())];
    has(&page_of(glob, &results, &[]).expect("of these cases"), &["Nobody here behaves like one"]);
}

#[test]
fn what_adapters_say_is_text_and_never_markup() {
    const WORST: &str =
        "</script><script>alert(1)</script><img src=x onerror='alert(1)'>\" onload=\"\u{202e}\u{0}\u{1b}[31m";
    struct Hostile;
    impl Validator for Hostile {
        fn answer(&mut self, case: &Case<'_>) -> Answer {
            if case.token.len().is_multiple_of(2) {
                Answer::refused(WORST)
            } else {
                Answer::Fault { error: WORST.repeat(900) }
            }
        }
        fn implementation(&self) -> Implementation {
            Implementation { homepage: format!("javascript:{WORST}"), ..Implementation::new(WORST, WORST, WORST) }
        }
    }
    let glob = "rfc7519/aud/*";
    let results = [measure(WORST, glob, &mut Hostile), measure(&format!("{WORST} "), glob, &mut Hostile)];
    let broken = [Broken { name: WORST.to_owned(), why: WORST.to_owned() }];
    let page = page_of(glob, &results, &broken).expect("of these cases");
    assert_eq!(page.matches("<script").count(), 2);
    for never in ["<img", "href=\"javascript", "\u{202e}", "\u{0}", "\u{1b}"] {
        assert!(!page.contains(never), "{never:?}");
    }
    has(
        &page,
        &[
            "&#60;/script&#62;&#60;script&#62;alert(1)",
            "\\u202e",
            &format!("({} characters)", WORST.chars().count() * 900),
        ],
    );
    let ids: Vec<&str> =
        page.split("class=\"implementation\" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(ids.len() == 2 && ids[0] != ids[1], "{ids:?}");
}

#[test]
fn results_of_other_cases_are_refused_by_name() {
    let glob = "rfc7519/aud/*";
    let good = measure("gullible", glob, &mut Gullible);
    let refused = |change: fn(&mut Results)| {
        let mut results = good.clone();
        change(&mut results);
        page_of(glob, &[results], &[]).expect_err("refused")
    };
    let error = page_of("rfc7519/**", std::slice::from_ref(&good), &[]).expect_err("refused");
    assert!(error.starts_with("gullible: ") && error.ends_with("; run it again"), "{error}");
    has(&error, &[" cases under access-token, where there are "]);
    assert_eq!(refused(|results| results.lines[0].vector = "a/b".to_owned()), "gullible: there is no vector `a/b`");
    has(
        &refused(|results| results.lines[0].outcome = "perfect".to_owned()),
        &["gullible: rfc7519/aud/", ": there is no outcome `perfect`"],
    );
    has(
        &refused(|results| results.lines[0].profiles = vec!["jwt".to_owned()]),
        &["gullible: rfc7519/aud/", ": there is no profile `jwt`"],
    );
    has(
        &refused(|results| results.lines[0].ambiguity = Some("AMB-99".to_owned())),
        &["gullible: rfc7519/aud/", ": there is no ambiguity `AMB-99`"],
    );
    has(
        &refused(|results| {
            let cases = results.header.profiles.remove("jwt-core").expect("it is there");
            results.header.profiles.insert("jwt".to_owned(), cases);
        }),
        &["gullible: there is no profile `jwt`"],
    );
}
