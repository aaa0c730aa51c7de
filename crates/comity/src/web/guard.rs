//! What stands around every route: the session, the role check, the check of a form's origin, the headers, and the
//! page for a failure.

use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::tz::TimeZone;
use rand::Rng as _;

use super::failure::{self, Failure, Fault};
use super::frame::Page;
use super::site::{Access, App, Method2};
use super::words::{Lang, Words};
use super::{statics, submitted};
use crate::desk::{DeskError, account};
use crate::node::Node;

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
    connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // `no-referrer` would make browsers send `Origin: null` with our own forms.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
];

/// The name of the session cookie. Browsers share cookies between the ports of one host, so it names the node.
pub(crate) fn cookie_name(node: &Node) -> String {
    format!("comity-{}", node.authority())
}

/// A `Set-Cookie` header. An age of zero removes the cookie.
pub(crate) fn cookie(name: &str, value: &str, max_age_s: Option<i64>) -> HeaderValue {
    let age = max_age_s.map(|age| format!("; Max-Age={age}")).unwrap_or_default();
    HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict{age}"))
        .unwrap_or_else(|_| HeaderValue::from_static(""))
}

fn read_cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
        .filter(|value| value.len() <= 128 && value.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Runs around every route.
pub(crate) async fn guard(State(app): State<App>, mut request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/static/") {
        return with_headers(next.run(request).await, None);
    }
    let session_cookie = cookie_name(&app.node);
    let start_cookie = format!("{session_cookie}-start");
    let session = read_cookie(request.headers(), &session_cookie).map(str::to_owned);
    let start = read_cookie(request.headers(), &start_cookie).map(str::to_owned);

    let mut lost = None;
    let viewer = match &session {
        None => None,
        Some(token) => match account::session(&app.node, token).await {
            Ok(viewer) => Some(viewer),
            Err(DeskError::NotSignedIn) => None,
            Err(error) => {
                lost = Some(Fault::Desk(error));
                None
            }
        },
    };
    let fresh = (viewer.is_none() && start.is_none()).then(|| {
        let mut drawn = [0_u8; 16];
        app.node.rng().fill_bytes(&mut drawn);
        hex::encode(drawn)
    });
    let secret = match (&viewer, session) {
        (Some(_), Some(token)) => token,
        _ => start.or_else(|| fresh.clone()).unwrap_or_default(),
    };
    let page = Page {
        words: words(&app.node, &request, viewer.as_ref().map(|viewer| viewer.locale.as_str())),
        path: request.uri().path().to_owned(),
        query: request.uri().query().unwrap_or_default().to_owned(),
        now: app.node.now(),
        node: app.node.clone(),
        viewer,
        secret,
    };

    let response = match lost.map_or_else(|| admit(&app, &page, &mut request), Err) {
        Err(Fault::Desk(DeskError::NotSignedIn)) if is_read(request.method()) => to_sign_in(&page),
        Err(fault) => failure::page(&page, &fault),
        Ok(()) => {
            request.extensions_mut().insert(page.clone());
            shown(&page, next.run(request).await)
        }
    };
    with_headers(response, fresh.map(|value| cookie(&start_cookie, &value, None)))
}

fn is_read(method: &Method) -> bool {
    matches!(Method2::of(method), Some(Method2::Get))
}

/// Whether the request may go on: its route, its origin, its reader's role. Denies what no rule names.
fn admit(app: &App, page: &Page, request: &mut Request) -> Result<(), Fault> {
    let Some(path) = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned()) else {
        return Err(Fault::NoPage);
    };
    let method = Method2::of(request.method()).ok_or(Fault::WrongMethod)?;
    let rule = app
        .rules
        .iter()
        .find(|((known, allowed), _)| *known == path && *allowed == method)
        .map(|(_, rule)| *rule)
        .ok_or(Fault::WrongMethod)?;
    if method == Method2::Post && !same_origin(request.headers()) {
        return Err(Fault::Forged);
    }
    match rule.access {
        Access::Public => {}
        Access::SignedIn => {
            page.viewer.as_ref().ok_or(Fault::Desk(DeskError::NotSignedIn))?;
        }
        Access::Roles(roles) => {
            page.viewer.as_ref().ok_or(Fault::Desk(DeskError::NotSignedIn))?;
            if !page.has(roles) {
                return Err(Fault::Desk(DeskError::NotAllowed { needs: roles.to_vec() }));
            }
        }
    }
    DefaultBodyLimit::max(rule.limit).apply(request);
    Ok(())
}

/// Whether a browser says that the form came from this node's own pages. Programs that say nothing are held back by
/// the form's token.
fn same_origin(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin";
    }
    match (text(header::ORIGIN), text(header::HOST)) {
        (None, _) => true,
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
        (Some(_), None) => false,
    }
}

fn words(node: &Node, request: &Request, locale: Option<&str>) -> Words {
    let asked = request.uri().query().and_then(|query| {
        submitted::pairs(query.as_bytes())
            .into_iter()
            .find(|(name, _)| name == "lang")
            .map(|(_, value)| value)
    });
    let lang = asked
        .as_deref()
        .and_then(Lang::of)
        .or_else(|| locale.and_then(Lang::of))
        .or_else(|| {
            let header = request.headers().get(header::ACCEPT_LANGUAGE)?;
            Lang::accepted(header.to_str().ok()?)
        })
        .unwrap_or(Lang::En);
    Words { lang, zone: zone(node.authority().state().as_ref()) }
}

/// The zone of a state's seat of government, in which its officers read the clock.
pub(crate) fn zone(state: &str) -> TimeZone {
    let name = match state {
        "EE" => "Europe/Tallinn",
        "LV" => "Europe/Riga",
        "LT" => "Europe/Vilnius",
        "DE" => "Europe/Berlin",
        "RU" => "Europe/Moscow",
        _ => return TimeZone::UTC,
    };
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

fn to_sign_in(page: &Page) -> Response {
    let asked =
        if page.query.is_empty() { page.path.clone() } else { format!("{}?{}", page.path, page.query) };
    if asked == "/" {
        return Redirect::to("/sign-in").into_response();
    }
    Redirect::to(&format!("/sign-in?{}", submitted::encode(&[("next".to_owned(), asked)]))).into_response()
}

/// Replaces a failure by its page.
fn shown(page: &Page, response: Response) -> Response {
    match response.extensions().get::<Failure>() {
        Some(failed) => {
            let fault = failed.0.clone();
            failure::page(page, &fault)
        }
        None if response.status() == StatusCode::METHOD_NOT_ALLOWED => {
            failure::page(page, &Fault::WrongMethod)
        }
        None => response,
    }
}

fn with_headers(mut response: Response, cookie: Option<HeaderValue>) -> Response {
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(statics::NEVER));
    }
    if let Some(cookie) = cookie {
        headers.append(header::SET_COOKIE, cookie);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forms_origin_is_checked() {
        fn check(pairs: &[(&str, &str)], expected: bool) {
            let headers: HeaderMap = pairs
                .iter()
                .map(|(name, value)| {
                    (name.parse::<HeaderName>().unwrap(), value.parse::<HeaderValue>().unwrap())
                })
                .collect();
            assert_eq!(same_origin(&headers), expected, "{pairs:?}");
        }
        check(&[("sec-fetch-site", "same-origin")], true);
        check(&[("sec-fetch-site", "same-site"), ("origin", "http://a"), ("host", "a")], false);
        check(&[("sec-fetch-site", "none")], false);
        check(&[("origin", "http://127.0.0.1:8401"), ("host", "127.0.0.1:8401")], true);
        check(&[("origin", "http://127.0.0.1:8402"), ("host", "127.0.0.1:8401")], false);
        check(&[("origin", "null"), ("host", "127.0.0.1:8401")], false);
        check(&[], true);
    }

    #[test]
    fn cookies_are_read_strictly() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("a=1; comity-ee.justice=00ff; b=\"x\""));
        assert_eq!(read_cookie(&headers, "comity-ee.justice"), Some("00ff"));
        assert_eq!(read_cookie(&headers, "b"), None);
        assert_eq!(read_cookie(&headers, "c"), None);
    }
}
