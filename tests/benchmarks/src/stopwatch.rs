//! Two ways to do the same thing, timed in turns, so that what else the machine does hits both.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How often both are timed.
const ROUNDS: usize = 60;
/// How long one round of one of them takes.
const ROUND: Duration = Duration::from_millis(5);

/// Times per call: of what is measured, and of what it is measured by.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    /// Ours.
    pub ours: Duration,
    /// The other's.
    pub bar: Duration,
}

impl Times {
    /// How many times as long ours takes.
    #[must_use]
    pub fn ratio(self) -> f64 {
        self.ours.as_secs_f64() / self.bar.as_secs_f64()
    }
}

/// The shortest time of each, which is the one with the fewest interruptions.
pub fn compare<A, B>(mut ours: impl FnMut() -> A, mut bar: impl FnMut() -> B) -> Times {
    let (ours_times, bar_times) = (calibrate(&mut ours), calibrate(&mut bar));
    let mut best = Times {
        ours: Duration::MAX,
        bar: Duration::MAX,
    };
    for _ in 0..ROUNDS {
        best.ours = best.ours.min(round(&mut ours, ours_times));
        best.bar = best.bar.min(round(&mut bar, bar_times));
    }
    best
}

/// Prints a line of the table: name, both times, the ratio and its limit if there is one, and whether it holds.
pub fn report(name: &str, times: Times, limit: Option<f64>) -> bool {
    let Times { ours, bar } = times;
    let (ratio, micros) = (times.ratio(), |time: Duration| time.as_secs_f64() * 1e6);
    let holds = limit.is_none_or(|limit| ratio <= limit);
    let verdict = if holds { "" } else { " over" };
    let limit = limit.map_or(String::new(), |limit| format!("{limit:.2}"));
    println!(
        "| {name} | {:.2} | {:.2} | {ratio:.2} | {limit}{verdict} |",
        micros(ours),
        micros(bar)
    );
    holds
}

/// How many calls fill a round.
fn calibrate<T>(call: &mut impl FnMut() -> T) -> u32 {
    let mut times = 1;
    loop {
        let start = Instant::now();
        for _ in 0..times {
            black_box(call());
        }
        if start.elapsed() * 2 >= ROUND {
            return times;
        }
        times *= 2;
    }
}

fn round<T>(call: &mut impl FnMut() -> T, times: u32) -> Duration {
    let start = Instant::now();
    for _ in 0..times {
        black_box(call());
    }
    start.elapsed() / times
}
