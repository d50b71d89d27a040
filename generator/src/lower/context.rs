//! What every step knows about the page it works on, and where it reports to.

use super::identity::Identity;
use crate::diag::{Diagnostic, Diagnostics};
use crate::doc::page::Section;
use crate::fixups::{Property, Proposal, Value};
use crate::model::Method;

/// One operation or notification of one page.
pub(super) struct Context<'a> {
    /// The page's identity.
    pub identity: &'a Identity,
    /// The section.
    pub section: &'a Section,
    /// Set if the page has several sections.
    pub operation: Option<Method>,
    /// Where problems go.
    pub diagnostics: &'a mut Diagnostics,
}

impl Context<'_> {
    /// Reports a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports a guess, with the fix-up that would settle it.
    pub fn guess(
        &mut self,
        diagnostic: Diagnostic,
        field: &str,
        property: Property,
        old: Value,
        new: Value,
    ) {
        // Names that cannot be told apart: no entry could say which is meant.
        if old == new && !property.of_operation() {
            self.push(diagnostic);
            return;
        }
        let proposal = Proposal {
            page: self.identity.page.clone(),
            operation: self.operation,
            field: field.to_owned(),
            property,
            old,
            new,
            link: self.official_page(),
        };
        let diagnostic = if self.identity.canonical {
            diagnostic.help("mend the page: fix-ups are for upstream pages")
        } else {
            diagnostic
                .help("if the official page agrees, put the entry below into the fix-up file; else mend it there")
                .fixup(proposal.to_toml())
        };
        self.push(diagnostic);
    }

    fn official_page(&self) -> String {
        match self.section.references.first() {
            Some(link) => link.target.clone(),
            None => "https://pay.weixin.qq.com/doc/".to_owned(),
        }
    }
}

/// A text value of a fix-up.
pub(super) fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}
