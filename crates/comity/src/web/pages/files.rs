//! Large files: the list with their progress, sending one, attaching one to a draft, reading one. Bytes stream both
//! ways; no page holds a file.

use axum::body::Body;
use axum::extract::{FromRequest as _, Multipart, Path, Request};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use maud::{Markup, html};
use tokio::sync::mpsc;

use crate::desk::files::{self, AttachedFile, FileRow, FilesShown, NewFile};
use crate::desk::{DeskError, Role, directory};
use crate::files::{FilesError, Imported};
use crate::peer::pieces::Pieces;
use crate::web::failure::{Failure, Fault, Outcome};
use crate::web::fields::{self, Plain};
use crate::web::frame::{self, Page, Title};
use crate::web::site::App;
use crate::web::submitted::Submitted;
use crate::web::table::{self, Asked, Column, List, column, numbers};

/// Pieces of an upload that wait to be sealed.
const AHEAD: usize = 4;
/// The most bytes of a field beside the file.
const FIELD_MOST: usize = 20_000;

/// `GET /files`
pub(crate) async fn list(page: Page) -> Outcome {
    const COLUMNS: &[Column] = &[
        column("title", "column-file"),
        column("partner", "column-partner"),
        numbers("bytes", "column-bytes"),
        column("state", "column-file-state"),
        column("offered", "column-offered"),
    ];
    let asked = Asked::of(&page);
    let viewer = page.viewer()?;
    let shown = FilesShown { state: asked.filter("state").map(str::to_owned), act: None };
    if let Some(format) = asked.format {
        let fetch = |query| {
            let (node, shown) = (&page.node, shown.clone());
            async move { files::list(node, viewer, &shown, &query).await }
        };
        return table::export("files", format, &asked, fetch).await;
    }
    let listed = files::list(&page.node, viewer, &shown, &asked.query).await?;
    let moving = listed.rows.iter().any(|row| row.state == "wanted");
    let states = html! {
        div.field {
            label for="files-state" { (page.t("column-file-state")) }
            select #files-state name="state" {
                option value="" { (page.t("files-any-state")) }
                @for state in ["wanted", "offered", "stored", "refused", "cancelled", "erased"] {
                    option value=(state) selected[shown.state.as_deref() == Some(state)] { (page.word("file-state", state)) }
                }
            }
        }
    };
    let list = List {
        id: "files",
        caption: page.t("files-caption"),
        columns: COLUMNS,
        empty: page.t("files-none"),
        searchable: true,
        filters: states,
    };
    let officer = page.has(&[Role::Officer]);
    let body = html! {
        div.stack {
            @if officer { p.actions { a.button #send-file href="/files/new" { (page.t("files-send")) } } }
            (table::list(&page, &asked, &list, &listed, |row| vec![
                html! { span data-file=(row.root) data-state=(row.state) {
                    @if row.title.is_empty() { code dir="ltr" { (row.root.get(..12).unwrap_or_default()) } }
                    @else if row.here { a href={ "/files/" (row.act) "/" (row.root) } download { bdi dir="auto" { (row.title) } } }
                    @else { bdi dir="auto" { (row.title) } }
                } },
                html! { @if row.outgoing { (page.t("files-to")) } @else { (page.t("files-from")) } " " code dir="ltr" { (row.partner) } },
                html! { (page.words.bytes(row.bytes)) },
                state(&page, row, officer),
                page.moment(row.offered_at),
            ]))
            p.hint { (page.t("files-how")) }
        }
    };
    page.show(&Title::of("files", page.t("nav-files")).wait(moving.then_some(5)), &body)
}

fn state(page: &Page, row: &FileRow, officer: bool) -> Markup {
    let tone = match row.state.as_str() {
        "stored" => "good",
        "refused" | "cancelled" => "bad",
        _ => "warn",
    };
    html! {
        span.badge data-tone=(tone) { (page.word("file-state", &row.state)) }
        @if let Some(per_cent) = row.per_cent {
            " " progress max="100" value=(per_cent) aria-label=(page.t("files-progress")) { (per_cent) " %" }
            " " span.muted { (page.tr("files-moved", &[("n", u64::from(per_cent).into())])) }
        }
        @if !row.cause.is_empty() { " " small { (frame::english(&row.cause)) } }
        @if let Some(next) = row.next_attempt.filter(|_| !row.cause.is_empty()) {
            " " small.muted { (page.t("delivery-next")) " " (page.moment(next)) }
        }
        @if officer && !row.outgoing && ["wanted", "refused", "cancelled"].contains(&row.state.as_str()) {
            form.rows method="post" action={ "/files/" (row.act) "/" (row.root) "/fetch" } {
                (page.token())
                @if row.state == "wanted" {
                    button.link type="submit" name="then" value="cancel" { (page.t("files-cancel")) span.visually-hidden { " " (row.title) } }
                }
                @if row.state != "wanted" || !row.cause.is_empty() {
                    button.link type="submit" name="then" value="again" { (page.t("files-again")) span.visually-hidden { " " (row.title) } }
                }
            }
        }
    }
}

/// `POST /files/{act}/{root}/fetch`
pub(crate) async fn fetch(page: Page, Path((act, root)): Path<(String, String)>, form: Submitted) -> Outcome {
    let viewer = page.viewer()?;
    if form.value("then") == "cancel" {
        files::cancel(&page.node, viewer, &act, &root).await?;
        return frame::go("/files?done=file-cancelled");
    }
    files::fetch_again(&page.node, viewer, &act, &root).await?;
    frame::go("/files?done=file-wanted")
}

/// `GET /files/{act}/{root}`
pub(crate) async fn read(page: Page, Path((act, root)): Path<(String, String)>) -> Outcome {
    let file = files::open(&page.node, page.viewer()?, &act, &root).await?;
    let mut opened = file.bytes;
    let next = move || match opened.read() {
        Ok(bytes) => Ok(bytes.map(Into::into)),
        Err(error) => {
            // The browser sees a download that broke off: nothing else can be said by then.
            tracing::error!(%error, "a file could not be read to its end");
            Err(std::io::Error::other(error))
        }
    };
    let body = Body::new(Pieces::of(next, |_| {}));
    let mut response: Response = table::download(&file.title, &file.media_type, Vec::new());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, file.length.into());
    // Compressing would cost more than it saves, and hide the length.
    headers.insert(header::CONTENT_ENCODING, header::HeaderValue::from_static("identity"));
    // RFC 9530: what the bytes must add up to.
    let digest = BASE64_STANDARD.encode(hex::decode(&file.sha256).unwrap_or_default());
    if let Ok(digest) = header::HeaderValue::from_str(&format!("sha-256=:{digest}:")) {
        headers.insert(header::HeaderName::from_static("repr-digest"), digest);
    }
    Ok((response.into_parts().0, body).into_response())
}

/// `GET /files/new`
pub(crate) async fn new(page: Page) -> Outcome {
    let blank = NewFile {
        to: Vec::new(),
        case: String::new(),
        title: String::new(),
        media_type: String::new(),
        purpose: String::new(),
        legal_basis: String::new(),
        handling: "H1".to_owned(),
        conditions: String::new(),
        onward: "none".to_owned(),
    };
    let body = form(&page, &blank, None).await?;
    page.show(&Title::of("files", page.t("files-send")), &body)
}

async fn form(page: &Page, new: &NewFile, error: Option<&(String, String)>) -> Result<Markup, Failure> {
    let mut partners = directory::partners(&page.node, page.viewer()?).await?;
    partners.retain(|partner| partner.standing == "accredited");
    let invalid = |name: &str| error.filter(|(field, _)| field == name).map(|_| "true");
    Ok(html! {
        div.stack {
            (fields::plain_summary(page, error))
            // The file comes last, so that everything else is known when its bytes arrive.
            form.form #file-form method="post" action="/files" enctype="multipart/form-data" data-guard="true" {
                div.sheet.form {
                    (page.token())
                    fieldset #f-to.boxed tabindex="-1" aria-invalid=[invalid("to")] {
                        legend { (page.t("files-to-whom")) }
                        @for partner in &partners {
                            label.tick { input type="checkbox" name="to" value=(partner.id) checked[new.to.contains(&partner.id)];
                                span { bdi { (partner.name) } " " code dir="ltr" { (partner.id) } } }
                        }
                        @if partners.is_empty() { p.muted { (page.t("search-no-partners")) } }
                    }
                    (Plain::line("title", "column-file", &new.title).required().error(error).show(page))
                    (Plain::line("case", "files-case", &new.case).hint("files-case-hint").error(error).show(page))
                    (Plain::line("purpose", "search-purpose", &new.purpose).required().error(error).show(page))
                    (Plain::line("legal-basis", "search-basis", &new.legal_basis).required().error(error).show(page))
                    (terms(page, &new.handling, &new.onward, &new.conditions, error))
                    div.field { label for="f-file" { (page.t("documents-file")) } input #f-file type="file" name="file" required aria-invalid=[invalid("file")]; p.hint { (page.t("files-large-hint")) } }
                    p.actions { button #send type="submit" { (page.t("files-send")) } a.button.second href="/files" { (page.t("cancel")) } }
                }
            }
        }
    })
}

/// The fields of handling code, onward rule and conditions.
pub(crate) fn terms(
    page: &Page,
    handling: &str,
    onward: &str,
    conditions: &str,
    error: Option<&(String, String)>,
) -> Markup {
    let invalid = |name: &str| error.filter(|(field, _)| field == name).map(|_| "true");
    html! {
        div.pair {
            div.field {
                label for="f-handling" { (page.word("field", "handling")) }
                select #f-handling name="handling" { @for code in ["H0", "H1", "H2", "H3"] {
                    option value=(code) selected[handling == code] { (fields::choice(page, "handling", &code.to_lowercase())) }
                } }
            }
            div.field {
                label for="f-onward" { (page.word("field", "onward")) }
                select #f-onward name="onward" { @for rule in ["none", "with-consent", "authorities-of-recipient-state"] {
                    option value=(rule) selected[onward == rule] { (fields::choice(page, "onward", rule)) }
                } }
            }
        }
        div.field {
            label for="f-conditions" { (page.word("field", "handling-conditions")) }
            textarea #f-conditions name="conditions" dir="auto" aria-invalid=[invalid("conditions")] { "\n" (conditions) }
            p.hint { (page.word("hint", "handling-conditions")) }
        }
    }
}

/// The fields of an upload that came before its file, and the file, sealed.
struct Upload {
    values: Vec<(String, String)>,
    file: Option<(String, String, Imported)>,
}

impl Upload {
    fn value(&self, name: &str) -> String {
        self.values
            .iter()
            .rev()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    }

    fn all(&self, name: &str) -> Vec<String> {
        self.values.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
    }
}

/// Reads an upload piece by piece. The form's token comes before the file, or nothing of the file is taken.
async fn upload(page: &Page, app: &App, request: Request) -> Result<Upload, Failure> {
    // What is no form with parts holds no token either.
    let mut parts = Multipart::from_request(request, app).await.map_err(|_| Fault::Forged)?;
    let broken = |_: axum::extract::multipart::MultipartError| Failure::from(Fault::Unreadable);
    let mut upload = Upload { values: Vec::new(), file: None };
    let mut proven = false;
    while let Some(mut part) = parts.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        if let Some(file_name) = part.file_name().map(str::to_owned) {
            if !proven {
                return Err(Fault::Forged.into());
            }
            let media_type = part.content_type().unwrap_or("application/octet-stream").to_owned();
            let importer = files::import(&page.node, page.viewer()?)?;
            let (pieces, mut coming) = mpsc::channel::<bytes::Bytes>(AHEAD);
            let sealing = tokio::task::spawn_blocking(move || {
                let mut importer = importer;
                let mut whole = false;
                while let Some(piece) = coming.blocking_recv() {
                    // An empty piece is the end; without it the upload broke off.
                    whole = piece.is_empty();
                    importer.push(&piece)?;
                }
                if whole && importer.length() > 0 {
                    importer.finish().map(Some)
                } else {
                    Ok::<_, FilesError>(None)
                }
            });
            while let Some(piece) = part.chunk().await.map_err(broken)? {
                if !piece.is_empty() && pieces.send(piece).await.is_err() {
                    break;
                }
            }
            // The thread that seals says why it stopped taking pieces.
            let _ = pieces.send(bytes::Bytes::new()).await;
            drop(pieces);
            let sealed = sealing.await.map_err(|_| Fault::Unreadable)?.map_err(files::files_failed)?;
            upload.file = sealed.map(|sealed| (file_name, media_type, sealed));
        } else {
            let mut value = Vec::new();
            while let Some(piece) = part.chunk().await.map_err(broken)? {
                value.extend_from_slice(&piece);
                if value.len() > FIELD_MOST || upload.values.len() > 200 {
                    return Err(Fault::TooLarge.into());
                }
            }
            let value = String::from_utf8(value).map_err(|_| Fault::Unreadable)?;
            proven |= name == "token" && page.accepts(&value);
            upload.values.push((name, value.replace("\r\n", "\n")));
        }
    }
    if proven { Ok(upload) } else { Err(Fault::Forged.into()) }
}

/// `POST /files`
pub(crate) async fn send(
    axum::extract::State(app): axum::extract::State<App>,
    page: Page,
    request: Request,
) -> Outcome {
    let upload = upload(&page, &app, request).await?;
    let new = NewFile {
        to: upload.all("to"),
        case: upload.value("case"),
        title: upload.value("title"),
        media_type: upload.file.as_ref().map(|(_, media_type, _)| media_type.clone()).unwrap_or_default(),
        purpose: upload.value("purpose"),
        legal_basis: upload.value("legal-basis"),
        handling: upload.value("handling"),
        conditions: upload.value("conditions"),
        onward: upload.value("onward"),
    };
    let sent = match &upload.file {
        Some((_, _, imported)) => files::send(&page.node, page.viewer()?, &new, imported).await,
        None => Err(DeskError::invalid("file", "no file came", "choose one")),
    };
    match sent {
        Ok(_) => frame::go("/files?done=file-sent"),
        Err(error) => {
            let error = fields::invalid(error)?;
            let body = form(&page, &new, Some(&error)).await?;
            page.show_again(&Title::of("files", page.t("files-send")), &body)
        }
    }
}

/// The form that attaches a large file to a draft.
pub(crate) fn attach_form(page: &Page, draft: &str, keys: &[(String, String)]) -> Markup {
    html! {
        form.form #large-form method="post" action={ "/drafts/" (draft) "/files" } enctype="multipart/form-data" {
            details.sheet {
                summary { (page.t("files-attach")) }
                div.form {
                    (page.token())
                    p.hint { (page.t("files-attach-hint")) }
                    @if !keys.is_empty() {
                        div.field {
                            label for="large-key" { (page.t("documents-which")) }
                            select #large-key name="key" {
                                option value="" { (page.t("documents-other")) }
                                @for (key, description) in keys { option value=(key) lang=[page.words.law_language(description)] { (page.words.law_text(description)) } }
                            }
                        }
                    }
                    div.pair {
                        div.field { label for="large-title" { (page.t("documents-name")) } input #large-title name="title" dir="auto" autocomplete="off" maxlength="200"; }
                        div.field { label for="large-language" { (page.t("field-language")) } input #large-language name="language" value="en" maxlength="2" autocomplete="off"; }
                    }
                    div.field { label for="large-file" { (page.t("documents-file")) } input #large-file type="file" name="file" required; p.hint { (page.t("files-large-hint")) } }
                    p.actions { button #attach-large.second type="submit" { (page.t("documents-add")) } }
                }
            }
        }
    }
}

/// `POST /drafts/{id}/files`
pub(crate) async fn attach(
    axum::extract::State(app): axum::extract::State<App>,
    page: Page,
    Path(id): Path<String>,
    request: Request,
) -> Outcome {
    let upload = upload(&page, &app, request).await?;
    let Some((name, media_type, imported)) = &upload.file else {
        return Err(DeskError::invalid("file", "no file came", "choose one").into());
    };
    let title = upload.value("title");
    let new = AttachedFile {
        key: upload.value("key"),
        title: if title.trim().is_empty() { name.clone() } else { title },
        language: upload.value("language").trim().to_lowercase(),
        media_type: media_type.clone(),
    };
    files::attach(&page.node, page.viewer()?, &id, &new, imported).await?;
    frame::go(&format!("/drafts/{id}?done=attached"))
}
