//! Where do the bytes of a string stop being plain?

const ONES: u64 = u64::MAX / 0xFF;
const HIGH: u64 = ONES << 7;

/// Eight bytes, the first in the lowest place.
#[derive(Clone, Copy)]
pub(super) struct Word(pub(super) u64);

/// Where in a word a string stops being plain: the highest bit of each such byte, certain for the first.
#[derive(Clone, Copy)]
pub(super) struct Stops(u64);

impl Word {
    /// The first bytes of a text; behind its end there are zeros.
    #[inline(always)]
    pub(super) fn at(text: &[u8]) -> Self {
        text.first_chunk().map_or_else(|| Self::last(text), Self::of)
    }

    #[inline(always)]
    pub(super) fn of(bytes: &[u8; 8]) -> Self {
        Self(u64::from_le_bytes(*bytes))
    }

    /// The last bytes of a text, fewer than eight.
    #[cold]
    pub(super) fn last(text: &[u8]) -> Self {
        Self(text.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)))
    }

    /// Finds quotation marks, backslashes, control characters, and what is no ASCII.
    ///
    /// Subtracting `n` from a byte turns its highest bit on where the byte is less than `n`. What the subtraction borrows
    /// from the next byte can deceive only behind the first one that is found ("haszero" of Anderson's Bit Twiddling Hacks).
    #[inline(always)]
    pub(super) fn stops(self) -> Stops {
        Stops((self.below() | self.0) & HIGH)
    }

    /// Finds quotation marks, backslashes and control characters.
    #[inline(always)]
    pub(super) fn stops_but_ascii(self) -> Stops {
        Stops(self.below() & !self.0 & HIGH)
    }

    #[inline(always)]
    fn below(self) -> u64 {
        // With the second lowest bit turned over, a quotation mark is 0x20, the next above the control characters.
        let quotation_or_control = (self.0 ^ (ONES * 0x02)).wrapping_sub(ONES * 0x21);
        let backslash = (self.0 ^ (ONES * 0x5C)).wrapping_sub(ONES);
        quotation_or_control | backslash
    }

    /// Finds what is no digit.
    #[inline(always)]
    pub(super) fn no_digits(self) -> Stops {
        let value = self.0 ^ (ONES * 0x30); // a digit's own, and more than 9 for all else
        Stops(((value & !HIGH).wrapping_add(ONES * (0x7F - 9)) | value) & HIGH)
    }

    /// The bytes before the first stop, with zeros for the others.
    #[inline(always)]
    pub(super) fn before(self, stops: Stops) -> Self {
        let first = stops.0 & stops.0.wrapping_neg();
        Self(self.0 & (first >> 7).wrapping_sub(1))
    }

    #[inline(always)]
    pub(super) fn is_ascii(self) -> bool {
        self.0 & HIGH == 0
    }
}

impl std::ops::BitOr for Stops {
    type Output = Self;

    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
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
            let is_stop = matches!(byte, b'"' | b'\\' | 0..0x20);
            for place in 0..8 {
                // Around it, what is nearest to a stop and none, and what a borrow could deceive.
                for around in [b'!', b'#', b' ', b'[', b']', 0x7F, 0x80, 0xFF] {
                    let mut bytes = [around; 8];
                    bytes[place] = byte;
                    let word = Word::at(&bytes);
                    let first = |is_stop: &dyn Fn(u8) -> bool| bytes.iter().position(|b| is_stop(*b)).unwrap_or(8);
                    let found = |stops: Stops| (stops.none(), stops.first());
                    let right = |first| (first == 8, first);
                    assert_eq!(found(word.stops_but_ascii()), right(if is_stop { place } else { 8 }), "{bytes:?}");
                    let right_place = first(&|b| matches!(b, b'"' | b'\\' | 0..0x20 | 0x80..));
                    assert_eq!(found(word.stops()), right(right_place), "{bytes:?}");
                    assert_eq!(found(word.no_digits()), right(first(&|b| !b.is_ascii_digit())), "{bytes:?}");
                    let before = word.before(word.stops()).0.to_le_bytes();
                    assert!(
                        before[..right_place] == bytes[..right_place] && before[right_place..].iter().all(|b| *b == 0)
                    );
                }
            }
        }
        for digits in ["0123456789", "90"] {
            assert_eq!(Word::at(format!("{digits},").as_bytes()).no_digits().first(), digits.len().min(8));
        }
        assert_eq!(Word::at(b"bc\"").0, u64::from_le_bytes(*b"bc\"\0\0\0\0\0"));
    }
}
