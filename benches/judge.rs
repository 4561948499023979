//! How long does a judgement take, beside serde_json deciding the same and building a value of the same bytes? Read the
//! ratios: the machines that run this are shared. `benches/ratios.rs` computes them.

mod yardstick;

use audiometer::judge;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use yardstick::payloads::{Own, audiences, id_token, other_members, other_scripts};
use yardstick::{Others, accepts};

fn judgement(c: &mut Criterion) {
    let policy = yardstick::policy();
    let inputs = [
        ("id-token", id_token()),
        ("10-audiences", audiences(10, Own::Last)),
        ("1000-audiences", audiences(1_000, Own::Last)),
        ("100000-audiences", audiences(100_000, Own::Last)),
        ("64-KiB-of-other-members", other_members(64 << 10)),
        ("1-MiB-of-other-members", other_members(1 << 20)),
        ("64-KiB-of-other-scripts", other_scripts(64 << 10)),
    ];
    let mut group = c.benchmark_group("judge");
    for (name, claims) in &inputs {
        group.throughput(Throughput::Bytes(claims.len() as u64));
        group.bench_with_input(BenchmarkId::new("judge", name), claims.as_bytes(), |b, claims| {
            b.iter(|| judge(black_box(claims), &policy))
        });
        group.bench_with_input(BenchmarkId::new("serde_json-strict", name), claims.as_bytes(), |b, claims| {
            b.iter(|| accepts(black_box(claims), &policy, Others::Strictly))
        });
        group.bench_with_input(BenchmarkId::new("serde_json-value", name), claims.as_bytes(), |b, claims| {
            b.iter(|| serde_json::from_slice::<serde_json::Value>(black_box(claims)));
        });
    }
    group.finish();
}

criterion_group!(benches, judgement);
criterion_main!(benches);
