//! Requests to an object store over HTTP/1.1: connections that are kept, bodies that are read from a file as they go out.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{HOST, HeaderValue, RANGE};
use hyper::{HeaderMap, Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};
use tokio_rustls::TlsConnector;

/// Longest answer that is read whole.
const ANSWER: usize = 1 << 20;
/// An answer takes so many of the longest silences at most.
const ANSWERING: u32 = 20;
/// Bytes of a file that go out at once.
const PIECE: u64 = 128 << 10;
/// Connections that are kept for the next request.
const IDLE: usize = 4;

/// Why a request brought no answer.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// Nobody answers.
    #[error("no connection: {0}")]
    Connect(#[source] io::Error),
    /// TLS cannot be agreed on, or the certificate is not one that is trusted.
    #[error("no secure connection: {0}")]
    Tls(#[source] io::Error),
    /// What is to be sent cannot be read here.
    #[error("what is to be sent cannot be read: {0}")]
    Own(#[source] io::Error),
    /// The connection broke.
    #[error("the connection broke: {0}")]
    Broken(#[from] hyper::Error),
    /// It took too long.
    #[error("no answer for {} s", .0.as_secs())]
    Silent(Duration),
    /// The answer is larger than any honest one.
    #[error("the answer is too large or was cut")]
    Answer,
}

/// What goes out with a request: nothing, a text, or a part of a file, of which a piece at a time is in memory.
pub(super) struct Payload {
    text: Bytes,
    file: Option<(File, u64, u64)>,
    /// Bytes that went out.
    moved: Arc<AtomicU64>,
}

impl Payload {
    pub(super) fn nothing() -> Payload {
        Payload { text: Bytes::new(), file: None, moved: Arc::default() }
    }

    pub(super) fn text(text: String) -> Payload {
        Payload { text: text.into(), ..Payload::nothing() }
    }

    pub(super) fn part(file: File, offset: u64, length: u64) -> Payload {
        Payload { file: Some((file, offset, offset + length)), ..Payload::nothing() }
    }

    fn left(&self) -> u64 {
        self.file.as_ref().map_or(self.text.len() as u64, |(_, at, end)| end - at)
    }
}

impl Body for Payload {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.left() == 0 {
            return Poll::Ready(None);
        }
        let Payload { text, file, moved } = &mut *self;
        let Some((file, at, end)) = file else {
            return Poll::Ready(Some(Ok(Frame::data(std::mem::take(text)))));
        };
        // What was just written is read back from memory, mostly.
        let mut piece = vec![0; usize::try_from((*end - *at).min(PIECE)).unwrap_or_default()];
        let read = file.read_exact_at(&mut piece, *at);
        *at += piece.len() as u64;
        moved.fetch_add(piece.len() as u64, Ordering::Relaxed);
        Poll::Ready(Some(read.map(|()| Frame::data(piece.into()))))
    }

    fn is_end_stream(&self) -> bool {
        self.left() == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left())
    }
}

/// An answer that was read whole.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// One host, and the connections to it.
pub(super) struct Host {
    /// `host:port` to connect to.
    address: String,
    /// What the request says it was sent to.
    name: HeaderValue,
    tls: Option<(TlsConnector, ServerName<'static>)>,
    idle: Mutex<Vec<SendRequest<Payload>>>,
    patience: Duration,
}

impl Host {
    pub(super) fn new(
        address: String,
        name: HeaderValue,
        tls: Option<(Arc<rustls::ClientConfig>, ServerName<'static>)>,
        patience: Duration,
    ) -> Host {
        let tls = tls.map(|(config, server)| (TlsConnector::from(config), server));
        Host { address, name, tls, idle: Mutex::default(), patience }
    }

    /// Sends a request and reads the whole answer.
    pub(super) async fn ask(
        &self,
        method: Method,
        target: &str,
        payload: Payload,
    ) -> Result<Answer, HttpError> {
        let (response, connection) = self.send(method, target, payload, None).await?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = timeout(self.patience.saturating_mul(ANSWERING), self.whole(response.into_body()));
        let body = body.await.map_err(|_| HttpError::Answer)??;
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE && !connection.is_closed() {
            idle.push(connection);
        }
        Ok(Answer { status, headers, body })
    }

    /// An answer that is put together slowly comes with signs of life.
    async fn whole(&self, mut body: Incoming) -> Result<Bytes, HttpError> {
        let mut whole = BytesMut::new();
        while let Some(data) = self.next(&mut body).await? {
            if whole.len() + data.len() > ANSWER {
                return Err(HttpError::Answer);
            }
            whole.extend_from_slice(&data);
        }
        Ok(whole.freeze())
    }

    /// Asks for what lies from `offset` on, as it comes. The connection serves this answer alone.
    pub(super) async fn stream(&self, target: &str, offset: u64) -> Result<Response<Incoming>, HttpError> {
        let (response, _) = self.send(Method::GET, target, Payload::nothing(), Some(offset)).await?;
        Ok(response)
    }

    /// The next bytes of an answer; nothing at its end.
    pub(super) async fn next(&self, body: &mut Incoming) -> Result<Option<Bytes>, HttpError> {
        loop {
            let frame = timeout(self.patience, body.frame()).await;
            let Some(frame) = frame.map_err(|_| HttpError::Silent(self.patience))? else { return Ok(None) };
            if let Ok(data) = frame?.into_data() {
                return Ok(Some(data));
            }
        }
    }

    async fn send(
        &self,
        method: Method,
        target: &str,
        payload: Payload,
        from: Option<u64>,
    ) -> Result<(Response<Incoming>, SendRequest<Payload>), HttpError> {
        let mut connection = self.connection().await?;
        let moved = payload.moved.clone();
        let mut request = Request::new(payload);
        *request.method_mut() = method;
        *request.uri_mut() = target.parse().map_err(|_| HttpError::Answer)?;
        request.headers_mut().insert(HOST, self.name.clone());
        if let Some(from) = from {
            let range = HeaderValue::from_str(&format!("bytes={from}-")).map_err(|_| HttpError::Answer)?;
            request.headers_mut().insert(RANGE, range);
        }
        let response = {
            let mut sending = pin!(connection.send_request(request));
            let begun = Instant::now();
            let mut last = (0, begun);
            loop {
                if let Ok(response) = timeout(self.patience, &mut sending).await {
                    break response.map_err(HttpError::Broken);
                }
                // A part on a slow line takes longer than a silence may, and what went out last lies in the system's
                // buffers about as long as all before it took.
                let now = (moved.load(Ordering::Relaxed), Instant::now());
                if now.0 > last.0 {
                    last = now;
                } else if now.1 - last.1 >= self.patience + (last.1 - begun) {
                    break Err(HttpError::Silent(self.patience));
                }
            }
        };
        if response.is_err() {
            // Those that wait are as old and broke with it, likely.
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
        Ok((response?, connection))
    }

    async fn connection(&self) -> Result<SendRequest<Payload>, HttpError> {
        loop {
            let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some(mut kept) = kept else { break };
            if matches!(timeout(self.patience, kept.ready()).await, Ok(Ok(()))) {
                return Ok(kept);
            }
        }
        match timeout(self.patience, self.connect()).await {
            Ok(connection) => connection,
            Err(_) => Err(HttpError::Silent(self.patience)),
        }
    }

    async fn connect(&self) -> Result<SendRequest<Payload>, HttpError> {
        let tcp = TcpStream::connect(&self.address).await.map_err(HttpError::Connect)?;
        tcp.set_nodelay(true).map_err(HttpError::Connect)?;
        match &self.tls {
            None => begin(TokioIo::new(tcp)).await,
            Some((connector, name)) => {
                let tls = connector.connect(name.clone(), tcp).await.map_err(HttpError::Tls)?;
                begin(TokioIo::new(tls)).await
            }
        }
    }
}

async fn begin<T>(io: T) -> Result<SendRequest<Payload>, HttpError>
where
    T: hyper::rt::Read + hyper::rt::Write + Send + Unpin + 'static,
{
    let (connection, driver) = http1::Builder::new().handshake(io).await?;
    tokio::spawn(async move {
        // A broken connection shows itself to the caller at the next request.
        let _ = driver.await;
    });
    Ok(connection)
}
