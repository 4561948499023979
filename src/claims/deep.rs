//! How is what nests too deep checked, whatever its depth, in a bit a level?

use super::scan::{Scan, Scanner};

/// Levels of which no heap knows: 65,536.
const FEW: usize = 1024;

/// The open objects (a bit that is set) and lists.
struct Open {
    few: [u64; FEW],
    many: Vec<u64>,
    depth: usize,
}

impl Open {
    fn push(&mut self, object: bool) {
        let (word, bit) = (self.depth / 64, 1 << (self.depth % 64));
        if word >= FEW + self.many.len() {
            self.many.push(0);
        }
        let word = self.few.get_mut(word).unwrap_or_else(|| &mut self.many[word - FEW]);
        *word = if object { *word | bit } else { *word & !bit };
        self.depth += 1;
    }

    /// Whether the innermost is an object; nothing where none is open.
    fn last(&self) -> Option<bool> {
        let last = self.depth.checked_sub(1)?;
        let word = self.few.get(last / 64).unwrap_or_else(|| &self.many[last / 64 - FEW]);
        Some(word >> (last % 64) & 1 == 1)
    }
}

impl Scanner<'_> {
    /// An object or list of any depth, grammar only, without recursion. Nothing that it passes over can matter to the
    /// verdict beyond its being too deep.
    #[cold]
    #[inline(never)]
    pub(super) fn deep(&mut self) -> Scan<()> {
        let mut open = Open { few: [0; FEW], many: Vec::new(), depth: 0 };
        loop {
            match self.token() {
                Some(opening @ (b'{' | b'[')) => {
                    self.at += 1;
                    self.token();
                    let object = opening == b'{';
                    if !self.eat(if object { b'}' } else { b']' }) {
                        open.push(object);
                        if object {
                            self.name()?;
                        }
                        continue;
                    }
                }
                Some(b'"') => drop(self.string()?),
                _ => self.scalar()?,
            }
            // A value has ended, and with it perhaps those around it.
            while let Some(object) = open.last() {
                self.token();
                if self.eat(if object { b'}' } else { b']' }) {
                    open.depth -= 1;
                } else if self.eat(b',') {
                    if object {
                        self.token();
                        self.name()?;
                    }
                    break;
                } else {
                    return Err("a comma or the closing bracket");
                }
            }
            if open.depth == 0 {
                return Ok(());
            }
        }
    }
}
