#!/usr/bin/env bash
# Time and memory of the generator over all pages: into an empty folder, and with nothing changed; beside it of a program that only
# reads and parses the pages. The best of ROUNDS runs (5), each of which does all three.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
cargo build --quiet --release -p wechatpay-codegen
cargo build --quiet --release -p wechatpay-benchmarks --features generator --bin parse-pages
bin="${CARGO_TARGET_DIR:-target}/release"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

timed() { # name, command…
    local name=$1
    shift
    /usr/bin/time -a -o "$scratch/times" -f "$name %e %U %S %M" "$@" >/dev/null 2>"$scratch/log" || { cat "$scratch/log" >&2; exit 1; }
}

for _ in $(seq "${ROUNDS:-5}"); do
    rm -rf "$scratch/client"
    mkdir "$scratch/client"
    cp generated-client/Cargo.toml "$scratch/client/"
    timed only-parse "$bin/parse-pages" specs
    timed cold "$bin/wechatpay-codegen" generate --out "$scratch/client"
    timed unchanged "$bin/wechatpay-codegen" generate --out "$scratch/client"
done
printf '| run | wall s | CPU s | peak MB |\n|---|--:|--:|--:|\n'
awk '{ wall = $2; cpu = $3 + $4; memory = $5 / 1024
       if (!($1 in walls) || wall < walls[$1]) walls[$1] = wall
       if (!($1 in cpus) || cpu < cpus[$1]) cpus[$1] = cpu
       if (memory > memories[$1]) memories[$1] = memory }
     END { split("only-parse cold unchanged", names, " ")
           for (i = 1; i <= 3; i++) { n = names[i]; printf "| %s | %.2f | %.2f | %.0f |\n", n, walls[n], cpus[n], memories[n] }
           if (walls["cold"] > 1 || walls["unchanged"] > 0.3 || memories["cold"] > 300) { print "over a bar"; exit 1 } }' "$scratch/times"
