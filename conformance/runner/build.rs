//! Which jsonwebtoken is built in? The lock file says.

use std::{env, fs, path::PathBuf};

fn main() {
    let lock = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../Cargo.lock");
    println!("cargo::rerun-if-changed={}", lock.display());
    let text = fs::read_to_string(&lock).expect("the workspace has a Cargo.lock");
    let package = text.split("[[package]]").find(|package| package.contains("\nname = \"jsonwebtoken\"\n"));
    let package = package.expect("Cargo.lock has jsonwebtoken");
    let field = |name: &str| package.split(&format!("\n{name} = \"")).nth(1).and_then(|rest| rest.split('"').next());
    println!("cargo::rustc-env=JSONWEBTOKEN_VERSION={}", field("version").expect("a package has a version"));
    // Without one it does not come from the registry.
    println!("cargo::rustc-env=JSONWEBTOKEN_CHECKSUM={}", field("checksum").unwrap_or_default());
}
