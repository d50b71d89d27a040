#!/usr/bin/env bash
# CPU and wall seconds of a cold debug build of an empty app that depends on the client: with its default features, with the blocking
# transport in place of the asynchronous one, and with a transport of the app's own. Beside them the same app with other WeChat Pay
# crates: `cold_build.sh [CRATE@VERSION…]`. The last column is what else ran on the machine during the build, in CPU seconds a second.
set -euo pipefail
client=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../generated-client" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

busy() { # CPU seconds of the whole machine
    awk -v hertz="$(getconf CLK_TCK)" '/^cpu / { print ($2 + $3 + $4) / hertz }' /proc/stat
}

build() { # name, dependency
    local app="$scratch/app"
    rm -rf "$app"
    mkdir -p "$app/src"
    cd "$app"
    echo 'fn main() {}' >src/main.rs
    printf '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2024"\n[workspace]\n[dependencies]\n%s\n' "$2" >Cargo.toml
    cargo fetch --quiet
    local crates before
    crates=$(cargo tree --prefix none --format '{p}' --edges normal,build --no-dedupe | sort -u | wc -l)
    before=$(busy)
    CARGO_INCREMENTAL=0 CARGO_TARGET_DIR="$app/target" /usr/bin/time -f '%U %S %e' -o time cargo build --quiet --offline
    awk -v name="$1" -v crates="$crates" -v before="$before" -v after="$(busy)" '{
        cpu = $1 + $2
        others = after - before - cpu
        printf "| %s | %d | %.1f | %.1f | %.1f |\n", name, crates - 1, cpu, $3, (others > 0 ? others / $3 : 0)
    }' time
}

printf '| app with | crates | CPU s | wall s | others |\n|---|--:|--:|--:|--:|\n'
build 'this client' "wechatpay-client = { path = \"$client\" }"
trimmed="path = \"$client\", default-features = false"
build 'this client, `pay`, `blocking-transport`' "wechatpay-client = { $trimmed, features = [\"pay\", \"blocking-transport\"] }"
build 'this client, `pay`, a transport of the app'"'"'s' "wechatpay-client = { $trimmed, features = [\"pay\"] }"
for crate in "$@"; do
    build "$crate" "${crate%@*} = \"=${crate#*@}\""
done
