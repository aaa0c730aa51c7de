//! What a browser submits: the fields and files of a form, decoded once, bounded, and accepted only with the form's
//! token.

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;

use super::failure::{Failure, Fault};
use super::frame::Page;
use super::site::App;
use crate::desk::form::Fields;

/// The most fields one form has.
const FIELDS_MOST: usize = 2_000;

/// A file from a form.
#[derive(Debug, Clone)]
pub(crate) struct File {
    /// The field.
    pub field: String,
    /// The name it has at the sender's.
    pub name: String,
    /// The media type the browser states.
    pub media_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A form as submitted, its token checked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Submitted {
    values: Vec<(String, String)>,
    /// The files that are not empty.
    pub files: Vec<File>,
}

impl Submitted {
    /// The value of a field; empty when it was not sent.
    pub(crate) fn value(&self, name: &str) -> &str {
        self.given(name).unwrap_or_default()
    }

    /// The value of a field, when it was sent. The last one counts: a hidden field before a box stands for its being
    /// left empty.
    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        self.values.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All values of a field.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        self.values
            .iter()
            .filter(|(key, value)| key == name && !value.is_empty())
            .map(|(_, v)| v.clone())
            .collect()
    }

    /// The fields that belong to the desk's form; those of the page itself have names without a meaning there.
    pub(crate) fn fields(&self) -> Fields {
        const OWN: [&str; 5] = ["token", "version", "then", "back", "keep"];
        self.values
            .iter()
            .filter(|(name, _)| !OWN.contains(&name.as_str()) && !name.starts_with("attach."))
            // Browsers send line ends as CR LF.
            .map(|(name, value)| (name.clone(), value.replace("\r\n", "\n")))
            .collect()
    }

    /// What was typed about a document that is not attached yet.
    pub(crate) fn unattached(&self) -> Fields {
        self.values
            .iter()
            .filter(|(name, _)| name.starts_with("attach."))
            .map(|(name, value)| (name.clone(), value.replace("\r\n", "\n")))
            .collect()
    }

    /// The version of a draft that the form was filled from.
    pub(crate) fn version(&self) -> Result<u64, Failure> {
        self.value("version").parse().map_err(|_| Fault::Unreadable.into())
    }
}

impl FromRequest<App> for Submitted {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &App) -> Result<Self, Failure> {
        let page = request.extensions().get::<Page>().cloned().ok_or(Fault::Forged)?;
        let multipart = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.starts_with("multipart/form-data"));
        let submitted = if multipart {
            let parts = Multipart::from_request(request, state).await.map_err(|_| Fault::Unreadable)?;
            read_parts(parts).await?
        } else {
            let bytes = Bytes::from_request(request, state).await.map_err(|error| {
                if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
                    Fault::TooLarge
                } else {
                    Fault::Unreadable
                }
            })?;
            Submitted { values: pairs(&bytes), files: Vec::new() }
        };
        if submitted.values.len() > FIELDS_MOST {
            return Err(Fault::TooLarge.into());
        }
        if !page.accepts(submitted.value("token")) {
            return Err(Fault::Forged.into());
        }
        Ok(submitted)
    }
}

async fn read_parts(mut parts: Multipart) -> Result<Submitted, Failure> {
    let fault = |error: axum::extract::multipart::MultipartError| {
        if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
            Fault::TooLarge
        } else {
            Fault::Unreadable
        }
    };
    let mut submitted = Submitted::default();
    while let Some(part) = parts.next_field().await.map_err(fault)? {
        let field = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let media_type = part.content_type().unwrap_or("application/octet-stream").to_owned();
        let bytes = part.bytes().await.map_err(fault)?;
        match file_name {
            Some(name) if !bytes.is_empty() => {
                submitted.files.push(File { field, name, media_type, bytes: bytes.to_vec() });
            }
            Some(_) => {}
            None => {
                let value = String::from_utf8(bytes.to_vec()).map_err(|_| Fault::Unreadable)?;
                submitted.values.push((field, value));
            }
        }
        if submitted.values.len() + submitted.files.len() > FIELDS_MOST {
            return Err(Fault::TooLarge.into());
        }
    }
    Ok(submitted)
}

/// The pairs of a query string or a form.
pub(crate) fn pairs(bytes: &[u8]) -> Vec<(String, String)> {
    bytes
        .split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
        .take(FIELDS_MOST + 1)
        .map(|pair| {
            let mut sides = pair.splitn(2, |byte| *byte == b'=');
            let name = decode(sides.next().unwrap_or_default());
            let value = decode(sides.next().unwrap_or_default());
            (name, value)
        })
        .collect()
}

fn decode(bytes: &[u8]) -> String {
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied();
    while let Some(byte) = rest.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => {
                let pair = rest.as_slice_pair();
                match pair {
                    Some(value) => {
                        rest.by_ref().take(2).for_each(drop);
                        value
                    }
                    None => b'%',
                }
            }
            other => other,
        });
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

trait HexPair {
    /// The byte that the next two characters stand for, when they are hex digits.
    fn as_slice_pair(&self) -> Option<u8>;
}

impl<I: Iterator<Item = u8> + Clone> HexPair for I {
    fn as_slice_pair(&self) -> Option<u8> {
        let mut ahead = self.clone();
        let high = char::from(ahead.next()?).to_digit(16)?;
        let low = char::from(ahead.next()?).to_digit(16)?;
        u8::try_from(high * 16 + low).ok()
    }
}

/// Pairs as a query string.
pub(crate) fn encode(pairs: &[(String, String)]) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        escape(name, &mut text);
        text.push('=');
        escape(value, &mut text);
    }
    text
}

fn escape(value: &str, text: &mut String) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_decoded() {
        fn check(form: &str, expected: &[(&str, &str)]) {
            let expected: Vec<_> = expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
            assert_eq!(pairs(form.as_bytes()), expected);
        }
        check("a=1&b=+%D0%90%2B", &[("a", "1"), ("b", " А+")]);
        check("a=%zz&b=%4", &[("a", "%zz"), ("b", "%4")]);
        check("a&&=b", &[("a", ""), ("", "b")]);
        check("", &[]);
    }

    #[test]
    fn what_is_encoded_decodes_to_itself() {
        let pairs_in =
            vec![("q".to_owned(), "Ёлкин & co = 100%+".to_owned()), ("/".to_owned(), String::new())];
        assert_eq!(pairs(encode(&pairs_in).as_bytes()), pairs_in);
    }
}
