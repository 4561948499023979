//! Where do eight bytes of a string stop being plain?

const ONES: u64 = u64::MAX / 0xFF;
const HIGH: u64 = ONES << 7;

/// Eight bytes, the first in the lowest place.
#[derive(Clone, Copy)]
pub(super) struct Word(pub(super) u64);

/// Where in a word a string stops being plain: the highest bit of each such byte, certain for the first.
#[derive(Clone, Copy)]
pub(super) struct Stops(u64);

impl Word {
    /// The bytes from `at` on; behind the end there are zeros.
    #[inline(always)]
    pub(super) fn at(bytes: &[u8], at: usize) -> Self {
        let rest = &bytes[at..];
        rest.first_chunk().map_or_else(|| Self::last(rest), |eight| Self(u64::from_le_bytes(*eight)))
    }

    #[cold]
    fn last(rest: &[u8]) -> Self {
        Self(rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)))
    }

    /// Finds quotation marks, backslashes and control characters.
    ///
    /// Subtracting `n` from a byte turns its highest bit on where the byte is less than `n`, and was off before where it
    /// is ASCII. What the subtraction borrows from the next byte can deceive only behind the first one that is found
    /// ("haszero" of Anderson's Bit Twiddling Hacks).
    #[inline(always)]
    pub(super) fn stops(self) -> Stops {
        let quotation = (self.0 ^ (ONES * 0x22)).wrapping_sub(ONES);
        let backslash = (self.0 ^ (ONES * 0x5C)).wrapping_sub(ONES);
        let control = self.0.wrapping_sub(ONES * 0x20);
        Stops((quotation | backslash | control) & !self.0 & HIGH)
    }

    /// The bytes before the first stop, with zeros for the others.
    #[inline(always)]
    pub(super) fn before(self, stops: Stops) -> Self {
        let first = stops.0 & stops.0.wrapping_neg();
        Self(self.0 & (first >> 7).wrapping_sub(1))
    }

    /// Whether a byte of it is no ASCII.
    #[inline(always)]
    pub(super) fn beyond_ascii(self) -> bool {
        self.0 & HIGH != 0
    }
}

impl Stops {
    #[inline(always)]
    pub(super) fn none(self) -> bool {
        self.0 == 0
    }

    /// How many bytes stand before the first: eight if there is none.
    #[inline(always)]
    pub(super) fn first(self) -> usize {
        self.0.trailing_zeros() as usize / 8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_at_every_place_is_plain_or_a_stop() {
        for byte in 0..=u8::MAX {
            let stop = matches!(byte, b'"' | b'\\' | 0..0x20);
            for place in 0..8 {
                // Around it, what is nearest to a stop and none, and what a borrow could deceive.
                for around in [b'!', b'#', b' ', b'[', b']', 0x7F, 0x80, 0xFF] {
                    let mut bytes = [around; 8];
                    bytes[place] = byte;
                    let stops = Word::at(&bytes, 0).stops();
                    assert_eq!((stops.none(), stops.first()), (!stop, if stop { place } else { 8 }), "{bytes:?}");
                    if stop {
                        let mut before = [0; 8];
                        before[..place].copy_from_slice(&bytes[..place]);
                        assert_eq!(Word::at(&bytes, 0).before(stops).0, u64::from_le_bytes(before));
                    }
                }
            }
        }
        assert_eq!(Word::at(b"abc\"", 1).0, u64::from_le_bytes(*b"bc\"\0\0\0\0\0"));
    }
}
