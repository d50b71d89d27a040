//! What can be said on the command line.

use crate::drift::Class;
use crate::drift::report::Format;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Makes the typed WeChat Pay client of documentation pages.
///
/// Without a command the client of this repository is generated. Paths that are not given are those of the repository
/// around the current directory.
#[derive(Debug, Parser)]
#[command(name = "wechatpay-codegen", version, disable_help_subcommand = true)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub common: Common,
}

/// What every command takes.
#[derive(Debug, Args)]
pub(super) struct Common {
    /// How diagnostics are written to standard error: for people, one JSON object a line, or as GitHub annotations.
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    pub message_format: MessageFormat,
    /// Fail on warnings too: nothing is written and the exit code is 1.
    #[arg(long, global = true, value_name = "KIND")]
    pub deny: Option<Deny>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageFormat {
    Human,
    Json,
    Github,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Deny {
    Warnings,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Bring the client up to date with the pages; nothing is written if there are errors.
    Generate(Generate),
    /// Say whether the client is up to date; writes nothing.
    Check(Generate),
    /// Print the endpoint model as JSON (`specs/model.schema.json`); with errors, of what could be read.
    Model(Model),
    /// Compare two trees of pages or model files: what changed, and what it means for users of the client.
    Drift(Drift),
    /// Bring facts of upstream pages into our pages, keep our wording, list what needs wording.
    Sync(Sync),
    /// Print the whole API, or some families of it, as OpenAPI 3.1.
    #[command(name = "openapi")]
    OpenApi(OpenApi),
    /// Say what a diagnostic means: its cause, an example, the fix; or what a rule of `drift` means.
    Explain {
        /// Code of the diagnostic, for example WX0704, or name of the rule, for example request-field-added.
        code: String,
    },
}

#[derive(Debug, Default, Args)]
pub(super) struct Generate {
    #[command(flatten)]
    pub pages: Pages,
    /// English of the pages' texts [default: specs/glossary.toml].
    #[arg(long, value_name = "FILE")]
    pub glossary: Option<PathBuf>,
    /// Lock of the names of the emitted items [default: specs/names.lock].
    #[arg(long, value_name = "FILE")]
    pub names: Option<PathBuf>,
    /// Directory of the client's crate [default: generated-client].
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Model {
    #[command(flatten)]
    pub pages: Pages,
    /// File to write instead of standard output; it is left alone if there are errors.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct OpenApi {
    #[command(flatten)]
    pub pages: Pages,
    /// Lock of the names of the client's items, of which schemas and operations have theirs [default: specs/names.lock].
    #[arg(long, value_name = "FILE")]
    pub names: Option<PathBuf>,
    /// English of the pages' texts [default: specs/glossary.toml].
    #[arg(long, value_name = "FILE")]
    pub glossary: Option<PathBuf>,
    /// Only this family; may be given several times.
    #[arg(long, value_name = "NAME")]
    pub family: Vec<String>,
    /// File to write instead of standard output; it is left alone if there are errors.
    #[arg(long, value_name = "FILE", conflicts_with = "split")]
    pub out: Option<PathBuf>,
    /// Folder to write a file for each family into, instead of one for all.
    #[arg(long, value_name = "DIR")]
    pub split: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Drift {
    /// Tree of pages, one page, or model file, as it was.
    pub old: PathBuf,
    /// The same as it is.
    pub new: PathBuf,
    /// How the result is written.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
    /// Fail if there is a change of this class or a worse one.
    #[arg(long, value_name = "CLASS")]
    pub fail_on: Option<Class>,
    /// File to write instead of standard output.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Corrections of upstream pages [default: specs/fixups.toml].
    #[arg(long, value_name = "FILE")]
    pub fixups: Option<PathBuf>,
    /// Product families and the paths that belong to them [default: specs/families.toml].
    #[arg(long, value_name = "FILE")]
    pub families: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Sync {
    /// Directory of upstream pages.
    pub upstream: PathBuf,
    /// Say what would change; writes nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Directory of our pages [default: specs].
    #[arg(long, value_name = "DIR")]
    pub specs: Option<PathBuf>,
    /// Corrections of upstream pages [default: specs/fixups.toml].
    #[arg(long, value_name = "FILE")]
    pub fixups: Option<PathBuf>,
}

/// What the model is made of.
#[derive(Debug, Default, Args)]
pub(super) struct Pages {
    /// Directory of pages, or one page [default: specs].
    #[arg(long, value_name = "DIR")]
    pub specs: Option<PathBuf>,
    /// Corrections of upstream pages [default: specs/fixups.toml].
    #[arg(long, value_name = "FILE")]
    pub fixups: Option<PathBuf>,
    /// Product families and the paths that belong to them [default: specs/families.toml].
    #[arg(long, value_name = "FILE")]
    pub families: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_consistent() {
        Cli::command().debug_assert();
    }
}
