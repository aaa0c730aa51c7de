//! The `comity` command: reads the arguments and hands over to [`comity::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    comity::cli::main()
}
