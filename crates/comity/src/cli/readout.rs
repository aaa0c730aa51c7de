//! `comity readout`: reads the text of a meeting. No node is needed.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::{Context, Exit, Failure, files};

/// The largest file that is read, in bytes: a scanned PDF of a press release.
const MOST: u64 = 64 * 1024 * 1024;

/// Read a readout of talks: when and where who met, what was spoken of and promised; no node is needed
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  comity readout talks.html --json\n\n\
Plain text, HTML, PDF and DOCX are read. A first line with the address of the source and a line `Date: 2017-11-30` below \
it are understood. Spans are bytes of the text; of HTML, PDF and DOCX, of the text that was taken out. Exits with 1 when \
the text tells of no meeting.")]
pub struct Args {
    /// File to read; - is standard input
    file: PathBuf,
    /// Print one JSON object, with the spans of each finding
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub async fn run(args: Args, _context: &Context) -> Result<Exit, Failure> {
    let bytes = if args.file == Path::new("-") {
        files::read_standard_input(MOST)?
    } else {
        files::read(&args.file, MOST)?
    };
    let document = talks::document::read(&bytes).map_err(|error| {
        Failure::unusable(format!("`{}`: {error}", args.file.display()), "give the text of a readout")
    })?;
    let published =
        document.published.as_deref().and_then(|day| day.get(..10)).and_then(talks::PartialDate::parse);
    let reading = talks::Reader::embedded()
        .read(&document.text, talks::Hint { reported: published })
        .map_err(|error| {
            Failure::unusable(format!("`{}`: {error}", args.file.display()), "give the text of a readout")
        })?;
    let label = talks::label::Label::of(&reading);
    let text = if args.json {
        serde_json::to_string_pretty(&label)
            .map_err(|error| Failure::environment(error.to_string(), "tell the maintainers"))?
    } else {
        words(&label)
    };
    match writeln!(std::io::stdout().lock(), "{text}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::environment(format!("cannot write: {error}"), "check where the output goes"))
        }
        _ if label.no_meeting.is_some() => Ok(Exit::No),
        _ => Ok(Exit::Done),
    }
}

fn words(label: &talks::label::Label) -> String {
    let list =
        |values: &[String]| if values.is_empty() { "none found".to_owned() } else { values.join(", ") };
    let mut lines = Vec::new();
    if let Some(why) = &label.no_meeting {
        lines.push(why.clone());
    }
    lines.push(format!("language    {}", label.language.unwrap_or("not known")));
    lines.push(format!("date        {}", label.date.as_deref().unwrap_or("not said")));
    for (name, values) in [
        ("places", &label.places),
        ("countries", &label.countries),
        ("bodies", &label.bodies),
        ("topics", &label.topics),
        ("mechanisms", &label.mechanisms),
    ] {
        lines.push(format!("{name:<11} {}", list(values)));
    }
    for person in &label.people {
        let office = if person.office.is_empty() { String::new() } else { format!(", {}", person.office) };
        let country = person.country.as_ref().map(|code| format!(" [{code}]")).unwrap_or_default();
        lines.push(format!("person      {}{office}{country}", person.names.join(" / ")));
    }
    for promise in &label.commitments {
        let due = promise.due.as_ref().map(|due| format!(" (due {due})")).unwrap_or_default();
        lines.push(format!("commitment  {}: {}{due}", promise.who, promise.what));
    }
    lines.join("\n")
}
