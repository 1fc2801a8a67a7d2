//! How lengths of time are distributed.

use protocol::Distribution;

/// How these lengths of time, in nanoseconds, are distributed. The quantiles are by nearest rank:
/// each is one of the lengths, the first that so many of them do not exceed.
pub fn distribution(mut nanoseconds: Vec<u64>) -> Distribution {
    nanoseconds.sort_unstable();
    let (Some(&min), Some(&max)) = (nanoseconds.first(), nanoseconds.last()) else {
        return Distribution::default();
    };
    let count = nanoseconds.len();
    let quantile = |percent: usize| {
        // Rounded up before the multiplication could overflow: whole hundreds, then the rest.
        let rank = count / 100 * percent + (count % 100 * percent).div_ceil(100);
        seconds(nanoseconds[rank.max(1) - 1])
    };
    let sum: u128 = nanoseconds.iter().map(|&each| u128::from(each)).sum();
    Distribution {
        count: count as u64,
        min: seconds(min),
        median: quantile(50),
        p90: quantile(90),
        p99: quantile(99),
        max: seconds(max),
        mean: sum as f64 / 1e9 / count as f64,
    }
}

fn seconds(nanoseconds: u64) -> f64 {
    nanoseconds as f64 / 1e9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_nothing_all_is_zero() {
        assert_eq!(distribution(Vec::new()), Distribution::default());
    }

    #[test]
    fn one_length_is_every_quantile() {
        let one = distribution(vec![5_000_000]);
        assert_eq!(
            [one.min, one.median, one.p90, one.p99, one.max, one.mean],
            [0.005; 6]
        );
    }

    #[test]
    fn quantiles_are_by_nearest_rank() {
        let seconds: Vec<u64> = (1..=200).rev().map(|each| each * 1_000_000_000).collect();
        let of_200 = distribution(seconds.clone());
        assert_eq!(
            [
                of_200.min,
                of_200.median,
                of_200.p90,
                of_200.p99,
                of_200.max
            ],
            [1.0, 100.0, 180.0, 198.0, 200.0]
        );
        assert_eq!((of_200.count, of_200.mean), (200, 100.5));
        let of_3 = distribution(seconds[197..].to_vec());
        assert_eq!([of_3.median, of_3.p90, of_3.p99], [2.0, 3.0, 3.0]);
    }

    #[test]
    fn the_longest_of_times_do_not_overflow() {
        assert!(distribution(vec![u64::MAX; 3]).mean > 1.8e10);
    }
}
