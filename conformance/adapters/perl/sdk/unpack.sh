#!/bin/sh
# unpack.sh PACKAGE[=VERSION] FOLDER [RELEASE]: FOLDER (such as usr/share/x) of a Debian package as ./PACKAGE, beside a file VERSION, without installing
# anything. With a RELEASE (such as trixie) it is that release's, found by lists of its own: for packages that do not depend on the machine.
set -e
target="./${1%%=*}"
rm -rf "$target"
mkdir "$target"
here=$(cd .. && pwd)

apt() {
    if [ -z "$release" ]; then
        apt-get "$@"
    else
        apt-get -o Dir::Etc::SourceList="$here/$release/sources.list" -o Dir::Etc::SourceParts=/dev/null -o Dir::State::Lists="$here/$release/lists" \
            -o Dir::Cache="$here/$release/cache" -o Dir::State::Status=/dev/null -o Acquire::Languages=none \
            -o Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false "$@"
    fi
}

release="$3"
if [ -n "$release" ] && [ ! -e "$here/$release/sources.list" ]; then
    mkdir -p "$here/$release/lists/partial" "$here/$release/cache/archives/partial"
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m 1 '/debian/*$')
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $release main" > "$here/$release/sources.list"
    apt update || { rm "$here/$release/sources.list"; exit 1; }
fi
cd "$target"
apt download "$1" || { [ -n "$release" ] && apt update && apt download "$1"; } # its lists may be old
dpkg-deb --fsys-tarfile ./*.deb | tar -x --strip-components="$(echo "./$2" | tr / '\n' | wc -l)" "./$2"
dpkg-deb --field ./*.deb Version > VERSION
rm ./*.deb
