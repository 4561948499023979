//! How long does a judgement take, beside serde_json building a value of the same bytes? Read the ratios: the machines
//! that run this are shared.

use audiometer::{Profile, Recipient, judge};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

fn id_token() -> String {
    r#"{"iss":"https://issuer.example.com","sub":"24400320","aud":"s6BhdRkqt3","nonce":"n-0S6_WzA2Mj","exp":4102444800,"iat":1700000000,"auth_time":1699999900,"acr":"urn:mace:incommon:iap:silver","email":"jane.doe@example.com","email_verified":true,"name":"Jane Doe","given_name":"Jane","family_name":"Doe","gender":"female","azp":"s6BhdRkqt3"}"#.to_owned()
}

fn audiences(count: usize) -> String {
    let others: Vec<String> = (1..count).map(|n| format!("\"https://service-{n}.example.com\"")).collect();
    format!(r#"{{"iss":"https://issuer.example.com","aud":[{},"s6BhdRkqt3"]}}"#, others.join(","))
}

fn other_members(bytes: usize) -> String {
    let mut text = String::from(r#"{"aud":"s6BhdRkqt3","x":["#);
    while text.len() < bytes {
        text.push_str(
            r#"{"id":12345,"name":"a name that is \"quoted\"","tags":["one","two"],"active":true,"score":-1.5e3},"#,
        );
    }
    text.push_str("null]}");
    text
}

fn judgement(c: &mut Criterion) {
    let policy = Profile::named("jwt-bcp").expect("profile").policy(&Recipient::named("s6BhdRkqt3"));
    let inputs = [
        ("id-token", id_token()),
        ("10-audiences", audiences(10)),
        ("1000-audiences", audiences(1_000)),
        ("100000-audiences", audiences(100_000)),
        ("64-KiB-of-other-members", other_members(64 << 10)),
        ("1-MiB-of-other-members", other_members(1 << 20)),
    ];
    let mut group = c.benchmark_group("judge");
    for (name, claims) in &inputs {
        group.throughput(Throughput::Bytes(claims.len() as u64));
        group.bench_with_input(BenchmarkId::new("judge", name), claims.as_bytes(), |b, claims| {
            b.iter(|| judge(black_box(claims), &policy))
        });
        group.bench_with_input(BenchmarkId::new("serde_json-value", name), claims.as_bytes(), |b, claims| {
            b.iter(|| serde_json::from_slice::<serde_json::Value>(black_box(claims)));
        });
    }
    group.finish();
}

criterion_group!(benches, judgement);
criterion_main!(benches);
