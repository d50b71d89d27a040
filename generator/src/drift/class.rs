//! What a change means for users of the generated client.

use serde::Serialize;

/// What a change means for users of the generated client, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// A program that compiled may no longer compile, or may mean something else: a method, a type, a member or a
    /// variant is gone or has another type, a constructor takes other arguments.
    Major,
    /// Something can be used that could not be used before; every program still compiles (use of what is now
    /// deprecated warns).
    Minor,
    /// The same types and methods; what goes over the wire, or what is understood of it, is another.
    Patch,
    /// Documentation only, or nothing at all.
    Text,
}

impl Class {
    /// All of them, the worst first.
    pub const ALL: [Self; 4] = [Self::Major, Self::Minor, Self::Patch, Self::Text];

    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Major => "major",
            Self::Minor => "minor",
            Self::Patch => "patch",
            Self::Text => "text",
        }
    }
}
