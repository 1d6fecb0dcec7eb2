//! What the kernel has booked on another process: CPU and resident memory.
use crate::number::float;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;

/// A clock tick of `/proc/<pid>/stat`: 100 a second on every Linux that this runs on.
const TICK_NS: u64 = 10_000_000;

/// CPU so far, of the threads alive and of the process as a whole.
pub(crate) struct Cpu {
    threads_ns: BTreeMap<String, u64>,
    all_ns: u64,
}

impl Cpu {
    pub(crate) fn read(pid: u32) -> Result<Self> {
        let mut threads_ns = BTreeMap::new();
        for entry in fs::read_dir(format!("/proc/{pid}/task")).context("no such server")? {
            let path = entry?.path().join("schedstat");
            // A thread may end between the listing and the reading.
            let Ok(text) = fs::read_to_string(&path) else {
                continue;
            };
            let on_cpu_ns = text.split_whitespace().next().and_then(|field| field.parse().ok());
            threads_ns.insert(path.display().to_string(), on_cpu_ns.unwrap_or_default());
        }
        let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
        let all_ns = ticks(&stat).context("unreadable stat")? * TICK_NS;
        Ok(Self { threads_ns, all_ns })
    }

    /// Nanoseconds spent since `earlier`, to the nanosecond as long as no thread has ended (it takes its
    /// account with it), else to the tick.
    pub(crate) fn since_ns(&self, earlier: &Self) -> u64 {
        let ended = earlier.threads_ns.keys().any(|thread| !self.threads_ns.contains_key(thread));
        if ended {
            return self.all_ns.saturating_sub(earlier.all_ns);
        }
        let sum = |cpu: &Self| cpu.threads_ns.values().sum::<u64>();
        sum(self).saturating_sub(sum(earlier))
    }
}

/// User and system time, fields 14 and 15; the name in field 2 may hold anything, blanks too.
fn ticks(stat: &str) -> Option<u64> {
    let (_, fields) = stat.rsplit_once(')')?;
    let mut times = fields.split_whitespace().skip(11).map(str::parse::<u64>);
    Some(times.next()?.ok()? + times.next()?.ok()?)
}

/// Resident memory in bytes, counted page by page where the kernel offers it.
pub(crate) fn rss_bytes(pid: u32) -> Result<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).or_else(|_| fs::read_to_string(format!("/proc/{pid}/status")))?;
    kilobytes(&text).map(|kilobytes| kilobytes * 1024).context("no resident size")
}

fn kilobytes(text: &str) -> Option<u64> {
    let line = text.lines().find(|line| line.starts_with("Rss:") || line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// `cpu_ns` in µs, shared out over `parts`.
pub(crate) fn us_each(cpu_ns: u64, parts: u64) -> Option<f64> {
    crate::number::ratio(float(cpu_ns) / 1000.0, float(parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_found_behind_an_odd_name() {
        let stat = "42 (a) b (c) S 1 42 42 0 -1 4194304 100 0 0 0 17 25 0 0 20 0 1 0 100 0 0";
        assert_eq!(ticks(stat), Some(42));
        assert_eq!(ticks("42 (short) S 1"), None);
    }

    #[test]
    fn resident_size_is_read_from_either_file() {
        assert_eq!(kilobytes("0-1 ---p 0 [rollup]\nRss:    1768 kB\nPss: 315 kB\n"), Some(1768));
        assert_eq!(kilobytes("Name:\tx\nVmRSS:\t  99 kB\n"), Some(99));
        assert_eq!(kilobytes("Name:\tx\n"), None);
    }

    #[test]
    fn thread_that_ended_makes_the_whole_process_be_counted() {
        let cpu = |threads: &[(&str, u64)], all_ns| Cpu {
            threads_ns: threads.iter().map(|(name, ns)| ((*name).to_owned(), *ns)).collect(),
            all_ns,
        };
        let before = cpu(&[("a", 10), ("b", 20)], 100);
        assert_eq!(cpu(&[("a", 15), ("b", 20), ("c", 7)], 200).since_ns(&before), 12);
        assert_eq!(cpu(&[("a", 15)], 250).since_ns(&before), 150);
    }

    #[test]
    fn own_account_grows_and_has_memory() {
        let pid = std::process::id();
        let before = Cpu::read(pid).unwrap();
        let spent: u64 = (0..3_000_000_u64).fold(0, |sum, step| std::hint::black_box(sum ^ step));
        assert!(spent < u64::MAX);
        assert!(Cpu::read(pid).unwrap().since_ns(&before) > 0);
        assert!(rss_bytes(pid).unwrap() > 0);
    }
}
