#!/usr/bin/env bash
# Every feature of the client compiles alone, and so does the client without any.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

features=$(sed -n '/^\[features\]/,/^\[/s/^\([a-z0-9_-]*\) *=.*/\1/p' generated-client/Cargo.toml)
export RUSTFLAGS="${RUSTFLAGS:-} --deny warnings"
for feature in "" $features; do
    echo "feature: ${feature:-none}"
    cargo check --quiet -p wechatpay-client --no-default-features --features "$feature"
done
