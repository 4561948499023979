//! What are the rules called, and in which order do they apply?

macro_rules! rules {
    ($($variant:ident $name:literal $text:literal,)*) => {
        /// A rule of the judgement, by which a profile names the clause that demands it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $(#[doc = $text] $variant,)*
        }

        impl Rule {
            /// Every rule, in the order in which the judgement applies them.
            pub const ALL: [Rule; [$($name),*].len()] = [$(Rule::$variant,)*];

            /// The name in `vectors/profiles.json`.
            pub fn name(self) -> &'static str {
                match self { $(Rule::$variant => $name,)* }
            }

            /// The rule in one line.
            pub fn text(self) -> &'static str {
                match self { $(Rule::$variant => $text,)* }
            }
        }
    };
}

rules! {
    ClaimsSet "claims-set" "the claims set is one JSON object in UTF-8",
    Names "names" "member names are unique, or the last one counts",
    Absent "absent" "a token without `aud` is accepted where the policy leaves it optional",
    Presence "presence" "a token without `aud` is rejected where the policy requires it",
    Type "type" "an `aud` that is neither a string nor a list identifies nobody",
    Shape "shape" "a list is rejected where only a string is allowed",
    Match "match" "one of the audiences is an identifier of the recipient",
    Extras "extras" "audiences beside the recipient's own are rejected unless allowed",
    AzpPresence "azp-presence" "several audiences need an `azp`",
    AzpType "azp-type" "an `azp` that is there is a string",
    AzpMatch "azp-match" "an `azp` that is there is the client id",
    Issuer "issuer" "`iss` is the issuer that the policy names",
    Accept "accept" "a token whose `aud` names the recipient is accepted",
}

impl Rule {
    /// The rule of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }
}
