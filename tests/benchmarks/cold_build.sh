#!/usr/bin/env bash
# CPU and wall seconds of a cold debug build of an empty app that depends on the client with its default features, and beside it of one
# that depends on another WeChat Pay crate: `cold_build.sh [CRATE@VERSION…]`.
set -euo pipefail
client=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../generated-client" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

build() { # name, dependency
    local app="$scratch/$1"
    mkdir -p "$app/src"
    echo 'fn main() {}' >"$app/src/main.rs"
    printf '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2024"\n[workspace]\n[dependencies]\n%s\n' "$2" >"$app/Cargo.toml"
    cd "$app"
    cargo fetch --quiet
    local crates
    crates=$(cargo tree --prefix none --edges normal | sort -u | wc -l)
    CARGO_INCREMENTAL=0 CARGO_TARGET_DIR="$app/target" /usr/bin/time -f '%U %S %e' -o "$app/time" cargo build --quiet --offline
    awk -v name="$1" -v crates="$crates" '{ printf "| %s | %d | %.0f | %.0f |\n", name, crates - 1, $1 + $2, $3 }' "$app/time"
    rm -rf "$app/target"
}

printf '| app with | crates | CPU s | wall s |\n|---|--:|--:|--:|\n'
build 'this client' "wechatpay-client = { path = \"$client\" }"
for crate in "$@"; do
    build "$crate" "${crate%@*} = \"=${crate#*@}\""
done
