#!/usr/bin/env bash
# Whether the version is right: `tests/semver.sh TAG` compares the pages of a release with those of today. What the API has
# become must be allowed by the step from that version to this one; the classes are those of generator/src/drift/RULES.md.
# The hand-written part of the client is compared by cargo-semver-checks, if it is installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tag=${1:?the tag or commit of the last release}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
version() { sed -n 's/^version = "\(.*\)"$/\1/p' | head -n 1; }
old=$(git show "$tag:Cargo.toml" | version)
new=$(version <Cargo.toml)
git archive "$tag" specs | tar -x -C "$work"

IFS=.- read -r old_major old_minor old_patch _ <<<"$old"
IFS=.- read -r new_major new_minor new_patch _ <<<"$new"
# Below 1.0 a step of the second number may break programs, and one of the third adds.
if [ "$new_major" != "$old_major" ]; then
    forbidden=
elif [ "$new_minor" != "$old_minor" ]; then
    forbidden=major
    if [ "$new_major" = 0 ]; then forbidden=; fi
elif [ "$new_patch" != "$old_patch" ]; then
    forbidden=minor
    if [ "$new_major" = 0 ]; then forbidden=major; fi
else
    forbidden=patch
fi
if [ -n "$forbidden" ]; then
    echo "from $old to $new: no change of class $forbidden or worse is allowed"
else
    echo "from $old to $new: everything is allowed"
fi
cargo run --quiet --locked -p wechatpay-codegen -- drift "$work/specs" specs ${forbidden:+--fail-on "$forbidden"}

if cargo semver-checks --version >/dev/null 2>&1; then
    cargo semver-checks --package wechatpay-client --baseline-rev "$tag" --all-features
else
    echo "cargo-semver-checks is not installed: the hand-written part was not compared"
fi
