//! Every text of a model that documentation shows, with its place.

use crate::model::{Alternative, Field, Model};
use crate::source::Span;

/// What a text is the text of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of<'m> {
    /// Official title of an operation or a notification.
    Title,
    /// Description of an operation or a notification.
    Description,
    /// Description of the field of this name.
    Field(&'m str),
    /// Meaning of this value.
    Value(&'m str),
    /// Label of one of several alternatives.
    Alternative,
}

/// One text.
#[derive(Debug, Clone, Copy)]
pub struct Text<'m> {
    /// The page that it is on.
    pub page: &'m str,
    /// What it is the text of.
    pub of: Of<'m>,
    /// The text, empty if it is still to be written.
    pub text: &'m str,
    /// The operation, notification or field.
    pub span: Span,
}

/// All texts, in the order of the model.
#[must_use]
pub fn all_texts(model: &Model) -> Vec<Text<'_>> {
    let mut all = Vec::new();
    for one in &model.operations {
        let mut page = Texts::of_page(&one.page, &mut all);
        page.heads(&one.title, &one.description, one.span);
        let request = &one.request;
        for fields in [&request.path, &request.query, &request.headers] {
            page.fields(fields);
        }
        if let Some(body) = &request.body {
            page.fields(&body.fields);
        }
        page.fields(&one.response.fields);
        page.fields(&one.response.error_fields);
    }
    for one in &model.notifications {
        let mut page = Texts::of_page(&one.page, &mut all);
        page.heads(&one.title, &one.description, one.span);
        for fields in [&one.headers, &one.body.fields, &one.reply] {
            page.fields(fields);
        }
    }
    all
}

struct Texts<'a, 'm> {
    page: &'m str,
    all: &'a mut Vec<Text<'m>>,
}

impl<'a, 'm> Texts<'a, 'm> {
    fn of_page(page: &'m str, all: &'a mut Vec<Text<'m>>) -> Self {
        Self { page, all }
    }

    fn push(&mut self, of: Of<'m>, text: &'m str, span: Span) {
        let page = self.page;
        self.all.push(Text {
            page,
            of,
            text,
            span,
        });
    }

    fn heads(&mut self, title: &'m str, description: &'m str, span: Span) {
        self.push(Of::Title, title, span);
        self.push(Of::Description, description, span);
    }

    fn fields(&mut self, fields: &'m [Field]) {
        for field in fields {
            self.push(Of::Field(&field.name), &field.doc, field.span);
            for (value, meaning) in field.values.iter().zip(&field.value_docs) {
                self.push(Of::Value(value), meaning, field.span);
            }
            // The fields of alternatives stand for the field's own, which are their union.
            if field.alternatives.is_empty() {
                self.fields(&field.fields);
            }
            for Alternative {
                label,
                fields,
                span,
            } in &field.alternatives
            {
                self.push(Of::Alternative, label, *span);
                self.fields(fields);
            }
        }
    }
}
