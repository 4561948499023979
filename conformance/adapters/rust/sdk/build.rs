//! The compiler's version, for the field `runtime` of the start reply.

use std::{env, process::Command};

fn main() {
    let output = Command::new(env::var("RUSTC").expect("cargo sets it")).arg("--version").output().expect("rustc runs");
    let version = String::from_utf8_lossy(&output.stdout);
    println!("cargo::rustc-env=RUNTIME={}", version.split(" (").next().unwrap_or_default().trim());
    println!("cargo::rerun-if-changed=build.rs");
}
