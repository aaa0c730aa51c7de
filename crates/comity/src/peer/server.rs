//! The listening side of the peer API: mutual TLS, HTTP/2, a few paths, everything bounded.
//!
//! A connection belongs to the partner whose certificate opened it. A request from a partner who was suspended in the
//! meantime is refused. Envelopes go to [`super::incoming`], which answers only after they are durable.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use exchange::AuthorityId;
use exchange::pace::Allowance;
use http_body_util::{BodyExt, Either, Full, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use jiff::SignedDuration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_rustls::{LazyConfigAcceptor, StartHandshake};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::giving::{NotGiven, Turns, Wanted};
use super::partners::Partners;
use super::pieces::Pieces;
use super::tls::{self, Pin, Pins};
use super::{giving, incoming, monitor, telling, tiles, wire};
use crate::causes::chain;
use crate::node::{Node, NodeError};

/// Longest a handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(5);
/// Longest a request's body may take to arrive.
const BODY: Duration = Duration::from_secs(30);
/// Most connections at once, strangers' handshakes included.
const CONNECTIONS: usize = 1024;
/// Most connections at once of callers whose certificate is not known and who introduce themselves.
const STRANGERS: usize = 8;
/// How long such a connection may last.
const INTRODUCING: Duration = Duration::from_secs(10);
/// Bytes that all of them together may say in a minute.
const INTRODUCED: u64 = 16 << 20;
const MINUTE: SignedDuration = SignedDuration::from_secs(60);
/// Most requests at once on one connection.
const STREAMS: u32 = 64;
const WINDOW: u32 = 4 << 20;
const FRAME: u32 = 256 << 10;
/// Bytes that wait in memory for one answer to be taken.
const UNSENT: usize = 256 << 10;

/// What a request is answered with: bytes at once, or a file as it is read.
type Answer = Either<Full<Bytes>, Pieces>;

fn full(bytes: Bytes) -> Answer {
    Either::Left(Full::new(bytes))
}

/// Serves partners on `listener` until `stop`, then lets running requests finish.
pub async fn serve(
    node: Node,
    incoming: incoming::Intake,
    partners: Arc<Partners>,
    listener: TcpListener,
    stop: CancellationToken,
) -> Result<(), NodeError> {
    let pins = partners.pins();
    let config = Arc::new(tls::server(&node, pins.clone())?);
    let strangers = Strangers {
        config: Arc::new(tls::server_for_introductions(&node)?),
        room: Arc::new(Semaphore::new(STRANGERS)),
        allowance: Arc::new(Mutex::new(Allowance::new(INTRODUCED, MINUTE, node.now()))),
    };
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let connections = TaskTracker::new();
    let turns = Turns::default();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                // Out of file handles, mostly: waiting is all that helps.
                tracing::warn!(%error, "a partner's connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let Ok(permit) = room.clone().try_acquire_owned() else {
            continue;
        };
        let host = Host {
            node: node.clone(),
            intake: incoming.clone(),
            pins: pins.clone(),
            partners: partners.clone(),
            turns: turns.clone(),
            strangers: strangers.clone(),
        };
        let (config, stop) = (config.clone(), stop.clone());
        connections.spawn(async move {
            connection(host, config, stream, stop).await;
            drop(permit);
        });
    }
    connections.close();
    connections.wait().await;
    Ok(())
}

#[derive(Clone)]
struct Host {
    node: Node,
    intake: incoming::Intake,
    pins: Arc<Pins>,
    turns: Turns,
    partners: Arc<Partners>,
    strangers: Strangers,
}

/// What callers may do whose certificate is not known: introduce themselves, one at a time and not too often.
#[derive(Clone)]
struct Strangers {
    config: Arc<rustls::ServerConfig>,
    room: Arc<Semaphore>,
    allowance: Arc<Mutex<Allowance>>,
}

async fn connection(
    host: Host,
    config: Arc<rustls::ServerConfig>,
    stream: TcpStream,
    stop: CancellationToken,
) {
    let _ = stream.set_nodelay(true);
    let hello = LazyConfigAcceptor::new(rustls::server::Acceptor::default(), stream);
    let Ok(Ok(start)) = timeout(HANDSHAKE, hello).await else { return };
    if start.client_hello().server_name() == Some(tls::INTRODUCTION) {
        let Ok(_permit) = host.strangers.room.clone().try_acquire_owned() else { return };
        tokio::select! {
            () = stop.cancelled() => {}
            // Whatever it is, it is over soon.
            _ = timeout(INTRODUCING, introduction(&host, start)) => {}
        }
        return;
    }
    let stream = match timeout(HANDSHAKE, start.into_stream(config)).await {
        Ok(Ok(stream)) => stream,
        Ok(Err(error)) => {
            tracing::info!(%error, "a connection was refused: its certificate is not an accredited partner's");
            return;
        }
        Err(_) => return,
    };
    let Some(pin) = stream.get_ref().1.peer_certificates().and_then(|chain| chain.first()).map(tls::pin)
    else {
        return;
    };
    let service = service_fn(move |request| {
        let host = host.clone();
        async move { Ok::<_, Infallible>(answer(&host, &pin, request).await) }
    });
    let mut builder = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
    builder
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        .initial_stream_window_size(WINDOW)
        .initial_connection_window_size(WINDOW)
        .max_frame_size(FRAME)
        .max_send_buf_size(UNSENT)
        .keep_alive_interval(Duration::from_secs(20))
        .keep_alive_timeout(Duration::from_secs(10));
    let mut connection = std::pin::pin!(builder.serve_connection(TokioIo::new(stream), service));
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            match timeout(BODY, connection).await {
                Ok(ended) => ended,
                Err(_) => Ok(()),
            }
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a partner's connection ended");
    }
}

/// Serves one caller whose certificate is not known: a single path, a single request at a time.
async fn introduction(host: &Host, start: StartHandshake<TcpStream>) {
    let Ok(stream) = start.into_stream(host.strangers.config.clone()).await else { return };
    let Some(pin) = stream.get_ref().1.peer_certificates().and_then(|chain| chain.first()).map(tls::pin)
    else {
        return;
    };
    let service = service_fn(move |request: Request<Incoming>| {
        let host = host.clone();
        async move {
            let introduces = request.method() == Method::POST && request.uri().path() == wire::INTRODUCE;
            let answer = if introduces { introduced(&host, &pin, request).await } else { None };
            // The same words whatever the reason, so that nobody learns who is a partner here.
            Ok::<_, Infallible>(answer.unwrap_or_else(|| text(StatusCode::FORBIDDEN, "not accredited here")))
        }
    });
    let mut builder = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
    builder.timer(TokioTimer::new()).max_concurrent_streams(1).max_send_buf_size(UNSENT);
    if let Err(error) = builder.serve_connection(TokioIo::new(stream), service).await {
        tracing::debug!(%error, "an introduction ended");
    }
}

async fn introduced(host: &Host, pin: &Pin, request: Request<Incoming>) -> Option<Response<Answer>> {
    let body = body(request, wire::MAX_INTRODUCTION).await.ok()?;
    let now = host.node.now();
    // Checking signatures costs more than sending them, so what all strangers together may say is bounded.
    if !host.strangers.allowance.lock().unwrap_or_else(PoisonError::into_inner).take(body.len() as u64, now) {
        return Some(text(StatusCode::TOO_MANY_REQUESTS, "try again later"));
    }
    let said: wire::Introduction = exchange::cbor::from_canonical(&body, wire::MAX_INTRODUCTION).ok()?;
    let known = host.partners.get(&said.authority)?;
    match telling::answer_introduction(&host.node, &known, &said, pin).await {
        Ok(answer) => Some(reply(&answer?)),
        Err(error) => Some(unavailable(&error, &said.authority)),
    }
}

async fn answer(host: &Host, pin: &Pin, request: Request<Incoming>) -> Response<Answer> {
    let Some(partner) = host.pins.partner(pin) else {
        return text(StatusCode::FORBIDDEN, "not accredited here");
    };
    if request.method() == Method::GET
        && let Some(path) = request.uri().path().strip_prefix(wire::LOG)
    {
        return answered(tiles::read(&host.node, path).await, &partner);
    }
    if request.method() != Method::POST {
        return text(StatusCode::METHOD_NOT_ALLOWED, "only POST is spoken here, and GET below the ledger");
    }
    match request.uri().path() {
        wire::ENVELOPES => envelopes(host, &partner, request).await,
        wire::ACK => ack(host, &partner).await,
        wire::FILE_LEAVES => file(host, &partner, request, Wanted::Leaves).await,
        wire::FILE_CHUNKS => file(host, &partner, request, Wanted::Chunks).await,
        wire::KEYS => keys(host, &partner, request).await,
        wire::ADD_CHECKPOINT => add_checkpoint(host, &partner, request).await,
        wire::SEEN => match monitor::seen_of(&host.node, &partner).await {
            Ok(seen) => reply(&seen),
            Err(error) => unavailable(&error, &partner),
        },
        wire::CHECKPOINT => answered(monitor::own_checkpoint(&host.node).await.map(Some), &partner),
        wire::CONSISTENCY => consistency(host, &partner, request).await,
        _ => text(StatusCode::NOT_FOUND, "no such path"),
    }
}

async fn envelopes(host: &Host, partner: &AuthorityId, request: Request<Incoming>) -> Response<Answer> {
    let body = match body(request, wire::MAX_REQUEST).await {
        Ok(body) => body,
        Err(refused) => return *refused,
    };
    let batch: wire::Batch = match exchange::cbor::from_canonical(&body, wire::MAX_REQUEST) {
        Ok(batch) => batch,
        Err(error) => return text(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    if batch.0.is_empty() || batch.0.len() > wire::MAX_BATCH {
        return text(StatusCode::BAD_REQUEST, "a batch holds 1 to 64 envelopes");
    }
    let answers = host.intake.take(partner, batch).await;
    reply(&answers)
}

async fn ack(host: &Host, partner: &AuthorityId) -> Response<Answer> {
    match incoming::acknowledge(&host.node, partner).await {
        Ok(ack) => Response::new(full(ack.into())),
        Err(error) => unavailable(&error, partner),
    }
}

async fn file(
    host: &Host,
    partner: &AuthorityId,
    request: Request<Incoming>,
    wanted: Wanted,
) -> Response<Answer> {
    let body = match body(request, wire::MAX_QUESTION).await {
        Ok(body) => body,
        Err(refused) => return *refused,
    };
    let question = match exchange::cbor::from_canonical(&body, wire::MAX_QUESTION) {
        Ok(question) => question,
        Err(error) => return text(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    match giving::give(&host.node, &host.turns, partner, &question, wanted).await {
        Ok(pieces) => Response::new(Either::Right(pieces)),
        Err(NotGiven::NoFile) => text(StatusCode::NOT_FOUND, "no such file"),
        Err(NotGiven::Busy) => text(StatusCode::TOO_MANY_REQUESTS, "too many requests for files at once"),
        Err(NotGiven::Failed) => text(StatusCode::SERVICE_UNAVAILABLE, "try again later"),
    }
}

async fn keys(host: &Host, partner: &AuthorityId, request: Request<Incoming>) -> Response<Answer> {
    let body = match body(request, 2 * wire::MAX_KEYS).await {
        Ok(body) => body,
        Err(refused) => return *refused,
    };
    let question: wire::Keys = match exchange::cbor::from_canonical(&body, 2 * wire::MAX_KEYS) {
        Ok(question) => question,
        Err(error) => return text(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    let Some(known) = host.partners.get(partner) else {
        return text(StatusCode::FORBIDDEN, "not accredited here");
    };
    match telling::answer_keys(&host.node, &known, &question).await {
        Ok(answer) => reply(&answer),
        Err(error) => unavailable(&error, partner),
    }
}

/// C2SP tlog-witness: 200 with the lines, 409 with the size that was seen, 422 when the proof does not hold.
async fn add_checkpoint(host: &Host, partner: &AuthorityId, request: Request<Incoming>) -> Response<Answer> {
    let body = match body(request, exchange::witness::MAX_ADD_CHECKPOINT).await {
        Ok(body) => body,
        Err(refused) => return *refused,
    };
    let request = match exchange::witness::AddCheckpoint::parse(&body) {
        Ok(request) => request,
        Err(error) => return text(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    let Some(known) = host.partners.get(partner) else {
        return text(StatusCode::FORBIDDEN, "not accredited here");
    };
    match monitor::cosign(&host.node, &known, &request).await {
        Ok(monitor::Cosigned::Lines(lines)) => Response::new(full(lines.into())),
        Ok(monitor::Cosigned::From(size)) => text(StatusCode::CONFLICT, &format!("{size}\n")),
        Ok(monitor::Cosigned::Refused(why)) => text(StatusCode::UNPROCESSABLE_ENTITY, &why),
        Err(error) => unavailable(&error, partner),
    }
}

async fn consistency(host: &Host, partner: &AuthorityId, request: Request<Incoming>) -> Response<Answer> {
    const MOST: usize = wire::MAX_PROOFS * 9 + 64;
    let body = match body(request, MOST).await {
        Ok(body) => body,
        Err(refused) => return *refused,
    };
    let question: wire::Consistency = match exchange::cbor::from_canonical(&body, MOST) {
        Ok(question) => question,
        Err(error) => return text(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    if question.from.len() > wire::MAX_PROOFS {
        return text(StatusCode::BAD_REQUEST, "at most 64 proofs at once");
    }
    let question = &question;
    let proofs = host
        .node
        .store()
        .read("consistency proofs", |tx| {
            Box::pin(async move {
                let mut proofs = Vec::new();
                for from in &question.from {
                    proofs.push(tx.consistency(*from, question.to).await?);
                }
                Ok(proofs)
            })
        })
        .await;
    match proofs {
        Ok(proofs) => reply(&proofs),
        Err(store::StoreError::NotFound { .. }) => text(StatusCode::NOT_FOUND, "the ledger is not that long"),
        Err(error) => unavailable(&error.into(), partner),
    }
}

fn answered(bytes: Result<Option<Vec<u8>>, NodeError>, partner: &AuthorityId) -> Response<Answer> {
    match bytes {
        Ok(Some(bytes)) => Response::new(full(bytes.into())),
        Ok(None) => text(StatusCode::NOT_FOUND, "no such path"),
        Err(error) => unavailable(&error, partner),
    }
}

fn unavailable(error: &NodeError, partner: &AuthorityId) -> Response<Answer> {
    if matches!(error, NodeError::Fenced) {
        tracing::debug!(%partner, "nothing is signed yet");
    } else {
        tracing::error!(error = %chain(error), %partner, "a partner's question could not be answered");
    }
    text(StatusCode::SERVICE_UNAVAILABLE, "try again later")
}

async fn body(request: Request<Incoming>, limit: usize) -> Result<Bytes, Box<Response<Answer>>> {
    match timeout(BODY, Limited::new(request.into_body(), limit).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(_)) => {
            Err(Box::new(text(StatusCode::PAYLOAD_TOO_LARGE, "the request is too large or broke off")))
        }
        Err(_) => Err(Box::new(text(StatusCode::REQUEST_TIMEOUT, "the request took too long"))),
    }
}

fn reply(answers: &impl serde::Serialize) -> Response<Answer> {
    match exchange::cbor::to_canonical(answers) {
        Ok(bytes) => Response::new(full(bytes.into())),
        Err(error) => {
            tracing::error!(%error, "an answer could not be written");
            text(StatusCode::INTERNAL_SERVER_ERROR, "the answer could not be written")
        }
    }
}

fn text(status: StatusCode, message: &str) -> Response<Answer> {
    let mut response = Response::new(full(Bytes::copy_from_slice(message.as_bytes())));
    *response.status_mut() = status;
    response
}
