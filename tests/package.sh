#!/usr/bin/env bash
# The client can be published: the package is small enough to be published (10 MB), and has what it should and nothing else.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

limit=$((10 * 1000 * 1000))
# What is in it is known from the list alone; that it builds is for `cargo publish --dry-run` to say, before a release.
cargo package --quiet --package wechatpay-client --locked --no-verify --allow-dirty 2>&1 | grep -v 'ignoring test' >&2 || true
crate=$(ls -t "${CARGO_TARGET_DIR:-target}"/package/wechatpay-client-*.crate | head -n 1)
size=$(wc -c <"$crate")
echo "$(basename "$crate"): $size bytes"
[ "$size" -le "$limit" ] || { echo "more than $limit bytes" >&2; exit 1; }

list=$(tar -tzf "$crate" | cut -d/ -f2-)
for file in Cargo.toml README.md LICENSE-MIT LICENSE-APACHE OPERATIONS.md src/lib.rs src/api/mod.rs; do
    grep -qx "$file" <<<"$list" || { echo "$file is missing" >&2; exit 1; }
done
if grep -Ev '^(src/|examples/|Cargo\.(toml|toml\.orig|lock)$|README\.md$|LICENSE-|OPERATIONS\.md$|\.cargo_vcs_info\.json$)' <<<"$list"; then
    echo "these do not belong into the package" >&2
    exit 1
fi
