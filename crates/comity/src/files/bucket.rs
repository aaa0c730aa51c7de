//! An S3-compatible object store: the bucket in which sealed chunks lie instead of on this node's disk.
//!
//! What is asked for is little, so that any such store will do: uploads in parts, ranges, deletion. Requests are signed by a
//! crate that moves no bytes and sent by [`http`]. Whatever may pass is tried again a few times here; each request may be
//! repeated without harm. Everything blocks, and runs on threads that may: the runtime is only borrowed.
//!
//! The store sees sealed chunks under names drawn at random. It can lose, alter or withhold them, which is noticed chunk by
//! chunk; it cannot read them.

mod answers;
mod http;

use std::fs::File;
use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use hyper::body::Incoming;
use hyper::header::HeaderValue;
use hyper::{Method, StatusCode};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rusty_s3::actions::{
    AbortMultipartUpload, CompleteMultipartUpload, CreateMultipartUpload, DeleteObject, GetObject,
    HeadObject, UploadPart,
};
use rusty_s3::{Credentials, S3Action, UrlStyle};
use serde::Deserialize;
use tokio::runtime::Handle;
use zeroize::Zeroizing;

use self::answers::{completed_in, fault_in, upload_in};
pub use self::http::HttpError;
use self::http::{Answer, Host, Payload};
use crate::config::ObjectStoreConfig;

/// How long a signature holds. Clocks of node and store may differ by less.
const SIGNED: Duration = Duration::from_secs(900);
/// Where Debian keeps the authorities that browsers trust.
const ROOTS: &str = "/etc/ssl/certs/ca-certificates.crt";
/// Bytes of the longest tag of a part.
const TAG: usize = 256;
/// The object whose upload is begun and ended to see whether the bucket may be written to.
const PROBE: &str = "comity-probe";
/// Bytes of the largest file with credentials.
const CREDENTIALS: u64 = 4096;

/// How often and how long is waited for an object store.
#[derive(Debug, Clone)]
pub struct Patience {
    /// Pauses before each further try.
    pub pauses: Vec<Duration>,
    /// Longest wait for the next bytes.
    pub silence: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            pauses: [200, 1_000, 4_000].map(Duration::from_millis).to_vec(),
            silence: Duration::from_secs(30),
        }
    }
}

/// Why an object store cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BucketError {
    /// A setting is wrong.
    #[error("`{setting}` under [files.object-store] of comity.toml: {why}")]
    Setting {
        /// Which.
        setting: &'static str,
        /// What is wrong, and what would be right.
        why: String,
    },
    /// No object store is set, and a file lies in one.
    #[error(
        "the file lies in bucket `{0}` of an object store, which is not the one that comity.toml sets under [files.object-store]: set it again"
    )]
    Elsewhere(String),
    /// No answer came.
    #[error("{doing} in bucket `{bucket}` at {endpoint}: {source}; {}", remedy_of(source))]
    NoAnswer {
        /// The bucket.
        bucket: String,
        /// The store.
        endpoint: String,
        /// What was being done.
        doing: &'static str,
        /// What failed.
        source: HttpError,
    },
    /// The store said no.
    #[error("{doing} in bucket `{bucket}` at {endpoint}: the store answered {status} {code}{}; {}",
        if message.is_empty() { String::new() } else { format!(" ({message})") }, remedy(*status, code))]
    Refused {
        /// The bucket.
        bucket: String,
        /// The store.
        endpoint: String,
        /// What was being done.
        doing: &'static str,
        /// The status.
        status: StatusCode,
        /// The store's name of the fault.
        code: String,
        /// What it said, shortened.
        message: String,
    },
    /// What lies there is not what was put there.
    #[error(
        "bucket `{bucket}` holds {found} bytes of the object, {expected} were put there; ask whoever runs the store"
    )]
    Length {
        /// The bucket.
        bucket: String,
        /// Bytes there.
        found: u64,
        /// Bytes put there.
        expected: u64,
    },
}

impl BucketError {
    /// Whether it may be gone in a while.
    pub fn passes(&self) -> bool {
        match self {
            // A certificate stays wrong; a connection that broke before it was seen does not.
            Self::NoAnswer { source: HttpError::Tls(error), .. } => {
                error.kind() != io::ErrorKind::InvalidData
            }
            Self::NoAnswer { .. } => true,
            Self::Refused { status, code, .. } => {
                status.is_server_error() || passing(*status) || PASSING.contains(&code.as_str())
            }
            Self::Setting { .. } | Self::Elsewhere(_) | Self::Length { .. } => false,
        }
    }

    /// Whether the upload is not known there any more.
    fn upload_is_gone(&self) -> bool {
        matches!(self, Self::Refused { code, .. } if code == "NoSuchUpload")
    }

    /// Whether what was put there is lost, so that the file begins anew.
    pub fn begins_anew(&self) -> bool {
        match self {
            Self::Length { .. } => true,
            Self::Refused { code, .. } => {
                ["NoSuchUpload", "InvalidPart", "InvalidPartOrder", "EntityTooSmall"].contains(&code.as_str())
            }
            Self::Setting { .. } | Self::Elsewhere(_) | Self::NoAnswer { .. } => false,
        }
    }

    fn absent(&self) -> bool {
        matches!(self, Self::Refused { status, code, .. }
            if *status == StatusCode::NOT_FOUND && code != "NoSuchBucket")
    }
}

/// Faults that pass, also at the end of an answer that began well.
const PASSING: [&str; 5] =
    ["InternalError", "OperationAborted", "RequestTimeout", "ServiceUnavailable", "SlowDown"];

fn passing(status: StatusCode) -> bool {
    status == StatusCode::TOO_MANY_REQUESTS || status == StatusCode::REQUEST_TIMEOUT
}

fn remedy_of(error: &HttpError) -> &'static str {
    match error {
        HttpError::Tls(_) => "check `endpoint`, and that `roots` names the authority of its certificate",
        HttpError::Connect(_) => "check `endpoint`, and that the store runs and can be reached from here",
        HttpError::Own(_) => "check this machine's own disk and limits",
        HttpError::Broken(_) | HttpError::Silent(_) | HttpError::Answer => {
            "it is tried again; if it stays so, ask whoever runs the store"
        }
    }
}

fn remedy(status: StatusCode, code: &str) -> &'static str {
    match (status.as_u16(), code) {
        (_, "RequestTimeTooSkewed") => "set this machine's clock right",
        (_, "NoSuchBucket") => "create the bucket, or set `bucket` right",
        (_, "NoSuchUpload" | "InvalidPart" | "InvalidPartOrder" | "EntityTooSmall") => {
            "what was uploaded is lost there: the file begins anew"
        }
        (_, "InvalidAccessKeyId" | "SignatureDoesNotMatch" | "InvalidToken" | "ExpiredToken") => {
            "set the keys in `credentials-file` right"
        }
        (301 | 307 | 308 | 400, _) => "check `region`, `endpoint` and `path-style`",
        (401 | 403, _) => "give these credentials leave to read, write and delete in the bucket",
        (404, _) => "it is not there: check `bucket`, and whether somebody deleted it",
        (416, _) => "it is shorter than what was put there: ask whoever runs the store",
        (507, _) | (_, "QuotaExceeded" | "XMinioStorageFull") => "make room in the store",
        (429 | 500.., _) => "it is tried again; if it stays so, ask whoever runs the store",
        _ => "ask whoever runs the store",
    }
}

/// What the file of credentials says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    access_key: String,
    secret_key: String,
}

/// A bucket.
pub struct Bucket {
    inner: rusty_s3::Bucket,
    credentials: Credentials,
    endpoint: String,
    host: Host,
    patience: Patience,
    runtime: Handle,
}

impl std::fmt::Debug for Bucket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bucket({} at {})", self.inner.name(), self.endpoint)
    }
}

impl Bucket {
    /// Reads the settings of a node's folder. Connects to nothing; must be called within a runtime.
    pub fn open(dir: &Path, config: &ObjectStoreConfig, patience: Patience) -> Result<Bucket, BucketError> {
        let wrong = |setting, why: String| BucketError::Setting { setting, why };
        let url = url::Url::parse(&config.endpoint).map_err(|error| {
            wrong("endpoint", format!("`{}` is no address ({error}): https://HOST", config.endpoint))
        })?;
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let secure = match url.scheme() {
            "https" => true,
            "http" if loopback(&host) => false,
            _ => {
                let why = format!(
                    "`{}` is not encrypted: https://HOST, or http:// on this machine alone",
                    config.endpoint
                );
                return Err(wrong("endpoint", why));
            }
        };
        if !url.username().is_empty() || url.password().is_some() || url.query().is_some() {
            return Err(wrong(
                "endpoint",
                "only a host and a path; keys belong into `credentials-file`".to_owned(),
            ));
        }
        let style = if config.path_style { UrlStyle::Path } else { UrlStyle::VirtualHost };
        let inner = rusty_s3::Bucket::new(url, style, config.bucket.clone(), config.region.clone())
            .map_err(|error| wrong("bucket", format!("`{}` with this endpoint: {error}", config.bucket)))?;
        let base = inner.base_url();
        let name = base.host_str().unwrap_or_default().to_owned();
        let port = base.port_or_known_default().unwrap_or(443);
        let told = base.port().map_or_else(|| name.clone(), |port| format!("{name}:{port}"));
        let header = HeaderValue::from_str(&told)
            .map_err(|_| wrong("endpoint", format!("`{told}` is no name of a host")))?;
        let tls = if secure {
            let server = ServerName::try_from(name.trim_matches(['[', ']']).to_owned())
                .map_err(|_| wrong("endpoint", format!("`{name}` is no name of a host")))?;
            Some((
                Arc::new(tls(&config
                    .roots
                    .as_ref()
                    .map_or_else(|| PathBuf::from(ROOTS), |roots| dir.join(roots)))?),
                server,
            ))
        } else {
            None
        };
        let credentials = credentials(&dir.join(&config.credentials_file))?;
        let runtime = Handle::try_current()
            .map_err(|error| wrong("endpoint", format!("it cannot be called from here: {error}")))?;
        Ok(Bucket {
            host: Host::new(format!("{name}:{port}"), header, tls, patience.silence),
            endpoint: config.endpoint.clone(),
            inner,
            credentials,
            patience,
            runtime,
        })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.inner.name()
    }

    /// Whether it is there and may be written to.
    pub fn check(&self) -> Result<(), BucketError> {
        // An upload that is ended at once leaves nothing behind, and asks for no leave that is not needed otherwise.
        let upload = self.begin(PROBE)?;
        self.abort(PROBE, &upload)
    }

    /// Begins an object in parts; gives the upload's name.
    pub fn begin(&self, object: &str) -> Result<String, BucketError> {
        const DOING: &str = "beginning an upload";
        let action = CreateMultipartUpload::new(&self.inner, Some(&self.credentials), object);
        let answer = self.ask(DOING, Method::POST, &action, Payload::nothing)?;
        upload_in(&answer.body).ok_or_else(|| self.refused(DOING, &answer))
    }

    /// Keeps one part, numbered from one; gives its tag.
    pub fn part(
        &self,
        object: &str,
        upload: &str,
        number: u16,
        (file, offset, length): (&File, u64, u64),
    ) -> Result<String, BucketError> {
        const DOING: &str = "keeping a part of a file";
        let action = UploadPart::new(&self.inner, Some(&self.credentials), object, number, upload);
        let answer = self.again(|| {
            let file = file.try_clone().map_err(|error| self.no_answer(DOING, HttpError::Own(error)))?;
            self.once(DOING, Method::PUT, &action, Payload::part(file, offset, length), |_| true)
        })?;
        let tag = answer.headers.get("etag").and_then(|tag| tag.to_str().ok());
        let tag = tag.filter(|tag| !tag.is_empty() && tag.len() <= TAG).map(str::to_owned);
        tag.ok_or_else(|| self.refused(DOING, &answer))
    }

    /// Makes the parts an object of `length` bytes.
    pub fn complete(
        &self,
        object: &str,
        upload: &str,
        tags: &[String],
        length: u64,
    ) -> Result<(), BucketError> {
        const DOING: &str = "completing an upload";
        let action = || {
            let tags = tags.iter().map(String::as_str);
            CompleteMultipartUpload::new(&self.inner, Some(&self.credentials), object, upload, tags)
        };
        let completed = self.again(|| {
            // The store says how it went at the end of a long answer that began well.
            let fine = |answer: &Answer| completed_in(&answer.body);
            self.once(DOING, Method::POST, &action(), Payload::text(action().body()), fine)
        });
        match completed {
            Ok(_) => {}
            // An answer that got lost may have been a good one; the length tells.
            Err(error) if error.upload_is_gone() => {
                return match self.length(object) {
                    Ok(Some(found)) if found == length => Ok(()),
                    _ => Err(error),
                };
            }
            Err(error) => return Err(error),
        }
        match self.length(object)? {
            Some(found) if found == length => Ok(()),
            found => Err(BucketError::Length {
                bucket: self.name().to_owned(),
                found: found.unwrap_or_default(),
                expected: length,
            }),
        }
    }

    /// How many bytes an object has, if it is there.
    pub fn length(&self, object: &str) -> Result<Option<u64>, BucketError> {
        let action = HeadObject::new(&self.inner, Some(&self.credentials), object);
        match self.ask("looking at a file", Method::HEAD, &action, Payload::nothing) {
            Ok(answer) => {
                let length = answer.headers.get("content-length").and_then(|length| length.to_str().ok());
                Ok(length.and_then(|length| length.parse().ok()))
            }
            Err(error) if error.absent() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Ends an upload that is not wanted any more; one that is not known is ended.
    pub fn abort(&self, object: &str, upload: &str) -> Result<(), BucketError> {
        let action = AbortMultipartUpload::new(&self.inner, Some(&self.credentials), object, upload);
        self.gone(self.ask("ending an upload", Method::DELETE, &action, Payload::nothing))
    }

    /// Deletes an object; one that is not there is deleted.
    pub fn delete(&self, object: &str) -> Result<(), BucketError> {
        let action = DeleteObject::new(&self.inner, Some(&self.credentials), object);
        self.gone(self.ask("deleting a file", Method::DELETE, &action, Payload::nothing))
    }

    fn gone(&self, asked: Result<Answer, BucketError>) -> Result<(), BucketError> {
        match asked {
            Ok(_) => Ok(()),
            Err(error) if error.absent() => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Reads an object from `offset` on.
    pub fn read(self: &Arc<Self>, object: &str, offset: u64) -> Result<Stream, BucketError> {
        let body = self.again(|| self.opened(object, offset))?;
        Ok(Stream { bucket: self.clone(), object: object.to_owned(), at: offset, body, held: Bytes::new() })
    }

    fn opened(&self, object: &str, offset: u64) -> Result<Incoming, BucketError> {
        const DOING: &str = "reading a file";
        let target = target(&GetObject::new(&self.inner, Some(&self.credentials), object));
        let response = self.runtime.block_on(self.host.stream(&target, offset));
        let response = response.map_err(|source| self.no_answer(DOING, source))?;
        let status = response.status();
        // A whole object is the range that begins at its beginning.
        if status == StatusCode::PARTIAL_CONTENT || (status == StatusCode::OK && offset == 0) {
            return Ok(response.into_body());
        }
        let mut body = response.into_body();
        let said = self.runtime.block_on(self.host.next(&mut body)).ok().flatten().unwrap_or_default();
        Err(self.refused(DOING, &Answer { status, headers: hyper::HeaderMap::new(), body: said }))
    }

    fn ask<'a>(
        &self,
        doing: &'static str,
        method: Method,
        action: &impl S3Action<'a>,
        payload: impl Fn() -> Payload,
    ) -> Result<Answer, BucketError> {
        self.again(|| self.once(doing, method.clone(), action, payload(), |_| true))
    }

    fn once<'a>(
        &self,
        doing: &'static str,
        method: Method,
        action: &impl S3Action<'a>,
        payload: Payload,
        fine: impl Fn(&Answer) -> bool,
    ) -> Result<Answer, BucketError> {
        let asked = self.runtime.block_on(self.host.ask(method, &target(action), payload));
        let answer = asked.map_err(|source| self.no_answer(doing, source))?;
        if answer.status.is_success() && fine(&answer) {
            Ok(answer)
        } else {
            Err(self.refused(doing, &answer))
        }
    }

    /// Tries again what may pass.
    fn again<T>(&self, work: impl Fn() -> Result<T, BucketError>) -> Result<T, BucketError> {
        for pause in &self.patience.pauses {
            match work() {
                Err(error) if error.passes() => {
                    tracing::info!(%error, "an object store is asked again");
                    std::thread::sleep(*pause);
                }
                done => return done,
            }
        }
        work()
    }

    fn no_answer(&self, doing: &'static str, source: HttpError) -> BucketError {
        let (bucket, endpoint) = (self.name().to_owned(), self.endpoint.clone());
        BucketError::NoAnswer { bucket, endpoint, doing, source }
    }

    fn refused(&self, doing: &'static str, answer: &Answer) -> BucketError {
        let (code, message) = fault_in(&answer.body);
        BucketError::Refused {
            bucket: self.name().to_owned(),
            endpoint: self.endpoint.clone(),
            doing,
            status: answer.status,
            code,
            message,
        }
    }
}

/// An object that is being read. What breaks is taken up again where it broke.
pub struct Stream {
    bucket: Arc<Bucket>,
    object: String,
    at: u64,
    body: Incoming,
    held: Bytes,
}

impl Stream {
    /// Where it is.
    pub fn at(&self) -> u64 {
        self.at
    }

    /// Fills `buffer` with the next bytes.
    pub fn read_exact(&mut self, mut buffer: &mut [u8]) -> Result<(), BucketError> {
        let mut broken = 0;
        while !buffer.is_empty() {
            if self.held.is_empty() {
                let next = self.bucket.runtime.block_on(self.bucket.host.next(&mut self.body));
                match next {
                    Ok(Some(data)) => {
                        self.held = data;
                        continue;
                    }
                    ended => {
                        let source = ended.err().unwrap_or(HttpError::Answer);
                        let Some(pause) = self.bucket.patience.pauses.get(broken) else {
                            return Err(self.bucket.no_answer("reading a file", source));
                        };
                        std::thread::sleep(*pause);
                        broken += 1;
                        self.body = self.bucket.again(|| self.bucket.opened(&self.object, self.at))?;
                        continue;
                    }
                }
            }
            let taken = self.held.split_to(self.held.len().min(buffer.len()));
            let (now, later) = buffer.split_at_mut(taken.len());
            now.copy_from_slice(&taken);
            self.at += taken.len() as u64;
            buffer = later;
        }
        Ok(())
    }
}

/// Path and query of a signed request.
fn target<'a>(action: &impl S3Action<'a>) -> String {
    let url = action.sign(SIGNED);
    url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
}

fn loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn tls(roots: &Path) -> Result<rustls::ClientConfig, BucketError> {
    let wrong = |why: String| BucketError::Setting { setting: "roots", why };
    let unreadable = |error: &dyn std::fmt::Display| {
        wrong(format!(
            "`{}` cannot be read: {error}; install ca-certificates, or name a PEM file",
            roots.display()
        ))
    };
    let mut trusted = rustls::RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(roots).map_err(|error| unreadable(&error))? {
        let certificate = certificate.map_err(|error| unreadable(&error))?;
        // One that is not understood is one that is not trusted.
        let _ = trusted.add(certificate);
    }
    if trusted.is_empty() {
        return Err(wrong(format!("`{}` names no authority: a PEM file with certificates", roots.display())));
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.map_err(|error| wrong(error.to_string()))?;
    Ok(config.with_root_certificates(trusted).with_no_client_auth())
}

fn credentials(path: &Path) -> Result<Credentials, BucketError> {
    use std::io::Read;
    use std::os::unix::fs::PermissionsExt;
    let wrong = |why: String| BucketError::Setting { setting: "credentials-file", why };
    let unreadable = |error: io::Error| {
        wrong(format!(
            "`{}` cannot be read: {error}; write `access-key = \"…\"` and `secret-key = \"…\"` into it",
            path.display()
        ))
    };
    let file = File::open(path).map_err(unreadable)?;
    let mode = file.metadata().map_err(unreadable)?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(wrong(format!("others may read `{}`: chmod 600 {}", path.display(), path.display())));
    }
    let mut text = Zeroizing::new(String::new());
    file.take(CREDENTIALS).read_to_string(&mut text).map_err(unreadable)?;
    // What the parser would say quotes the line, and the line is the secret.
    let keys: Keys = toml::from_str(&text)
        .map_err(|_| wrong(format!("`{}` is not understood: write `access-key = \"…\"` and `secret-key = \"…\"` into it, and nothing else", path.display())))?;
    Ok(Credentials::new(keys.access_key, keys.secret_key))
}
