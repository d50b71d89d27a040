#!/usr/bin/env python3
"""What the client costs the compiler: CPU seconds and peak memory of rustc for the crate alone, its dependencies being there.

compiling.py features [JOBS]     each feature alone, as a table; fails when one does not compile, warns, or costs more per field
                                 than its band allows
compiling.py compare [FAMILY…]   beside a crate with serde's derive for the same operations, in one run; `full` stands for all
"""
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CLIENT = ROOT / "generated-client"
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
SCRATCH = TARGET / "compiling"
# A family may cost this many times the median per field, and small ones this many seconds in any case.
BAND, SLACK = 3.0, 0.3
# The families of the comparison: what an ordinary shop needs, and large and small ones of both versions.
SAMPLE = ["pay", "profitsharing", "transfer", "marketing-favor", "merchant-service-risk", "v2-pay"]


def run(command, cwd=ROOT, **env):
    # Without the symbols that a release of this workspace has, an app's has not.
    env = {**os.environ, "CARGO_INCREMENTAL": "0", "CARGO_PROFILE_RELEASE_DEBUG": "0", "CARGO_TARGET_DIR": str(TARGET), **env}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}:\n{done.stderr}")
    return done.stdout


class Rustc:
    """How cargo calls rustc for one crate, to be called again in the same way."""

    def __init__(self, crate, command, cwd):
        SCRATCH.mkdir(parents=True, exist_ok=True)
        seen, wrapper = SCRATCH / "rustc.json", SCRATCH / "wrapper"
        wrapper.write_text(
            f"#!{sys.executable}\nimport json, os, sys\nif {crate!r} in sys.argv:\n"
            f"    json.dump([sys.argv[1:], dict(os.environ)], open({str(seen)!r}, 'w'))\nos.execvp(sys.argv[1], sys.argv[1:])\n"
        )
        wrapper.chmod(0o755)
        seen.unlink(missing_ok=True)
        # Cargo builds a crate anew if a file of it is newer.
        os.utime(Path(cwd) / "src/lib.rs")
        run(command, cwd, RUSTC_WORKSPACE_WRAPPER=str(wrapper))
        args, self.env = json.loads(seen.read_text())
        self.args = [arg for arg in args if not arg.startswith(("--error-format", "--json", "--diagnostic-width"))]
        # Cargo calls it in the root of the workspace, from where the path of the crate counts.
        path = next(arg for arg in self.args if arg.endswith("lib.rs"))
        self.cwd = next(folder for folder in (Path(cwd), *Path(cwd).parents) if (folder / path).is_file())

    def cost(self, features=None):
        """CPU seconds and megabytes; with other features, if some are given, and then without warnings."""
        args = list(self.args)
        if features is not None:
            drop = {at + more for at, arg in enumerate(args) if arg == "--cfg" and args[at + 1].startswith("feature=") for more in (0, 1)}
            args = [arg for at, arg in enumerate(args) if at not in drop]
            args += [part for name in features for part in ("--cfg", f'feature="{name}"')] + ["--deny", "warnings"]
        with tempfile.TemporaryDirectory(dir=SCRATCH) as out:
            args[args.index("--out-dir") + 1] = out
            with open(Path(out) / "stderr", "w+") as stderr:
                process = subprocess.Popen(args, cwd=self.cwd, env=self.env, stdout=subprocess.DEVNULL, stderr=stderr)
                _, status, usage = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
                if process.returncode:
                    stderr.seek(0)
                    sys.exit(f"features {features}:\n{stderr.read()}")
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def client(features, command):
    """With the crates that these features bring; `cost` says which are on."""
    features = ["--no-default-features", "--features", ",".join(features)]
    return Rustc("wechatpay_client", ["cargo", *command, "--locked", "--lib", "-p", "wechatpay-client", *features], CLIENT)


def table():
    """The features of the client, and its families."""
    packages = json.loads(run(["cargo", "metadata", "--no-deps", "--format-version", "1"]))["packages"]
    known = next(one["features"] for one in packages if one["name"] == "wechatpay-client")
    return known, known["full"]


def fields():
    """The fields of every family, each operation and notification for itself."""
    model = json.loads(run(["cargo", "run", "--quiet", "--locked", "-p", "wechatpay-codegen", "--", "model"]))

    def count(part):
        return sum(1 + count(field.get("fields") or []) for field in part or [])

    total = {}
    for one in model["operations"]:
        request, body = one["request"], one["request"].get("body") or {}
        parts = [*(request.get(part) for part in ("path", "query", "headers")), body.get("fields"), one["response"].get("fields")]
        total[one["family"]] = total.get(one["family"], 0) + sum(map(count, parts))
    for one in model["notifications"]:
        parts = [one["body"].get("fields"), one.get("reply")]
        total[one["family"]] = total.get(one["family"], 0) + sum(map(count, parts))
    return total


def shared(name, known, families):
    """The features that a family needs and that are none: the runtime of API v2, SM3."""
    return tuple(one for one in with_implied(name, known) if one not in families)


def all_shared(known, families):
    return sorted({one for name in families for one in shared(name, known, families)})


def with_implied(name, known):
    return [name, *(one for other in known[name] if other in known for one in with_implied(other, known))]


def together(names, known):
    return [one for name in names for one in with_implied(name, known)]


def features(jobs):
    known, families = table()
    alone = [with_implied(name, known) for name in families]
    # What brings dependencies of its own is left to cargo.
    others = [name for name in known if name not in families and name not in ("default", "full")]
    for name in others:
        run(["cargo", "rustc", "--quiet", "--locked", "--profile", "check", "-p", "wechatpay-client", "--lib", "--no-default-features",
             "--features", name, "--", "--deny", "warnings"])
    print(f"compile alone: {', '.join(others)}\n", flush=True)
    rustc, sizes = client(all_shared(known, families), ["check"]), fields()
    # What families share is no cost of each.
    below = {name: shared(name, known, families) for name in families} | {"full": ()}
    below_all = sorted(set(below.values()))
    with ThreadPoolExecutor(jobs) as pool:
        costs = list(pool.map(rustc.cost, [*below_all, *alone, together(families, known)]))
    bases, costs = dict(zip(below_all, costs)), costs[len(below_all):]
    total = sum(sizes[name] for name in families)
    print("| family | fields | CPU s | ms a field | peak MB |\n|---|--:|--:|--:|--:|")
    for names, base in bases.items():
        print(f"| ({', '.join(names) or 'none'}) | | {base[0]:.2f} | | {base[1]:.0f} |")
    rows = []
    for name, (seconds, memory) in zip([*families, "full"], costs):
        size, seconds = sizes.get(name, total), max(seconds - bases[below[name]][0], 0)
        print(f"| {name} | {size} | +{seconds:.2f} | {seconds / size * 1000:.2f} | {memory:.0f} |")
        rows.append((name, size, seconds, seconds / size))
    middle = statistics.median(row[3] for row in rows[:-1])
    over = [row[0] for row in rows if row[2] > BAND * middle * row[1] + SLACK]
    if over:
        sys.exit(f"more than {BAND} times the median of {middle * 1000:.2f} ms a field: {', '.join(over)}")


def baseline(families):
    """Writes the crate with derives; returns its folder."""
    folder = SCRATCH / "baseline"
    shutil.rmtree(folder, ignore_errors=True)
    run(["cargo", "run", "--quiet", "--locked", "-p", "wechatpay-benchmarks", "--features", "generator", "--bin", "derive-baseline", "--",
         str(folder), *families])
    return folder


def compare(wanted):
    known, families = table()
    wanted = families if wanted == ["full"] else wanted
    folder, sizes = baseline(wanted), fields()
    # Cargo is asked for what costs little; it is the same call.
    everything = (folder / "src/lib.rs").rename(SCRATCH / "everything.rs")
    print(f"{len(wanted)} families, {sum(sizes[name] for name in wanted)} fields\n")
    print("| command | ours, CPU s | of it runtime | derive, CPU s | ratio | ours, MB | derive, MB | ratio |\n|---|--:|--:|--:|--:|--:|--:|--:|")
    below = all_shared(known, wanted)
    for command in (["check"], ["build"], ["build", "--release"]):
        rustc = client(below, command)
        runtime, _ = rustc.cost(below)
        ours, ours_memory = rustc.cost(together(wanted, known))
        (folder / "src/lib.rs").write_text("")
        derive = Rustc("baseline", ["cargo", *command, "--lib"], folder)
        shutil.copy(everything, folder / "src/lib.rs")
        theirs, theirs_memory = derive.cost()
        print(f"| {' '.join(command)} | {ours:.2f} | {runtime:.2f} | {theirs:.2f} | {ours / theirs:.3f} "
              f"| {ours_memory:.0f} | {theirs_memory:.0f} | {ours_memory / theirs_memory:.3f} |", flush=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["features", *jobs]:
            features(int(jobs[0]) if jobs else 1)
        case ["compare", *rest]:
            compare(rest or SAMPLE)
        case _:
            sys.exit(__doc__)
