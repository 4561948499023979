//! What is in a list of audiences, as far as the rules ask?

use crate::claims::{Listener, Text, Value};
use crate::policy::{Azp, Extras, Policy};

/// Counts, for one policy. Nothing where `aud` is no list.
pub(crate) struct Audiences<'a, 'p> {
    policy: &'p Policy,
    pub(crate) elements: usize,
    /// Those that are identifiers of the recipient.
    pub(crate) own: usize,
    /// The empty strings among them.
    pub(crate) own_and_empty: usize,
    /// Those that the recipient trusts, where the policy asks.
    pub(crate) trusted: usize,
    pub(crate) no_string: usize,
    /// Whether two or more differ, where the policy asks: nothing for fewer than two strings, false where all are equal.
    pub(crate) several: Option<bool>,
    first: Option<Text<'a>>,
}

impl<'a, 'p> Audiences<'a, 'p> {
    pub(crate) fn none(policy: &'p Policy) -> Self {
        Self { policy, elements: 0, own: 0, own_and_empty: 0, trusted: 0, no_string: 0, several: None, first: None }
    }

    /// Of a claims set that has been read already.
    pub(crate) fn of(aud: Option<Value<'a>>, policy: &'p Policy) -> Self {
        let mut audiences = Self::none(policy);
        if let Some(Value::List(list)) = aud {
            for element in list.iter() {
                match element {
                    Value::Text(text) => audiences.text(text),
                    Value::Null | Value::Boolean | Value::Number | Value::List(_) | Value::Object => audiences.other(),
                }
            }
        }
        audiences
    }

    /// What only some policies ask; kept apart, so that the loop over a long list stays small.
    #[inline(never)]
    fn more(&mut self, text: Text<'a>, own: bool) {
        if self.policy.extras == Extras::Trusted && !own {
            self.trusted += usize::from(self.policy.trusted.contains(text));
        }
        if matches!(self.policy.azp, Azp::Errata1 | Azp::Strict) {
            match &self.first {
                None => self.first = Some(text),
                Some(_) if self.several == Some(true) => {}
                Some(first) => self.several = Some(!first.same(&text)),
            }
        }
    }
}

impl<'a> Listener<'a> for Audiences<'a, '_> {
    fn list(&mut self) {
        *self = Self::none(self.policy);
    }

    #[inline(always)]
    fn text(&mut self, text: Text<'a>) {
        self.elements += 1;
        let own = self.policy.identifiers.contains(text);
        if own {
            self.own += 1;
            self.own_and_empty += usize::from(text.is(""));
        }
        if self.policy.extras == Extras::Trusted || matches!(self.policy.azp, Azp::Errata1 | Azp::Strict) {
            self.more(text, own);
        }
    }

    fn other(&mut self) {
        self.elements += 1;
        self.no_string += 1;
    }
}
