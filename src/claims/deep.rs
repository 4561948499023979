//! How is what nests too deep checked, whatever its depth, in a bit a level?

use super::scan::{Rest, Scanner, token};

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

impl<'a> Scanner<'a> {
    /// An object or list of any depth, grammar only, without recursion. Nothing that it passes over can matter to the
    /// verdict beyond its being too deep.
    #[cold]
    #[inline(never)]
    pub(super) fn deep(&mut self, text: &'a [u8]) -> Rest<'a> {
        let mut open = Open { few: [0; FEW], many: Vec::new(), depth: 0 };
        let mut rest = text;
        loop {
            rest = match token(rest) {
                [opening @ (b'{' | b'['), inner @ ..] => match (opening, token(inner)) {
                    (b'{', [b'}', rest @ ..]) | (b'[', [b']', rest @ ..]) => rest,
                    (b'{', member) => {
                        open.push(true);
                        rest = self.any_name(member)?;
                        continue;
                    }
                    (_, element) => {
                        open.push(false);
                        rest = element;
                        continue;
                    }
                },
                [b'"', text @ ..] => self.string(text)?.1,
                text => self.scalar(text)?,
            };
            // A value has ended, and with it perhaps those around it.
            while let Some(object) = open.last() {
                match (object, token(rest)) {
                    (true, [b'}', behind @ ..]) | (false, [b']', behind @ ..]) => {
                        open.depth -= 1;
                        rest = behind;
                    }
                    (true, [b',', member @ ..]) => {
                        rest = self.any_name(token(member))?;
                        break;
                    }
                    (false, [b',', element @ ..]) => {
                        rest = element;
                        break;
                    }
                    (_, other) => return self.wrong(other, "a comma or the closing bracket"),
                }
            }
            if open.depth == 0 {
                return Some(rest);
            }
        }
    }

    /// A member name that is not remembered, and the colon behind it, up to the value.
    fn any_name(&mut self, text: &'a [u8]) -> Rest<'a> {
        let [b'"', text @ ..] = text else { return self.wrong(text, "a member name") };
        let (_name, rest) = self.string(text)?;
        self.colon(rest)
    }
}
