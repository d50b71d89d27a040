//! Command line of the generator.

use std::process::ExitCode;

fn main() -> ExitCode {
    wechatpay_codegen::cli::run(std::env::args_os())
}
