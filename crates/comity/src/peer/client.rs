//! Calling one partner's node: a kept HTTP/2 connection over mutual TLS, opened anew when it broke.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::client::conn::http2::SendRequest;
use hyper::{Request, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use std::sync::Arc;
use tokio::io::BufReader;
use tokio::net::TcpStream;
use tokio::sync::Mutex;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::tls::{self, Pin};

/// Longest wait for a connection and its handshake.
const CONNECT: Duration = Duration::from_secs(5);
/// Longest wait for an answer.
const ANSWER: Duration = Duration::from_secs(30);
/// Flow-control window: a full batch fits without waiting.
const WINDOW: u32 = 4 << 20;
const FRAME: u32 = 256 << 10;
/// Bytes taken from the socket at once. TLS by itself asks for 4 KiB at a time, four calls for each of its records.
const READ: usize = 64 << 10;

/// Why a call brought no answer.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// Nobody answers at the address.
    #[error("cannot connect to {address}: {source}")]
    Unreachable {
        /// The address.
        address: String,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The address is not one.
    #[error("`{0}` is not an address of the form host:port")]
    Address(String),
    /// No agreement on a secure connection: another certificate, or ours is not accredited there.
    #[error("{address} and this node do not accept each other: {source}")]
    Handshake {
        /// The address.
        address: String,
        /// What failed.
        source: std::io::Error,
    },
    /// It took too long.
    #[error("{address} did not answer within {seconds} s")]
    Slow {
        /// The address.
        address: String,
        /// How long was waited.
        seconds: u64,
    },
    /// The connection broke.
    #[error("the connection to {address} broke: {source}")]
    Broken {
        /// The address.
        address: String,
        /// What failed.
        source: hyper::Error,
    },
    /// The answer is larger than any honest one.
    #[error("the answer of {0} cannot be read or is too large")]
    Answer(String),
    /// The envelopes could not be made ready.
    #[error("the envelopes could not be sealed: {0}")]
    Unsealed(String),
    /// It was not tried, because the request before it failed.
    #[error("not tried: the request before it failed")]
    NotTried,
    /// The partner's node answered with a failure.
    #[error("{address} answered {status}: {text}")]
    Status {
        /// The address.
        address: String,
        /// The HTTP status.
        status: StatusCode,
        /// What it said, shortened.
        text: String,
    },
}

type Connection = SendRequest<Full<Bytes>>;

/// One partner's node.
pub struct Client {
    address: String,
    connector: TlsConnector,
    window: u32,
    expected: String,
    connection: Mutex<Option<Connection>>,
}

impl Client {
    /// Prepares calls to `host:port`; connects at the first call.
    pub fn new(address: String, tls: ClientConfig) -> Client {
        Client::with_window(address, tls, WINDOW)
    }

    /// The same with another bound on what may be under way.
    pub fn with_window(address: String, tls: ClientConfig, window: u32) -> Client {
        let expected = "partner.comity.invalid".to_owned();
        Client {
            address,
            connector: TlsConnector::from(Arc::new(tls)),
            window,
            expected,
            connection: Mutex::new(None),
        }
    }

    /// Says to the called node which of its certificates is known here.
    #[must_use]
    pub fn expecting(self, pin: &Pin) -> Client {
        Client { expected: tls::expected_name(pin), ..self }
    }

    /// Calls a node none of whose certificates is known.
    #[must_use]
    pub fn introducing(self) -> Client {
        Client { expected: tls::INTRODUCTION.to_owned(), ..self }
    }

    /// Closes the connection; the next call opens another.
    pub async fn hang_up(&self) {
        self.connection.lock().await.take();
    }

    /// The address called.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Posts `body` and reads an answer of at most `limit` bytes.
    pub async fn post(&self, path: &str, body: Vec<u8>, limit: usize) -> Result<Vec<u8>, CallError> {
        match timeout(ANSWER, self.exchange(path, body.into(), limit)).await {
            Ok(result) => result,
            Err(_) => {
                // Whether the partner took it is unknown; the next attempt finds out over a fresh connection.
                self.connection.lock().await.take();
                Err(CallError::Slow { address: self.address.clone(), seconds: ANSWER.as_secs() })
            }
        }
    }

    /// Posts `body` and gives the answer as it comes. How long that may take is for the caller to say.
    pub async fn stream(&self, path: &str, body: Vec<u8>) -> Result<Incoming, CallError> {
        let sent = async {
            let mut connection = self.connection().await?;
            let request = Request::post(format!("https://{}{path}", self.address))
                .body(Full::new(body.into()))
                .map_err(|_| CallError::Address(self.address.clone()))?;
            let broken = |source| CallError::Broken { address: self.address.clone(), source };
            connection.send_request(request).await.map_err(broken)
        };
        let response = match timeout(ANSWER, sent).await {
            Ok(response) => response?,
            Err(_) => {
                return Err(CallError::Slow { address: self.address.clone(), seconds: ANSWER.as_secs() });
            }
        };
        let status = response.status();
        if status == StatusCode::OK {
            return Ok(response.into_body());
        }
        let text = Limited::new(response.into_body(), 1_000).collect().await;
        let text = text.map(|text| text.to_bytes()).unwrap_or_default();
        let text = String::from_utf8_lossy(&text).chars().filter(|c| !c.is_control()).take(200).collect();
        Err(CallError::Status { address: self.address.clone(), status, text })
    }

    async fn exchange(&self, path: &str, body: Bytes, limit: usize) -> Result<Vec<u8>, CallError> {
        let mut connection = self.connection().await?;
        let request = Request::post(format!("https://{}{path}", self.address))
            .body(Full::new(body))
            .map_err(|_| CallError::Address(self.address.clone()))?;
        let broken = |source| CallError::Broken { address: self.address.clone(), source };
        let response = connection.send_request(request).await.map_err(broken)?;
        let status = response.status();
        let body = Limited::new(response.into_body(), limit)
            .collect()
            .await
            .map_err(|_| CallError::Answer(self.address.clone()))?
            .to_bytes();
        if status == StatusCode::OK {
            return Ok(body.into());
        }
        if status == StatusCode::FORBIDDEN {
            // The certificate of this connection is not known there any more; the next one shows a newer one.
            self.hang_up().await;
        }
        let text = String::from_utf8_lossy(&body).chars().filter(|c| !c.is_control()).take(200).collect();
        Err(CallError::Status { address: self.address.clone(), status, text })
    }

    /// The open connection, or a new one. Callers wait for one attempt together.
    async fn connection(&self) -> Result<Connection, CallError> {
        let mut held = self.connection.lock().await;
        if let Some(connection) = held.as_ref().filter(|connection| !connection.is_closed()) {
            return Ok(connection.clone());
        }
        let connection = match timeout(CONNECT, self.connect()).await {
            Ok(result) => result?,
            Err(_) => {
                return Err(CallError::Slow { address: self.address.clone(), seconds: CONNECT.as_secs() });
            }
        };
        *held = Some(connection.clone());
        Ok(connection)
    }

    async fn connect(&self) -> Result<Connection, CallError> {
        let address = || self.address.clone();
        let tcp = TcpStream::connect(&self.address)
            .await
            .map_err(|source| CallError::Unreachable { address: address(), source })?;
        let handshake = |source| CallError::Handshake { address: address(), source };
        tcp.set_nodelay(true).map_err(handshake)?;
        // The name says which certificate is expected. What is accepted are the pinned certificates alone.
        let name = ServerName::try_from(self.expected.clone()).map_err(|_| CallError::Address(address()))?;
        let tls =
            self.connector.connect(name, BufReader::with_capacity(READ, tcp)).await.map_err(handshake)?;
        let (connection, driver) = hyper::client::conn::http2::Builder::new(TokioExecutor::new())
            .timer(TokioTimer::new())
            .initial_stream_window_size(self.window)
            .initial_connection_window_size(self.window)
            .max_frame_size(FRAME)
            .keep_alive_interval(Duration::from_secs(20))
            .keep_alive_timeout(Duration::from_secs(10))
            .handshake(TokioIo::new(tls))
            .await
            .map_err(|source| CallError::Broken { address: address(), source })?;
        tokio::spawn(async move {
            // A broken connection shows itself to the caller at the next request.
            let _ = driver.await;
        });
        Ok(connection)
    }
}
