//! A small object store for the tests: it checks signatures, takes parts, serves ranges, and fails when it is told to.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_lc_rs::hmac;
use sha2::{Digest, Sha256};

pub(crate) const ACCESS: &str = "COMITYTEST";
pub(crate) const SECRET: &str = "a secret of the tests alone";
pub(crate) const BUCKET: &str = "sealed-files";

/// How the next request of a kind goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The store is busy and does nothing.
    Busy,
    /// The connection is cut before anything is done.
    CutBefore,
    /// It is done, and the connection is cut before the answer.
    CutAfter,
    /// It is done, and no answer comes until the caller hangs up.
    Silent,
    /// The bytes of the request are taken slowly.
    Slow,
    /// The answer begins well and ends with a fault that passes.
    BadEnd,
    /// The answer ends after so many bytes of its body.
    CutBody(usize),
}

#[derive(Default)]
pub(crate) struct Held {
    pub(crate) objects: BTreeMap<String, Vec<u8>>,
    pub(crate) uploads: BTreeMap<String, (String, BTreeMap<u16, Vec<u8>>)>,
    pub(crate) asked: Vec<String>,
    faults: VecDeque<(&'static str, Fault)>,
    next: u64,
}

pub(crate) struct S3 {
    pub(crate) address: SocketAddr,
    held: Arc<Mutex<Held>>,
}

impl S3 {
    pub(crate) fn start() -> S3 {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let held = Arc::<Mutex<Held>>::default();
        let state = held.clone();
        // The thread ends with the process of the test.
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let state = state.clone();
                std::thread::spawn(move || serve(&stream, &state));
            }
        });
        S3 { address, held }
    }

    pub(crate) fn held<T>(&self, look: impl FnOnce(&mut Held) -> T) -> T {
        look(&mut self.held.lock().unwrap())
    }

    /// Lets the next request of a kind fail: `begin`, `part`, `complete`, `get`, `head`, `delete`, `abort`.
    pub(crate) fn fail(&self, kind: &'static str, fault: Fault) {
        self.held(|held| held.faults.push_back((kind, fault)));
    }

    pub(crate) fn count(&self, kind: &str) -> usize {
        self.held(|held| held.asked.iter().filter(|asked| *asked == kind).count())
    }
}

struct Request {
    method: String,
    path: String,
    query: Vec<(String, String)>,
    host: String,
    from: usize,
    body: Vec<u8>,
}

impl Request {
    fn get(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn read(reader: &mut BufReader<&TcpStream>, state: &Mutex<Held>) -> Option<(Request, Option<Fault>)> {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let mut words = line.split_whitespace();
        let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let query = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let query = query.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
        let mut request =
            Request { method, path: path.to_owned(), query, host: String::new(), from: 0, body: Vec::new() };
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).ok()?;
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "host" => request.host = value.to_owned(),
                "content-length" => length = value.parse().ok()?,
                "range" => {
                    request.from = value.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok()?;
                }
                _ => {}
            }
        }
        let planned = {
            let (mut held, kind) = (state.lock().unwrap(), request.kind());
            held.asked.push(kind.to_owned());
            let at = held.faults.iter().position(|(of, _)| *of == kind);
            at.and_then(|at| held.faults.remove(at)).map(|(_, fault)| fault)
        };
        request.body.resize(length, 0);
        for piece in request.body.chunks_mut(64 << 10) {
            if planned == Some(Fault::Slow) {
                std::thread::sleep(Duration::from_millis(10));
            }
            reader.read_exact(piece).ok()?;
        }
        Some((request, planned))
    }

    fn kind(&self) -> &'static str {
        match (self.method.as_str(), self.get("uploadId").is_some()) {
            ("POST", false) => "begin",
            ("POST", true) => "complete",
            ("PUT", true) => "part",
            ("DELETE", true) => "abort",
            ("DELETE", false) => "delete",
            ("HEAD", _) => "head",
            ("GET", _) => "get",
            _ => "other",
        }
    }

    /// AWS Signature Version 4 in the query, as its reference describes it.
    fn is_signed(&self) -> bool {
        let said = |name: &str| self.get(name).unwrap_or_default();
        let credential = said("X-Amz-Credential").replace("%2F", "/");
        let Some((access, scope)) = credential.split_once('/') else { return false };
        let mut query: Vec<String> = self
            .query
            .iter()
            .filter(|(key, _)| key != "X-Amz-Signature")
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        query.sort();
        let canonical = format!(
            "{}\n{}\n{}\nhost:{}\n\nhost\nUNSIGNED-PAYLOAD",
            self.method,
            self.path,
            query.join("&"),
            self.host
        );
        let hashed = hex::encode(Sha256::digest(canonical));
        let text = format!("AWS4-HMAC-SHA256\n{}\n{scope}\n{hashed}", said("X-Amz-Date"));
        let mut key = format!("AWS4{SECRET}").into_bytes();
        for part in scope.split('/') {
            key = sign(&key, part);
        }
        access == ACCESS && hex::encode(sign(&key, &text)) == said("X-Amz-Signature")
    }
}

fn sign(key: &[u8], text: &str) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes()).as_ref().to_vec()
}

struct Answer {
    status: &'static str,
    headers: String,
    body: Vec<u8>,
}

fn plain(status: &'static str, body: impl Into<Vec<u8>>) -> Answer {
    Answer { status, headers: String::new(), body: body.into() }
}

fn fault(status: &'static str, code: &str) -> Answer {
    plain(
        status,
        format!(
            "<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>said by the test</Message></Error>"
        ),
    )
}

fn serve(stream: &TcpStream, state: &Mutex<Held>) {
    let mut reader = BufReader::new(stream);
    while let Some((request, planned)) = Request::read(&mut reader, state) {
        let answer = match planned {
            Some(Fault::CutBefore) => return,
            Some(Fault::Busy) => fault("503 Slow Down", "SlowDown"),
            Some(Fault::BadEnd) => fault("200 OK", "InternalError"),
            _ => answer(&request, &mut state.lock().unwrap()),
        };
        let Answer { status, headers, mut body } = answer;
        let length = if headers.contains("content-length") {
            String::new()
        } else {
            format!("content-length: {}\r\n", body.len())
        };
        match planned {
            Some(Fault::CutAfter) => return,
            Some(Fault::Silent) => {
                let _ = reader.read(&mut [0]);
                return;
            }
            Some(Fault::CutBody(bytes)) => body.truncate(bytes),
            _ => {}
        }
        let head = format!("HTTP/1.1 {status}\r\n{headers}{length}\r\n");
        let mut out = stream;
        if request.method == "HEAD" {
            body.clear();
        }
        if out.write_all(head.as_bytes()).and_then(|()| out.write_all(&body)).is_err() {
            return;
        }
        if matches!(planned, Some(Fault::CutBody(_))) {
            return;
        }
    }
}

fn answer(request: &Request, held: &mut Held) -> Answer {
    const NS: &str = "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";
    if !request.is_signed() {
        return fault("403 Forbidden", "SignatureDoesNotMatch");
    }
    let path = request.path.trim_start_matches('/');
    let (bucket, object) = path.split_once('/').unwrap_or((path, ""));
    if bucket != BUCKET {
        return fault("404 Not Found", "NoSuchBucket");
    }
    let upload = request.get("uploadId").unwrap_or_default();
    match request.kind() {
        "begin" => {
            held.next += 1;
            let upload = format!("upload-{}", held.next);
            held.uploads.insert(upload.clone(), (object.to_owned(), BTreeMap::new()));
            plain(
                "200 OK",
                format!(
                    "<InitiateMultipartUploadResult {NS}><Bucket>{bucket}</Bucket><Key>{object}</Key><UploadId>{upload}</UploadId></InitiateMultipartUploadResult>"
                ),
            )
        }
        "part" => {
            let number = request.get("partNumber").unwrap().parse().unwrap();
            let Some((_, parts)) = held.uploads.get_mut(upload) else {
                return fault("404 Not Found", "NoSuchUpload");
            };
            let tag = hex::encode(Sha256::digest(&request.body));
            parts.insert(number, request.body.clone());
            Answer { status: "200 OK", headers: format!("etag: \"{}\"\r\n", &tag[..32]), body: Vec::new() }
        }
        "complete" => {
            let Some((object, parts)) = held.uploads.get(upload).cloned() else {
                return fault("404 Not Found", "NoSuchUpload");
            };
            let said = String::from_utf8(request.body.clone()).unwrap();
            let fine = parts.iter().all(|(number, bytes)| {
                let tag = &hex::encode(Sha256::digest(bytes))[..32];
                let at = said
                    .find(tag)
                    .is_some_and(|at| said[at..].contains(&format!("<PartNumber>{number}</PartNumber>")));
                at && (bytes.len() >= 5 << 20 || Some(number) == parts.keys().last())
            });
            if !fine || said.matches("<PartNumber>").count() != parts.len() {
                // A store says so at the end of an answer that began well.
                return fault("200 OK", "InvalidPart");
            }
            held.uploads.remove(upload);
            held.objects.insert(object.clone(), parts.into_values().flatten().collect());
            plain(
                "200 OK",
                format!(
                    "<CompleteMultipartUploadResult {NS}><Location>x</Location><Bucket>{bucket}</Bucket><Key>{object}</Key><ETag>\"x\"</ETag></CompleteMultipartUploadResult>"
                ),
            )
        }
        "abort" => match held.uploads.remove(upload) {
            Some(_) => plain("204 No Content", ""),
            None => fault("404 Not Found", "NoSuchUpload"),
        },
        "delete" => {
            held.objects.remove(object);
            plain("204 No Content", "")
        }
        "head" if object.is_empty() => plain("200 OK", ""),
        "head" | "get" => match held.objects.get(object) {
            Some(bytes) if request.from >= bytes.len() => fault("416 Range Not Satisfiable", "InvalidRange"),
            Some(bytes) if request.from > 0 => {
                plain("206 Partial Content", bytes.get(request.from..).unwrap_or_default())
            }
            Some(bytes) => plain("200 OK", bytes.clone()),
            None => fault("404 Not Found", "NoSuchKey"),
        },
        _ => fault("400 Bad Request", "InvalidRequest"),
    }
}
