//! What commands write to the terminal. A reader that goes away (`| head`) ends the output, not the command.

use std::io::Write;

/// Writes one line of output.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// Writes one line about what is going on, beside the output.
pub fn tell(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Says what went wrong and what to do about it.
pub fn complain(message: &str, remedy: &str) {
    let mut err = std::io::stderr().lock();
    let _ = writeln!(err, "error: {message}");
    if !remedy.is_empty() {
        let _ = writeln!(err, "  try: {remedy}");
    }
}
