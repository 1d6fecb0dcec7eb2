//! The process's limit of open files: every connection is one.

use rustix::io::Result;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Raises the soft limit to the hard one. Returns how many files may be open from now on.
pub(super) fn raise_limit() -> Result<usize> {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    setrlimit(Resource::Nofile, raised)?;
    Ok(limit_now())
}

/// Returns how many files the process may have open.
pub(super) fn limit_now() -> usize {
    let unlimited = u64::MAX;
    let current = getrlimit(Resource::Nofile).current.unwrap_or(unlimited);
    usize::try_from(current).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raised_limit_is_the_hard_one() {
        let hard = getrlimit(Resource::Nofile).maximum;
        let raised = raise_limit().unwrap();
        assert_eq!(raised, limit_now());
        assert_eq!(u64::try_from(raised).unwrap(), hard.unwrap_or(u64::MAX));
    }
}
