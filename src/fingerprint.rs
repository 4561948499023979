//! Which number stands for a string, so that two that differ are told apart without being read again?

/// A number for a string, taken from it eight bytes at a time. Equal strings have equal ones; strings that have equal ones
/// are still to be compared. Whoever chooses the strings can make them equal, so it must not matter much where they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fingerprint(u64);

impl Fingerprint {
    /// Takes in eight bytes of a string, the first in the lowest place; the last are filled up with zeros, and are none
    /// where the length is a multiple of eight.
    #[inline(always)]
    pub(crate) fn with(self, word: u64) -> Self {
        // The golden ratio's bits spread what differs over the higher places.
        Self((self.0.rotate_left(29) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    /// Of a string whose characters come one by one.
    pub(crate) fn of_chars(chars: impl Iterator<Item = char>) -> Self {
        let (mut all, mut word, mut count) = (Self::default(), 0, 0);
        for c in chars {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                word |= u64::from(byte) << (count * 8);
                count += 1;
                if count == 8 {
                    all = all.with(word);
                    (word, count) = (0, 0);
                }
            }
        }
        all.with(word)
    }

    /// Of a string as it stands.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let (words, rest) = bytes.as_chunks::<8>();
        let all = words.iter().fold(Self::default(), |all, word| all.with(u64::from_le_bytes(*word)));
        all.with(rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)))
    }

    /// The higher half, where most of what differs is.
    #[inline(always)]
    pub(crate) fn half(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// One of 64 bits.
    #[inline(always)]
    pub(crate) fn bit(self) -> u64 {
        1 << (self.0 >> 58)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_to_take_it_agree_and_neighbours_differ() {
        let text = "https://sërvice-1.example.com/😀";
        let mut seen = std::collections::HashSet::new();
        for (end, _) in text.char_indices() {
            let text = &text[..end];
            assert_eq!(Fingerprint::of(text.as_bytes()), Fingerprint::of_chars(text.chars()), "{text}");
            assert!(seen.insert(Fingerprint::of(text.as_bytes()).0), "{text}");
        }
    }
}
