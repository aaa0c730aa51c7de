//! What an object store answers: bytes of a stranger.
//!
//! Stores differ in namespaces, order and spaces, so what is needed is looked for by its element and everything else is passed
//! over. Relies on nothing, so that the fuzz target takes this file in as it stands.

/// Bytes of the longest name of an upload.
const UPLOAD: usize = 4096;

/// The name of an upload in the answer that begins it.
pub(super) fn upload_in(answer: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(answer).ok()?;
    let id = plain(element(element(text, "InitiateMultipartUploadResult")?, "UploadId")?);
    let fits = !id.is_empty() && id.len() <= UPLOAD && id.chars().all(|c| c.is_ascii_graphic());
    fits.then_some(id)
}

/// Whether an answer says that an upload was completed.
pub(super) fn completed_in(answer: &[u8]) -> bool {
    std::str::from_utf8(answer).is_ok_and(|text| element(text, "CompleteMultipartUploadResult").is_some())
}

/// The name of a fault and what is said of it, shortened and without control characters.
pub(super) fn fault_in(answer: &[u8]) -> (String, String) {
    let text = String::from_utf8_lossy(answer);
    let said = |name: &str, most: usize| {
        let found = element(&text, name).unwrap_or_default();
        plain(found).chars().filter(|c| !c.is_control()).take(most).collect::<String>()
    };
    (said("Code", 60), said("Message", 200))
}

/// What stands in the first element of a name.
fn element<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (mut rest, begins) = (text, format!("<{name}"));
    loop {
        let (_, after) = rest.split_once(&begins)?;
        // A longer name begins alike.
        if after.starts_with(['>', ' ', '\t', '\r', '\n']) {
            let (_, inside) = after.split_once('>')?;
            return inside.split_once(&format!("</{name}>")).map(|(inside, _)| inside);
        }
        rest = after;
    }
}

fn plain(escaped: &str) -> String {
    let spelt =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#34;", "\""), ("&amp;", "&")];
    spelt.iter().fold(escaped.trim().to_owned(), |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_store_says_is_read_however_it_spells_it() {
        let begun = |inside: &str| upload_in(inside.as_bytes());
        let check =
            |inside: &str, expected: Option<&str>| assert_eq!(begun(inside).as_deref(), expected, "{inside}");
        check(
            "<?xml version=\"1.0\"?><InitiateMultipartUploadResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
             <Bucket>b</Bucket><Key>k</Key><UploadId>u-1</UploadId></InitiateMultipartUploadResult>",
            Some("u-1"),
        );
        check(
            "<InitiateMultipartUploadResult>\n <UploadId> a&amp;b </UploadId>\n</InitiateMultipartUploadResult>",
            Some("a&b"),
        );
        check(
            "<InitiateMultipartUploadResult><UploadIdMarker>m</UploadIdMarker><UploadId>u</UploadId></InitiateMultipartUploadResult>",
            Some("u"),
        );
        check("<InitiateMultipartUploadResult><UploadId></UploadId></InitiateMultipartUploadResult>", None);
        check(
            "<InitiateMultipartUploadResult><UploadId>a\u{1}b</UploadId></InitiateMultipartUploadResult>",
            None,
        );
        check("<InitiateMultipartUploadResult><UploadId>never closed", None);
        check("<Error><UploadId>u</UploadId></Error>", None);
        check("<InitiateMultipartUploadResult", None);
        let long = "u".repeat(UPLOAD + 1);
        check(
            &format!(
                "<InitiateMultipartUploadResult><UploadId>{long}</UploadId></InitiateMultipartUploadResult>"
            ),
            None,
        );
        assert_eq!(upload_in(b"\xff<InitiateMultipartUploadResult><UploadId>u</UploadId>"), None);
        assert!(completed_in(
            b"  \n<CompleteMultipartUploadResult><ETag>\"x\"</ETag></CompleteMultipartUploadResult>"
        ));
        assert!(!completed_in(b"<Error><Code>InternalError</Code></Error>"));
        assert!(!completed_in(b"") && !completed_in(b"<CompleteMultipartUploadResult>"));
    }

    #[test]
    fn a_fault_is_told_bounded_and_without_control_characters() {
        let fault = |text: &str| fault_in(text.as_bytes());
        let told = fault("<Error><Code>SlowDown</Code><Message>reduce &lt;your&gt; rate</Message></Error>");
        assert_eq!(told, ("SlowDown".to_owned(), "reduce <your> rate".to_owned()));
        assert_eq!(fault("<html>502</html>"), Default::default());
        let (code, message) = fault(&format!(
            "<Code>a\u{1b}[31mb{}</Code><Message>{}</Message>",
            "x".repeat(100),
            "й".repeat(500)
        ));
        assert!(code.starts_with("a[31mb") && code.len() == 60 && message.chars().count() == 200);
        assert_eq!(fault_in(b"\xff\xfe<Code>A</Code>").0, "A");
    }
}
