#!/usr/bin/env python3
"""What the client costs the compiler: CPU seconds and peak memory of rustc for the crate alone, its dependencies being there.

compiling.py families   each family alone, as a table; fails when one costs more per field than its band
compiling.py compare [FAMILY…]   beside a crate with serde's derive for the same operations, in one run
"""
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
SCRATCH = TARGET / "compiling"
# A family may cost this many times the median per field, and small ones this many seconds in any case.
BAND, SLACK = 3.0, 0.3
# The families of the comparison: what an ordinary shop needs, and large and small ones of both versions.
SAMPLE = ["pay", "profitsharing", "transfer", "marketing-favor", "merchant-service-risk", "v2-pay"]


def run(command, cwd, **env):
    env = {**os.environ, "CARGO_INCREMENTAL": "0", "CARGO_TARGET_DIR": str(TARGET), "RUSTFLAGS": "", **env}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}:\n{done.stderr}")
    return done.stdout


def cost(crate, command, cwd):
    """CPU seconds and megabytes of rustc for one crate: built once for what it depends on, then again alone."""
    run(command, cwd)
    with tempfile.TemporaryDirectory() as folder:
        log, wrapper = Path(folder) / "log", Path(folder) / "wrapper"
        wrapper.write_text(
            "#!/usr/bin/env bash\ncase \" $* \" in\n"
            f"*' --crate-name {crate} '*) exec /usr/bin/time -a -o {log} -f '%U %S %M' \"$@\" ;;\n"
            "*) exec \"$@\" ;;\nesac\n"
        )
        wrapper.chmod(0o755)
        # Cargo builds a crate anew if a file of it is newer.
        lib = Path(cwd) / "src/lib.rs"
        os.utime(lib)
        run(command, cwd, RUSTC_WORKSPACE_WRAPPER=str(wrapper))
        user, system, kilobytes = map(float, log.read_text().split()[-3:])
    return user + system, kilobytes / 1024


def client(features, *command):
    features = ["--no-default-features", "--features", ",".join(features)]
    return cost("wechatpay_client", ["cargo", *command, "--lib", "-p", "wechatpay-client", *features], ROOT / "generated-client")


def baseline(families):
    """Writes the crate with derives; returns its folder and the fields of every family."""
    folder = SCRATCH / "baseline"
    shutil.rmtree(folder, ignore_errors=True)
    command = ["cargo", "run", "--quiet", "-p", "wechatpay-benchmarks", "--features", "generator", "--bin", "derive-baseline"]
    done = subprocess.run([*command, "--", str(folder), *families], cwd=ROOT, check=True, capture_output=True, text=True)
    return folder, {name: int(fields) for name, fields in map(str.split, done.stdout.splitlines())}


def families():
    _, fields = baseline(["pay"])
    known = re.search(r"^full = \[(.*?)\]", (ROOT / "generated-client/Cargo.toml").read_text(), re.M | re.S)
    names = re.findall(r'"(.*?)"', known.group(1))
    base, base_memory = client([], "check")
    print(f"| family | fields | CPU s | ms a field | peak MB |\n|---|--:|--:|--:|--:|\n| (none) | | {base:.2f} | | {base_memory:.0f} |")
    rows = []
    for name in names:
        seconds, memory = client([name], "check")
        each = max(seconds - base, 0) / fields[name]
        rows.append((name, fields[name], seconds - base, each))
        print(f"| {name} | {fields[name]} | {seconds:.2f} | {each * 1000:.2f} | {memory:.0f} |", flush=True)
    seconds, memory = client(["full"], "check")
    total = sum(row[1] for row in rows)
    print(f"| full | {total} | {seconds:.2f} | {(seconds - base) / total * 1000:.2f} | {memory:.0f} |")
    middle = statistics.median(row[3] for row in rows)
    over = [row[0] for row in rows if row[2] > BAND * middle * row[1] + SLACK]
    if over:
        sys.exit(f"more than {BAND} times the median of {middle * 1000:.2f} ms a field: {', '.join(over)}")


def compare(wanted):
    folder, fields = baseline(wanted)
    print(f"{', '.join(wanted)}: {sum(fields[name] for name in wanted)} fields\n")
    print("| command | ours, CPU s | derive, CPU s | ratio | ours, MB | derive, MB | ratio |\n|---|--:|--:|--:|--:|--:|--:|")
    for command in (["check"], ["build"], ["build", "--release"]):
        ours, ours_memory = client(wanted, *command)
        theirs, theirs_memory = cost("baseline", ["cargo", *command, "--lib"], folder)
        print(f"| {' '.join(command)} | {ours:.2f} | {theirs:.2f} | {ours / theirs:.3f} | {ours_memory:.0f} | {theirs_memory:.0f} "
              f"| {ours_memory / theirs_memory:.3f} |", flush=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["families"]:
            families()
        case ["compare", *rest]:
            compare(rest or SAMPLE)
        case _:
            sys.exit(__doc__)
