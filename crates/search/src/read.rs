//! Reading subjects from JSON lines, CSV and TSV, one bad line at a time.

use std::collections::BTreeMap;
use std::io::{self, BufRead};

use crate::born::Born;
use crate::records::{Lines, Table, format_of};
use crate::subject::{NotAnId, Subject, SubjectId};

/// The longest line that is read, in bytes.
pub const MAX_LINE_BYTES: usize = 1 << 20;

/// The forms in which subjects are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// FollowTheMoney entities, one JSON object on each line.
    JsonLines,
    /// Comma-separated with a header line, quoted by RFC 4180.
    Csv,
    /// Tab-separated with a header line, no quoting.
    Tsv,
}

/// How many lines were read, and what became of them. Empty lines and the header are not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Lines with something on them.
    pub read: u64,
    /// Subjects kept.
    pub kept: u64,
    /// Lines refused.
    pub bad: u64,
}

/// A line that was refused.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct BadLine {
    /// The number of the line, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub fault: Fault,
}

impl BadLine {
    /// Whether nothing more can be read after this.
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(self.fault, Fault::Read(_) | Fault::Header(_) | Fault::UnknownFormat | Fault::UnknownTable)
    }
}

/// What is wrong with a line.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The input cannot be read any further.
    #[error("the input cannot be read: {0}")]
    Read(#[source] io::Error),
    /// Not a kind of subject.
    #[error(
        "`kind`: `{0}` is not a kind of subject; person, organisation, vessel, vehicle, aircraft, property, address or asset is"
    )]
    Kind(String),
    /// Neither JSON lines nor a header with an identifier and a name.
    #[error("unknown format: expected JSON lines, or CSV or TSV with a header that has `id` and `name`")]
    UnknownFormat,
    /// Not a table with a header.
    #[error("unknown format: expected CSV or TSV with a header")]
    UnknownTable,
    /// The header lacks a needed column.
    #[error("the header has no column `{0}`")]
    Header(&'static str),
    /// A line of an earlier output does not answer the query that stands at its place.
    #[error("the line does not answer the query `{0}`: the output is of other queries")]
    OtherQuery(String),
    /// Not UTF-8.
    #[error("broken UTF-8 at byte {0}")]
    Utf8(usize),
    /// Longer than [`MAX_LINE_BYTES`].
    #[error("longer than {MAX_LINE_BYTES} bytes")]
    TooLong,
    /// Not JSON, or not an entity.
    #[error("not an entity: {0}")]
    Json(#[source] serde_json::Error),
    /// The record has more or fewer fields than the header.
    #[error("{found} fields where the header has {expected}")]
    Fields {
        /// Fields of the line.
        found: usize,
        /// Fields of the header.
        expected: usize,
    },
    /// A quoted field has no end.
    #[error("a quoted field is not closed")]
    OpenQuote,
    /// The identifier is missing or cannot be one.
    #[error("`id`: {0}")]
    Id(#[from] NotAnId),
    /// Nothing to find the subject by.
    #[error("the subject has no name")]
    NoName,
    /// A schema that is not known.
    #[error("unknown schema `{0}`")]
    Schema(String),
    /// A date of birth that is no date.
    #[error("`{property}`: {wrong}")]
    Date {
        /// The property.
        property: String,
        /// What is wrong.
        #[source]
        wrong: crate::born::NotADate,
    },
}

/// Reads subjects one after the other; each item is a subject or a bad line.
#[derive(Debug)]
pub struct SubjectReader<R> {
    lines: Lines<R>,
    summary: Summary,
    state: State,
}

#[derive(Debug)]
enum State {
    Start(Option<Format>),
    Json,
    Table(Table, Vec<Option<&'static str>>),
    Ended,
}

impl<R: BufRead> SubjectReader<R> {
    /// Reads in the form that the first line shows.
    #[must_use]
    pub fn new(input: R) -> Self {
        Self { lines: Lines::new(input), summary: Summary::default(), state: State::Start(None) }
    }

    /// Reads in a given form.
    #[must_use]
    pub fn with_format(input: R, format: Format) -> Self {
        Self { lines: Lines::new(input), summary: Summary::default(), state: State::Start(Some(format)) }
    }

    /// What was read so far.
    #[must_use]
    pub fn summary(&self) -> Summary {
        self.summary
    }

    fn start(&mut self, format: Option<Format>) -> Result<Option<State>, BadLine> {
        let (line, first) = match self.lines.next_text() {
            None => return Ok(None),
            Some(Err(bad)) => {
                // Without its first line the form of the rest cannot be known.
                return Err(if bad.is_final() {
                    bad
                } else {
                    BadLine { line: bad.line, fault: Fault::UnknownFormat }
                });
            }
            Some(Ok(first)) => first,
        };
        let Some(format) = format.or_else(|| format_of(&first)) else {
            return Err(BadLine { line, fault: Fault::UnknownFormat });
        };
        if format == Format::JsonLines {
            self.lines.put_back(line, first.into_bytes());
            return Ok(Some(State::Json));
        }
        let table = Table::new(&first, format).map_err(|fault| BadLine { line, fault })?;
        let properties: Vec<Option<&'static str>> =
            table.columns.iter().map(|column| property_of(column)).collect();
        for needed in ["id", "name"] {
            if !properties.contains(&Some(needed)) {
                return Err(BadLine { line, fault: Fault::Header(needed) });
            }
        }
        Ok(Some(State::Table(table, properties)))
    }
}

impl<R: BufRead> Iterator for SubjectReader<R> {
    type Item = Result<Subject, BadLine>;

    fn next(&mut self) -> Option<Self::Item> {
        if let State::Start(format) = self.state {
            match self.start(format) {
                Ok(Some(state)) => self.state = state,
                Ok(None) => self.state = State::Ended,
                Err(bad) => {
                    self.state = State::Ended;
                    self.summary.read += 1;
                    self.summary.bad += 1;
                    return Some(Err(bad));
                }
            }
        }
        let item = match &self.state {
            State::Start(_) | State::Ended => return None,
            State::Json => self
                .lines
                .next_text()?
                .and_then(|(line, text)| from_json(&text).map_err(|fault| BadLine { line, fault })),
            State::Table(table, properties) => table.next(&mut self.lines)?.and_then(|(line, fields)| {
                from_fields(properties, fields).map_err(|fault| BadLine { line, fault })
            }),
        };
        self.summary.read += 1;
        match &item {
            Ok(_) => self.summary.kept += 1,
            Err(bad) => {
                self.summary.bad += 1;
                if bad.is_final() {
                    self.state = State::Ended;
                }
            }
        }
        Some(item)
    }
}

/// Columns that mean a property under another name.
const COLUMNS: &[(&str, &str)] = &[
    ("person_id", "id"),
    ("entity_id", "id"),
    ("identifier", "id"),
    ("caption", "name"),
    ("full_name", "name"),
    ("fullname", "name"),
    ("aliases", "alias"),
    ("dob", "birthDate"),
    ("birth_date", "birthDate"),
    ("date_of_birth", "birthDate"),
    ("born", "birthDate"),
    ("nationalities", "nationality"),
    ("citizenship", "nationality"),
    ("countries", "country"),
    ("doc", "idNumber"),
    ("document", "idNumber"),
    ("documents", "idNumber"),
    ("id_number", "idNumber"),
    ("passport", "passportNumber"),
    ("passport_number", "passportNumber"),
    ("sex", "gender"),
    ("birth_place", "birthPlace"),
    ("place_of_birth", "birthPlace"),
    ("first_name", "firstName"),
    ("last_name", "lastName"),
    ("father_name", "fatherName"),
    ("mother_name", "motherName"),
    ("imo", "imoNumber"),
    ("imo_number", "imoNumber"),
    ("plate", "plateNumber"),
    ("licence_plate", "plateNumber"),
    ("license_plate", "plateNumber"),
    ("legal_form", "legalForm"),
    ("registration", "registrationNumber"),
    ("registration_number", "registrationNumber"),
    ("postal_code", "postalCode"),
];

/// Columns and properties that keep their name.
const PROPERTIES: &[&str] = &[
    "id",
    "schema",
    "name",
    "alias",
    "previousName",
    "weakAlias",
    "firstName",
    "secondName",
    "middleName",
    "lastName",
    "fatherName",
    "motherName",
    "title",
    "gender",
    "birthDate",
    "deathDate",
    "birthPlace",
    "birthCountry",
    "nationality",
    "country",
    "idNumber",
    "passportNumber",
    "taxNumber",
    "innCode",
    "socialSecurityNumber",
    "registrationNumber",
    "address",
    "position",
    "education",
    "ethnicity",
    "religion",
    "appearance",
    "eyeColor",
    "hairColor",
    "height",
    "weight",
    "notes",
    "summary",
    "description",
    "topics",
    "protectedFrom",
    "fromAct",
    "program",
    "sourceUrl",
    "publisher",
    "createdAt",
    "modifiedAt",
    "email",
    "phone",
    "website",
    "full",
    "imoNumber",
    "mmsi",
    "callSign",
    "vin",
    "type",
    "model",
    "buildDate",
    "owner",
    "jurisdiction",
    "legalForm",
    "incorporationDate",
    "citizenship",
    "plateNumber",
    "flag",
    "ogrnCode",
    "leiCode",
    "vatCode",
    "swiftBic",
    "iban",
    "accountNumber",
    "publicKey",
    "serialNumber",
    "street",
    "city",
    "postalCode",
    "region",
];

/// Properties of which one cell may hold several values, with semicolons between.
const SEVERAL: &[&str] = &[
    "alias",
    "previousName",
    "weakAlias",
    "birthDate",
    "nationality",
    "country",
    "idNumber",
    "passportNumber",
    "topics",
    "protectedFrom",
    "fromAct",
    "citizenship",
    "innCode",
    "taxNumber",
    "registrationNumber",
    "plateNumber",
    "imoNumber",
    "mmsi",
    "publicKey",
    "fatherName",
    "motherName",
    "birthPlace",
];

/// Schemata that are found by numbers as well as by names.
const NAMELESS: &[&str] =
    &["Vehicle", "Airplane", "Asset", "CryptoWallet", "Security", "RealEstate", "Address"];

fn property_of(column: &str) -> Option<&'static str> {
    PROPERTIES.iter().find(|known| known.eq_ignore_ascii_case(column)).copied().or_else(|| {
        COLUMNS.iter().find(|(known, _)| known.eq_ignore_ascii_case(column)).map(|(_, property)| *property)
    })
}

fn from_fields(columns: &[Option<&'static str>], fields: Vec<String>) -> Result<Subject, Fault> {
    let mut id = String::new();
    let mut schema = String::new();
    let mut properties: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (column, field) in columns.iter().zip(fields) {
        match column {
            None => {}
            Some("id") => id = field,
            Some("schema") => schema = field.trim().to_owned(),
            Some(property) => {
                let several = SEVERAL.contains(property);
                let values = field
                    .split(move |c| several && c == ';')
                    .map(str::trim)
                    .filter(|value| !value.is_empty());
                properties.entry((*property).to_owned()).or_default().extend(values.map(str::to_owned));
            }
        }
    }
    properties.retain(|_, values| !values.is_empty());
    if schema.is_empty() {
        "Person".clone_into(&mut schema);
    }
    checked(&id, schema, properties)
}

/// An entity as it may stand in a file: more keys than ours, one value instead of a list.
#[derive(serde::Deserialize)]
struct Raw {
    #[serde(default)]
    id: Option<serde_json::Value>,
    #[serde(default)]
    schema: Option<String>,
    #[serde(default)]
    caption: Option<String>,
    #[serde(default)]
    properties: BTreeMap<String, Values>,
}

#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Values {
    Many(Vec<Option<Scalar>>),
    One(Scalar),
    None(()),
}

#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Scalar {
    Text(String),
    Whole(i64),
    Number(f64),
    Truth(bool),
}

impl Scalar {
    fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Whole(number) => number.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Truth(truth) => truth.to_string(),
        }
    }
}

fn from_json(text: &str) -> Result<Subject, Fault> {
    let raw: Raw = serde_json::from_str(text).map_err(Fault::Json)?;
    let id = match raw.id {
        Some(serde_json::Value::String(id)) => id,
        Some(serde_json::Value::Number(id)) => id.to_string(),
        _ => String::new(),
    };
    let mut properties = BTreeMap::new();
    for (property, values) in raw.properties {
        let values: Vec<String> = match values {
            Values::Many(values) => values.into_iter().flatten().map(Scalar::text).collect(),
            Values::One(value) => vec![value.text()],
            Values::None(()) => Vec::new(),
        };
        let values: Vec<String> = values.into_iter().filter(|value| !value.trim().is_empty()).collect();
        if !values.is_empty() {
            properties.insert(property, values);
        }
    }
    if let Some(caption) = raw.caption.filter(|caption| !caption.trim().is_empty())
        && !Subject::NAMES.iter().any(|property| properties.contains_key(*property))
    {
        properties.insert("name".to_owned(), vec![caption]);
    }
    checked(&id, raw.schema.unwrap_or_default(), properties)
}

fn checked(id: &str, schema: String, properties: BTreeMap<String, Vec<String>>) -> Result<Subject, Fault> {
    let id = SubjectId::new(id)?;
    if !Subject::SCHEMATA.contains(&schema.as_str()) {
        return Err(Fault::Schema(schema.chars().take(60).collect()));
    }
    let subject = Subject { id, schema, properties };
    let named = Subject::NAMES.iter().any(|property| !subject.values(property).is_empty());
    if !named && !NAMELESS.contains(&subject.schema.as_str()) {
        return Err(Fault::NoName);
    }
    let countries: Vec<String> = ["nationality", "citizenship"]
        .iter()
        .flat_map(|property| subject.values(property))
        .cloned()
        .collect();
    for value in subject.values("birthDate") {
        // Dates stay as they are written; every calendar that is read counts.
        if let Err(wrong) = Born::readings(value, &countries) {
            return Err(Fault::Date { property: "birthDate".to_owned(), wrong });
        }
    }
    Ok(subject)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a file and shows each item on a line.
    fn shown(input: &[u8]) -> String {
        let mut reader = SubjectReader::new(input);
        let mut out: Vec<String> = Vec::new();
        for item in reader.by_ref() {
            out.push(match item {
                Ok(subject) => format!("{} {} {}", subject.id, subject.schema, subject.caption()),
                Err(bad) => bad.to_string(),
            });
        }
        let Summary { read, kept, bad } = reader.summary();
        out.push(format!("{read} read, {kept} kept, {bad} bad"));
        out.join("\n")
    }

    #[track_caller]
    fn check(input: &str, expected: &str) {
        assert_eq!(shown(input.as_bytes()), expected);
    }

    #[test]
    fn json_lines() {
        check(
            "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Anu Tamm\"]}}\n\n{\"id\":7,\"schema\":\"Person\",\"caption\":\"X\"}\n",
            "a Person Anu Tamm\n7 Person X\n2 read, 2 kept, 0 bad",
        );
        check(
            "{\"schema\":\"Person\",\"properties\":{\"name\":[\"A\"]}}\n",
            "line 1: `id`: the identifier is empty\n1 read, 0 kept, 1 bad",
        );
        check(
            "{\"id\":\"a\",\"schema\":\"Ghost\",\"properties\":{\"name\":[\"A\"]}}\n",
            "line 1: unknown schema `Ghost`\n1 read, 0 kept, 1 bad",
        );
        check(
            "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{}}\n",
            "line 1: the subject has no name\n1 read, 0 kept, 1 bad",
        );
        check(
            "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":\"A\",\"birthDate\":[\"1970-02-31\"]}}",
            "line 1: `birthDate`: `1970-02-31` is not a date: there is no such day\n1 read, 0 kept, 1 bad",
        );
    }

    #[test]
    fn tables() {
        check(
            "id\tname\tdob\n1\tAnu Tamm\t1970-01-02\n2\tJaan Kask\t\n3\tx\n",
            "1 Person Anu Tamm\n2 Person Jaan Kask\nline 4: 2 fields where the header has 3\n3 read, 2 kept, 1 bad",
        );
        check("person_id,name\r\n1,\"Tamm, Anu\"\r\n", "1 Person Tamm, Anu\n1 read, 1 kept, 0 bad");
        check("id;name\n1;Tamm\n", "1 Person Tamm\n1 read, 1 kept, 0 bad");
        check(
            "id,name\n1,\"open\n2,Kask\n",
            "line 2: a quoted field is not closed\n2 Person Kask\n2 read, 1 kept, 1 bad",
        );
        check(
            "id,name\n1,\"two\nlines\"\n2,Kask\n",
            "1 Person two\nlines\n2 Person Kask\n2 read, 2 kept, 0 bad",
        );
        check("id,born\n1,2\n", "line 1: the header has no column `name`\n1 read, 0 kept, 1 bad");
        check("", "0 read, 0 kept, 0 bad");
        check("\u{feff}id\tname\n1\tA\n", "1 Person A\n1 read, 1 kept, 0 bad");
    }

    #[test]
    fn unknown_and_broken_input() {
        let unknown = "line 1: unknown format: expected JSON lines, or CSV or TSV with a header that has `id` and `name`";
        check("<xml/>\n", &format!("{unknown}\n1 read, 0 kept, 1 bad"));
        check("hello\n", &format!("{unknown}\n1 read, 0 kept, 1 bad"));
        assert_eq!(
            shown(b"id\tname\n1\tA\xff\n2\tB\n"),
            "line 2: broken UTF-8 at byte 3\n2 Person B\n2 read, 1 kept, 1 bad"
        );
        let mut long = b"id\tname\n1\t".to_vec();
        long.resize(long.len() + MAX_LINE_BYTES, b'x');
        long.extend_from_slice(b"\n2\tB\n");
        assert_eq!(shown(&long), "line 2: longer than 1048576 bytes\n2 Person B\n2 read, 1 kept, 1 bad");
    }
}
