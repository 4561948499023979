//! How long does the whole suite take against the reference, in process?

use audiometer::{Plan, Reference, Suite, run};
use criterion::{Criterion, criterion_group, criterion_main};

fn in_process(c: &mut Criterion) {
    let suite = Suite::embedded();
    let plan = Plan::all(suite);
    c.bench_function("run/plan", |b| b.iter(|| Plan::all(suite).prepare()));
    c.bench_function("run/reference", |b| b.iter(|| run(&plan, &mut Reference::strict())));
}

criterion_group!(benches, in_process);
criterion_main!(benches);
