//! `audiometer list`: what there is.

use super::patterns;
use crate::args::{ListArgs, Listing};
use crate::config;
use crate::exit::{Exit, Failure};
use crate::manifest::digest;
use crate::render::number;
use crate::write;
use audiometer::{Clause, Count, Profile, Suite, lint};
use serde_json::{Value, json};

/// A line of the listing, and the same as data.
struct Item {
    id: String,
    columns: Vec<String>,
    data: Value,
}

pub(crate) fn execute(args: &ListArgs) -> Result<Exit, Failure> {
    let filters = patterns(&args.filter)?;
    let suite = Suite::embedded();
    if args.what == Listing::Suite && !args.coverage {
        let Count { vectors, cases, .. } = suite.count();
        return if !args.filter.is_empty() {
            Err(Failure::usage("--filter: the suite is listed as a whole"))
        } else if args.json {
            let data = json!([{"version": suite.version, "digest": digest(suite), "vectors": vectors, "cases": cases}]);
            write::out(&format!("{data:#}\n")).map(|()| Exit::AsExpected)
        } else {
            write::out(&config::lines(suite)).map(|()| Exit::AsExpected)
        };
    }
    let mut items = if args.coverage { coverage(suite) } else { items(args.what, suite) };
    items.retain(|item| {
        let vector = item.id.split('@').next().unwrap_or_default();
        filters.is_empty() || filters.iter().any(|filter| filter.matches(&item.id) || filter.matches(vector))
    });
    if items.is_empty() {
        return Err(Failure::nothing("--filter: nothing matches"));
    }
    if args.json {
        let data: Vec<Value> = items.into_iter().map(|item| item.data).collect();
        write::out(&format!("{:#}\n", Value::Array(data)))?;
    } else {
        write::out(&table(&items))?;
    }
    Ok(Exit::AsExpected)
}

fn items(what: Listing, suite: &Suite) -> Vec<Item> {
    match what {
        Listing::Vectors => suite
            .vectors()
            .map(|vector| Item {
                id: vector.id.clone(),
                columns: vec![vector.comment.clone()],
                data: json!({"id": vector.id, "comment": vector.comment, "importance": vector.importance, "flags": vector.flags, "clauses": vector.clauses}),
            })
            .collect(),
        Listing::Cases => suite
            .entries()
            .map(|entry| Item {
                id: entry.id(),
                columns: vec![entry.expected.to_string()],
                data: json!({"id": entry.id(), "vector": entry.vector.id, "profile": entry.profile.name, "expect": entry.expected}),
            })
            .collect(),
        Listing::Profiles => Profile::all()
            .iter()
            .map(|profile| {
                let cases = suite.entries().filter(|entry| entry.profile == profile).count();
                Item {
                    id: profile.name.clone(),
                    columns: vec![format!("{} cases", number(cases)), profile.title.clone()],
                    data: json!({
                        "name": profile.name, "title": profile.title, "sources": profile.sources, "presence": profile.presence, "shape": profile.shape,
                        "extras": profile.extras, "azp": profile.azp, "unconfigured": profile.unconfigured, "cases": cases,
                    }),
                }
            })
            .collect(),
        Listing::Suite => Vec::new(),
        Listing::Clauses => Clause::all()
            .iter()
            .map(|clause| Item {
                id: clause.id.clone(),
                columns: vec![clause.strength.clone(), clause.place()],
                data: serde_json::to_value(clause).expect("plain data serializes"),
            })
            .collect(),
        Listing::Flags => suite
            .flags
            .iter()
            .map(|(name, flag)| {
                let vectors = suite.vectors().filter(|vector| vector.flags.contains(name)).count();
                let mut data = serde_json::to_value(flag).expect("plain data serializes");
                data["name"] = json!(name);
                data["vectors"] = json!(vectors);
                Item { id: name.clone(), columns: vec![format!("{} vectors", number(vectors)), flag.description.clone()], data }
            })
            .collect(),
    }
}

/// The clauses by which a rule rejects, with what shows them.
fn coverage(suite: &Suite) -> Vec<Item> {
    lint::coverage(suite)
        .into_iter()
        .map(|(id, coverage)| Item {
            id: id.to_owned(),
            columns: vec![
                format!("{:>6} accepted", number(coverage.accepting)),
                format!("{:>6} rejected", number(coverage.rejecting)),
                Clause::named(id).map(Clause::title).unwrap_or_default(),
            ],
            data: json!({"clause": id, "accepting": coverage.accepting, "rejecting": coverage.rejecting}),
        })
        .collect()
}

/// Columns beside each other, the last one as long as it is.
fn table(items: &[Item]) -> String {
    let width = |column: usize| items.iter().map(|item| item.columns[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..items[0].columns.len()).map(width).collect();
    let ids = items.iter().map(|item| item.id.chars().count()).max().unwrap_or(0).min(60);
    let mut out = String::new();
    for item in items {
        let mut line = format!("{:<ids$}", item.id);
        for (column, text) in item.columns.iter().enumerate() {
            line.push_str(&format!("  {text:<width$}", width = widths[column]));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
