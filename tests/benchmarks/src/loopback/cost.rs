//! Calling, and its cost.

use super::{PREPAY_ID, Result};
use std::future::Future;
use std::time::Instant;

/// How many calls are measured.
const CALLS: usize = 4000;

/// What one call costs, in seconds.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// From call to call.
    pub wall: f64,
    /// CPU time of this process.
    pub cpu: f64,
}

impl Cost {
    /// The smaller of each: the one with the fewest interruptions.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        Self {
            wall: self.wall.min(other.wall),
            cpu: self.cpu.min(other.cpu),
        }
    }
}

/// Makes calls, some at the same time, after some that are not counted. A call gives the `prepay_id` of its answer.
///
/// # Errors
/// Of the first call that fails, or has another answer than the server gave.
pub async fn measure<C, F>(call: C, at_a_time: usize) -> Result<Cost>
where
    C: Fn() -> F + Clone + Send + 'static,
    F: Future<Output = Result<String>> + Send,
{
    calls(&call, at_a_time, CALLS / 4).await?;
    let (start, before) = (Instant::now(), cpu()?);
    calls(&call, at_a_time, CALLS).await?;
    let (wall, cpu) = (start.elapsed().as_secs_f64(), cpu()? - before);
    let number = CALLS as f64;
    Ok(Cost {
        wall: wall / number,
        cpu: cpu / number,
    })
}

async fn calls<C, F>(call: &C, at_a_time: usize, number: usize) -> Result<()>
where
    C: Fn() -> F + Clone + Send + 'static,
    F: Future<Output = Result<String>> + Send,
{
    let tasks: Vec<_> = (0..at_a_time)
        .map(|task| {
            let call = call.clone();
            tokio::spawn(async move {
                for _ in (task..number).step_by(at_a_time) {
                    let prepay_id = call().await?;
                    if prepay_id != PREPAY_ID {
                        return Err(format!("the answer says {prepay_id:?}").into());
                    }
                }
                Result::Ok(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(())
}

/// CPU seconds of this process.
fn cpu() -> Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let (_, fields) = stat.rsplit_once(')').ok_or("no process")?;
    // User and system time, fields 14 and 15 of the manual page, in ticks of 10 ms.
    let ticks = fields.split_whitespace().skip(11).take(2);
    let ticks: std::result::Result<Vec<f64>, _> = ticks.map(str::parse).collect();
    Ok(ticks?.into_iter().sum::<f64>() / 100.0)
}
