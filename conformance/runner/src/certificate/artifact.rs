//! Which artifact is under test, and by which digest is it known?
//!
//! in-toto wants a digest of every subject. It is the published package's where a lock file tells it, that of the installed
//! files where it does not, and the adapter's where nothing else is known; the annotation `digestOf` says which.

use super::Resource;
use crate::exit::Failure;
use crate::subjects::registry::{Adapter, Registry};
use audiometer::Implementation;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use packageurl::PackageUrl;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

/// The subject, and what stands between it and the runner.
#[derive(Debug)]
pub(crate) struct Artifact {
    pub(crate) subject: Resource,
    pub(crate) adapter: Vec<Resource>,
}

/// What a digest is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DigestOf {
    /// What the registry hands out: the crate, the tarball, the module, the jar.
    Package,
    /// The files that were installed from it.
    InstalledFiles,
    /// The files that put it behind the protocol.
    Adapter,
    /// This program, which it is built into.
    Program,
}

impl DigestOf {
    fn name(self) -> &'static str {
        match self {
            Self::Package => "package",
            Self::InstalledFiles => "installed-files",
            Self::Adapter => "adapter",
            Self::Program => "program",
        }
    }
}

/// A digest with the name that in-toto has for its algorithm, in hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Digest {
    algorithm: &'static str,
    digits: String,
    of: DigestOf,
}

impl Digest {
    fn sha256(digits: impl Into<String>, of: DigestOf) -> Self {
        Self { algorithm: "sha256", digits: digits.into(), of }
    }

    fn set(&self) -> BTreeMap<String, String> {
        BTreeMap::from([(self.algorithm.to_owned(), self.digits.clone())])
    }
}

/// What is built in under this name.
pub(crate) fn built_in(name: &str, implementation: &Implementation) -> Result<Artifact, Failure> {
    let checksum = env!("JSONWEBTOKEN_CHECKSUM");
    let digest = match name {
        "jsonwebtoken" if !checksum.is_empty() => Digest::sha256(checksum, DigestOf::Package),
        _ => {
            let program = std::env::current_exe().and_then(|path| sha256(&path));
            let failed = |error: io::Error| Failure::usage(format!("failed to read this program: {error}"));
            Digest::sha256(program.map_err(failed)?, DigestOf::Program)
        }
    };
    let package = if name == "jsonwebtoken" { "jsonwebtoken" } else { "audiometer" };
    let purl = purl("crates.io", package, &implementation.version);
    Ok(Artifact { subject: subject(purl, implementation, &digest), adapter: Vec::new() })
}

/// What one of the project's adapters puts behind the protocol.
pub(crate) fn set_up(
    registry: &Registry,
    adapter: &Adapter,
    implementation: &Implementation,
) -> Result<Artifact, Failure> {
    let failed = |error: io::Error| {
        Failure::usage(format!("failed to read the adapter in {}: {error}", adapter.folder.display()))
    };
    let sources = Digest::sha256(adapter.digest().map_err(failed)?, DigestOf::Adapter);
    let place = registry.place(adapter, None);
    let Implementation { registry, package, .. } = implementation;
    let version = match registry.as_str() {
        "debian" => debian_version(&place, package).unwrap_or_default(), // the implementation's is that of what is inside
        _ => implementation.version.clone(),
    };
    let digest = published(&place, registry, package, &version).unwrap_or_else(|| sources.clone());
    let of_adapter = Resource {
        name: "adapter".to_owned(),
        digest: sources.set(),
        annotations: BTreeMap::from([("adapterName".to_owned(), adapter.manifest.name.clone())]),
        ..Resource::default()
    };
    Ok(Artifact {
        subject: subject(purl(registry, package, &version), implementation, &digest),
        adapter: vec![of_adapter],
    })
}

/// What somebody's own adapter puts behind the protocol: the files that its command names.
pub(crate) fn command(command: &[OsString], implementation: &Implementation) -> Result<Artifact, Failure> {
    let named = command.iter().filter(|word| Path::new(word).is_file());
    let files: Vec<String> = named.map(|word| word.to_string_lossy().into_owned()).collect();
    let mut digests = Vec::new();
    for file in &files {
        let digits =
            sha256(Path::new(file)).map_err(|error| Failure::usage(format!("failed to read {file}: {error}")))?;
        digests.push(Digest::sha256(digits, DigestOf::Adapter));
    }
    let of_all = match &digests[..] {
        [] => None,
        [only] => Some(only.clone()),
        _ => directory(Path::new(""), files.clone()).map(|digest| Digest { of: DigestOf::Adapter, ..digest }),
    };
    let of_all = of_all.ok_or_else(|| {
        Failure::usage("no word of the command is a file, so nothing says which adapter it is; name its file by a path")
    })?;
    let resource = |(file, digest): (String, Digest)| Resource {
        name: "adapter".to_owned(),
        digest: digest.set(),
        annotations: BTreeMap::from([("file".to_owned(), file)]),
        ..Resource::default()
    };
    let Implementation { registry, package, version, .. } = implementation;
    Ok(Artifact {
        subject: subject(purl(registry, package, version), implementation, &of_all),
        adapter: files.into_iter().zip(digests).map(resource).collect(),
    })
}

fn subject(purl: Option<String>, implementation: &Implementation, digest: &Digest) -> Resource {
    let Implementation { name, version, .. } = implementation;
    let named = if version.is_empty() { name.clone() } else { format!("{name} {version}") };
    Resource {
        name: purl.unwrap_or(named),
        digest: digest.set(),
        annotations: BTreeMap::from([("digestOf".to_owned(), digest.of.name().to_owned())]),
        ..Resource::default()
    }
}

/// The package URL; nothing if the registry is unknown or something is missing.
fn purl(registry: &str, package: &str, version: &str) -> Option<String> {
    if package.is_empty() || version.is_empty() {
        return None;
    }
    let in_path =
        |package: &str| package.rsplit_once('/').map(|(space, name)| (Some(space.to_owned()), name.to_owned()));
    let whole = |package: &str| (None, package.to_owned());
    let (kind, (namespace, name)) = match registry {
        "pypi" => ("pypi", whole(&package.replace('_', "-").to_lowercase())),
        "npm" => ("npm", in_path(package).unwrap_or_else(|| whole(package))),
        "crates.io" => ("cargo", whole(package)),
        "go" => ("golang", in_path(&package.to_lowercase()).unwrap_or_else(|| whole(package))),
        "maven" => match package.split_once(':') {
            Some((group, artifact)) => ("maven", (Some(group.to_owned()), artifact.to_owned())),
            None => return None,
        },
        "debian" => ("deb", (Some("debian".to_owned()), package.to_owned())),
        _ => return None,
    };
    let version = if registry == "go" { format!("v{}", version.trim_start_matches('v')) } else { version.to_owned() };
    let mut purl = PackageUrl::new(kind, name).ok()?;
    if let Some(namespace) = namespace {
        purl.with_namespace(namespace).ok()?;
    }
    purl.with_version(version).ok()?;
    Some(purl.to_string())
}

/// The digest of a package that was installed in a folder.
fn published(place: &Path, registry: &str, package: &str, version: &str) -> Option<Digest> {
    match registry {
        "npm" => npm(&fs::read_to_string(place.join("package-lock.json")).ok()?, package, version),
        "go" => go(&fs::read_to_string(place.join("go.sum")).ok()?, package, version),
        "crates.io" => cargo(&fs::read_to_string(place.join("Cargo.lock")).ok()?, package, version),
        "maven" => {
            let artifact = package.split_once(':')?.1;
            let digits = sha256(&place.join("lib").join(format!("{artifact}-{version}.jar"))).ok()?;
            Some(Digest::sha256(digits, DigestOf::Package))
        }
        "pypi" => pypi(&place.join("lib"), package, version),
        "debian" => {
            let folder = place.join(package);
            let files = files(&folder, "").ok().filter(|files| !files.is_empty())?;
            directory(&folder, files)
        }
        _ => None,
    }
}

/// `package-lock.json` has the tarball's digest.
fn npm(lock: &str, package: &str, version: &str) -> Option<Digest> {
    let lock: serde_json::Value = serde_json::from_str(lock).ok()?;
    let entry = &lock["packages"][format!("node_modules/{package}")];
    let digest = entry["integrity"].as_str()?.strip_prefix("sha512-")?;
    let digest = BASE64_STANDARD.decode(digest).ok().filter(|_| entry["version"] == version)?;
    Some(Digest { algorithm: "sha512", digits: hexadecimal(&digest), of: DigestOf::Package })
}

/// `go.sum` has that of the module's files.
fn go(sum: &str, package: &str, version: &str) -> Option<Digest> {
    let version = version.trim_start_matches('v');
    let line = sum.lines().map(|line| line.split(' ').collect::<Vec<_>>()).find(|line| {
        line.len() == 3
            && line[0] == package
            && line[1].trim_start_matches('v').trim_end_matches("+incompatible") == version
    })?;
    let digest = BASE64_STANDARD.decode(line[2].strip_prefix("h1:")?).ok()?;
    Some(Digest { algorithm: "dirHash1", digits: hexadecimal(&digest), of: DigestOf::Package })
}

/// `Cargo.lock` has the crate's.
fn cargo(lock: &str, package: &str, version: &str) -> Option<Digest> {
    let lock: toml::Table = toml::from_str(lock).ok()?;
    let entry = lock.get("package")?.as_array()?.iter().find(|entry| {
        let field = |name: &str| entry.get(name).and_then(toml::Value::as_str);
        field("name") == Some(package) && field("version") == Some(version)
    })?;
    Some(Digest::sha256(entry.get("checksum")?.as_str()?, DigestOf::Package))
}

/// What the installer makes itself, and does not come from the wheel.
const MADE_BY_THE_INSTALLER: [&str; 4] = ["INSTALLER", "RECORD", "REQUESTED", "direct_url.json"];

/// pip notes which files came from the wheel; their digests are taken of what is there now.
fn pypi(lib: &Path, package: &str, version: &str) -> Option<Digest> {
    let plain = |name: &str| name.to_lowercase().replace(['-', '.'], "_");
    let wanted = format!("{}_{}_dist_info", plain(package), plain(version));
    let folder =
        fs::read_dir(lib).ok()?.flatten().find(|entry| plain(&entry.file_name().to_string_lossy()) == wanted)?;
    let record = fs::read_to_string(folder.path().join("RECORD")).ok()?;
    let named = record.lines().filter_map(|line| {
        let (rest, _length) = line.rsplit_once(',')?;
        let (path, digest) = rest.rsplit_once(',')?;
        let file = path.rsplit('/').next().unwrap_or(path);
        let from_the_wheel = digest.starts_with("sha256=")
            && !path.starts_with("..")
            && !(path.contains(".dist-info/") && MADE_BY_THE_INSTALLER.contains(&file));
        from_the_wheel.then(|| path.trim_matches('"').to_owned())
    });
    directory(lib, named.collect())
}

/// The version of a Debian package: that of the one unpacked here, or the installed one.
fn debian_version(place: &Path, package: &str) -> Option<String> {
    if let Ok(version) = fs::read_to_string(place.join(package).join("VERSION")) {
        return Some(version.trim().to_owned());
    }
    let said = Command::new("dpkg-query").args(["--show", "--showformat=${Version}", package]).output().ok()?;
    let version = String::from_utf8(said.stdout).ok().filter(|_| said.status.success())?;
    Some(version).filter(|version| !version.is_empty())
}

/// The paths of the regular files below a folder.
fn files(folder: &Path, prefix: &str) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type()?;
        if kind.is_dir() {
            found.extend(files(&entry.path(), &format!("{path}/"))?);
        } else if kind.is_file() {
            found.push(path);
        }
    }
    Ok(found)
}

/// in-toto's `dirHash1`, which is Go's: the SHA-256 of what `sha256sum` says of the files, in the order of their paths.
fn directory(folder: &Path, mut files: Vec<String>) -> Option<Digest> {
    files.sort_unstable();
    let mut hash = Sha256::new();
    for file in files {
        hash.update(format!("{}  {file}\n", sha256(&folder.join(&file)).ok()?));
    }
    Some(Digest { algorithm: "dirHash1", digits: hexadecimal(&hash.finalize()), of: DigestOf::InstalledFiles })
}

fn sha256(path: &Path) -> io::Result<String> {
    let mut hash = Sha256::new();
    io::copy(&mut fs::File::open(path)?, &mut hash)?;
    Ok(hexadecimal(&hash.finalize()))
}

/// Digits in lower case.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_url_is_written_as_its_registry_wants_it() {
        let purl = |registry, package, version| purl(registry, package, version).expect("a package URL");
        assert_eq!(purl("pypi", "Flask_JWT-Extended", "4.7.4"), "pkg:pypi/flask-jwt-extended@4.7.4");
        assert_eq!(purl("npm", "@cfworker/jwt", "7.0.4"), "pkg:npm/%40cfworker/jwt@7.0.4");
        assert_eq!(purl("npm", "jose", "6.2.17"), "pkg:npm/jose@6.2.17");
        assert_eq!(purl("crates.io", "jwt-simple", "0.15.0"), "pkg:cargo/jwt-simple@0.15.0");
        assert_eq!(
            purl("go", "github.com/go-jose/go-jose/v4", "4.1.8"),
            "pkg:golang/github.com/go-jose/go-jose/v4@v4.1.8"
        );
        assert_eq!(purl("maven", "com.auth0:java-jwt", "4.6.2"), "pkg:maven/com.auth0/java-jwt@4.6.2");
        assert_eq!(purl("debian", "libjwt-dev", "1.10.2-1+b1"), "pkg:deb/debian/libjwt-dev@1.10.2-1%2Bb1");
    }

    #[test]
    fn what_no_registry_has_has_no_package_url() {
        assert_eq!(purl("", "mine", "1"), None);
        assert_eq!(purl("pypi", "", "1"), None);
        assert_eq!(purl("pypi", "mine", ""), None);
        assert_eq!(purl("maven", "no-group", "1"), None);
    }

    #[test]
    fn lock_files_tell_the_digest_of_the_version_that_answers_and_of_no_other() {
        let lock = r#"{"packages":{"node_modules/jose":{"version":"6.2.17","integrity":"sha512-AAH/"}}}"#;
        let digest = npm(lock, "jose", "6.2.17").expect("found");
        assert_eq!((digest.algorithm, digest.digits.as_str()), ("sha512", "0001ff"));
        assert_eq!(npm(lock, "jose", "6.2.18"), None);

        let sum = "example.org/x v1.2.0 h1:AAH/\nexample.org/x v1.2.0/go.mod h1:AAAA\nexample.org/y v3.2.0+incompatible h1:AP8B\n";
        let digest = go(sum, "example.org/x", "1.2.0").expect("found");
        assert_eq!((digest.algorithm, digest.digits.as_str()), ("dirHash1", "0001ff"));
        assert_eq!(go(sum, "example.org/y", "3.2.0").expect("found").digits, "00ff01");
        assert_eq!(go(sum, "example.org/x", "1.3.0"), None);

        let lock = "[[package]]\nname = \"jwt\"\nversion = \"0.16.0\"\nchecksum = \"00ff\"\n";
        assert_eq!(cargo(lock, "jwt", "0.16.0"), Some(Digest::sha256("00ff", DigestOf::Package)));
        assert_eq!(cargo(lock, "jwt", "0.15.0"), None);
    }

    #[test]
    fn the_hash_of_a_folder_is_what_the_pipeline_in_the_specification_prints() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("b")).expect("made");
        fs::write(folder.path().join("b/c"), "2").expect("written");
        fs::write(folder.path().join("a"), "1").expect("written");
        let digest = directory(folder.path(), files(folder.path(), "").expect("read")).expect("found");
        let pipeline = "find . -type f | cut -c3- | LC_ALL=C sort | xargs -r sha256sum | sha256sum | cut -f1 -d' '";
        let said = Command::new("sh").args(["-c", pipeline]).current_dir(folder.path()).output().expect("runs");
        assert_eq!(digest.digits, String::from_utf8_lossy(&said.stdout).trim());
    }

    #[test]
    fn of_a_wheel_the_files_count_that_came_with_it() {
        let lib = tempfile::tempdir().expect("a folder");
        let info = lib.path().join("My_Lib-1.0.dist-info");
        fs::create_dir(&info).expect("made");
        fs::write(lib.path().join("my.py"), "pass\n").expect("written");
        fs::write(info.join("METADATA"), "Name: My-Lib\n").expect("written");
        let hash = "sha256=x,1";
        let record = format!(
            "my.py,{hash}\n__pycache__/my.cpython-311.pyc,,\n../../bin/my,{hash}\nMy_Lib-1.0.dist-info/METADATA,{hash}\nMy_Lib-1.0.dist-info/INSTALLER,{hash}\nMy_Lib-1.0.dist-info/RECORD,,\n"
        );
        fs::write(info.join("RECORD"), record).expect("written");
        let found = pypi(lib.path(), "my-lib", "1.0");
        let files = ["my.py".to_owned(), "My_Lib-1.0.dist-info/METADATA".to_owned()];
        assert_eq!(found, directory(lib.path(), files.to_vec()));
        fs::write(lib.path().join("my.py"), "changed\n").expect("written");
        assert_ne!(found, directory(lib.path(), files.to_vec()), "the files that are there count");
        assert_eq!(pypi(lib.path(), "my-lib", "1.1"), None);
    }

    #[test]
    fn a_command_without_a_file_names_no_adapter() {
        let words = [OsString::from("no-such-program")];
        let failure = command(&words, &Implementation::new("x", "1", "Rust")).expect_err("refused");
        assert!(failure.text.starts_with("no word of the command is a file"), "{}", failure.text);
    }
}
