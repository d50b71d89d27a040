#!/usr/bin/env bash
# The sandbox's page in a real browser: an app's call is seen, opened, paid by a button, and notified. Needs Node.js and Chromium.
# With a folder as argument it leaves pictures there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo build --quiet --locked -p wechatpay-client --features sandbox --bin wechatpay-sandbox --example jsapi_pay --example doctor
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work" 'playwright-core@1.65.1' 'axe-core@4.14.1'
cp tests/page/page.mjs "$work"
export BUILT="${CARGO_TARGET_DIR:-$PWD/target}/debug" WORK="$work" PICTURES="${1:-}"
CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
export CHROMIUM
node "$work/page.mjs"
