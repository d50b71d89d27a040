#!/usr/bin/env bash
# Every feature of the client compiles alone, and so does the client without any. Warnings are errors.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

features=$(sed -n '/^\[features\]/,/^\[/s/^\([a-z0-9_-]*\) *=.*/\1/p' generated-client/Cargo.toml)
for feature in "" $features; do
    echo "feature: ${feature:-none}"
    # `rustc` passes the flag to the client alone: the dependencies are built once for all features.
    cargo rustc --quiet --locked --profile check -p wechatpay-client --lib --no-default-features \
        --features "$feature" -- --deny warnings
done
