//! Signing in and out, the reader's language and password.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use crate::desk::{DeskError, account};
use crate::web::failure::Outcome;
use crate::web::fields::{self, Plain};
use crate::web::frame::{self, Page, Title};
use crate::web::guard;
use crate::web::site::App;
use crate::web::submitted::{self, Submitted};
use crate::web::words::Lang;

/// `GET /sign-in`
pub(crate) async fn sign_in(State(app): State<App>, page: Page) -> Outcome {
    if page.viewer.is_some() {
        return frame::go("/");
    }
    let next = submitted::pairs(page.query.as_bytes())
        .into_iter()
        .find(|(name, _)| name == "next")
        .map(|(_, value)| value)
        .unwrap_or_default();
    page.show(&Title::plain(page.t("sign-in-title")), &entrance(&app, &page, "", &next, None))
}

/// `POST /sign-in`
pub(crate) async fn enter(State(app): State<App>, page: Page, form: Submitted) -> Outcome {
    let login = form.value("login").trim();
    let error = match account::sign_in(&app.node, login, form.value("password")).await {
        Ok(signed_in) => {
            let cookie = guard::cookie(
                &guard::cookie_name(&app.node),
                &signed_in.token,
                Some(account::SESSION_HOURS * 3_600),
            );
            let to = Redirect::to(local(form.value("next")));
            return Ok(([(header::SET_COOKIE, cookie)], to).into_response());
        }
        Err(DeskError::WrongPassword) => (StatusCode::UNAUTHORIZED, page.t("sign-in-wrong")),
        Err(DeskError::Throttled { retry_after_s }) => (
            StatusCode::TOO_MANY_REQUESTS,
            page.tr(
                "sign-in-throttled",
                &[("duration", (&page.words.duration(i64::try_from(retry_after_s).unwrap_or(60))).into())],
            ),
        ),
        Err(other) => return Err(other.into()),
    };
    let body = entrance(&app, &page, login, form.value("next"), Some(&error.1));
    Ok((error.0, frame::document(&page, &Title::plain(page.t("sign-in-title")), &body)).into_response())
}

/// A path on this node, and nothing else.
fn local(next: &str) -> &str {
    if next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n', '\t']) {
        next
    } else {
        "/"
    }
}

fn entrance(app: &App, page: &Page, login: &str, next: &str, error: Option<&str>) -> Markup {
    html! {
        div.stack.entrance {
            @if let Some(error) = error {
                div.errors #errors role="alert" data-count="1" { p { (error) } }
            }
            form.form #sign-in-form method="post" action="/sign-in" {
                div.sheet.form {
                    (page.token())
                    input type="hidden" name="next" value=(next);
                    (Plain::line("login", "sign-in-login", login).kind("text", "username").required().show(page))
                    (Plain::line("password", "sign-in-password", "").kind("password", "current-password").required().show(page))
                    button #sign-in type="submit" { (page.t("sign-in-button")) }
                }
            }
            @if !app.accounts.is_empty() {
                section.sheet #demo-accounts {
                    h2 { (page.t("sign-in-demo-title")) }
                    p.muted { (page.t("sign-in-demo-text")) }
                    div.table { table {
                        caption.visually-hidden { (page.t("sign-in-demo-title")) }
                        thead { tr {
                            th scope="col" { (page.t("column-login")) }
                            th scope="col" { (page.t("sign-in-password")) }
                            th scope="col" { (page.t("column-roles")) }
                        } }
                        tbody { @for account in app.accounts.iter() { tr {
                            th scope="row" { code { (account.login) } }
                            td data-label=(page.t("sign-in-password")) { code { (account.password) } }
                            td data-label=(page.t("column-roles")) { span {
                                (account.roles.iter().map(|role| page.word("role", role.as_str())).collect::<Vec<_>>().join(", "))
                            } }
                        } } }
                    } }
                }
            }
        }
    }
}

/// `POST /sign-out`
pub(crate) async fn leave(State(app): State<App>, page: Page, _: Submitted) -> Outcome {
    account::sign_out(&app.node, &page.secret).await?;
    let cookie = guard::cookie(&guard::cookie_name(&app.node), "", Some(0));
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/sign-in?done=signed-out")).into_response())
}

/// `POST /language`
pub(crate) async fn language(page: Page, form: Submitted) -> Outcome {
    let lang = Lang::of(form.value("locale")).unwrap_or(Lang::En);
    account::change_locale(&page.node, page.viewer()?, lang.tag()).await?;
    frame::go(local(form.value("back")))
}

/// `GET /account`
pub(crate) async fn account_page(page: Page) -> Outcome {
    let body = account_form(&page, None)?;
    page.show(&Title::plain(page.t("account-title")), &body)
}

/// `POST /account/password`
pub(crate) async fn password(page: Page, form: Submitted) -> Outcome {
    let changed =
        account::change_password(&page.node, page.viewer()?, form.value("old"), form.value("new")).await;
    let error = match changed {
        Ok(()) => return frame::go("/account?done=password"),
        Err(DeskError::WrongPassword) => ("old".to_owned(), page.t("account-wrong-password")),
        Err(other) => fields::invalid(other)?,
    };
    let body = account_form(&page, Some(&error))?;
    page.show_again(&Title::plain(page.t("account-title")), &body)
}

fn account_form(
    page: &Page,
    error: Option<&(String, String)>,
) -> Result<Markup, crate::web::failure::Failure> {
    let viewer = page.viewer()?;
    Ok(html! {
        div.stack.entrance {
            (fields::plain_summary(page, error))
            div.sheet { dl.facts {
                dt { (page.t("column-login")) } dd { code { (viewer.login) } }
                dt { (page.t("column-name")) } dd { bdi { (viewer.name) } }
                dt { (page.t("column-roles")) }
                dd { (viewer.roles.iter().map(|role| page.word("role", role.as_str())).collect::<Vec<_>>().join(", ")) }
                dt { (page.t("account-zone")) } dd { bdi dir="ltr" { (page.words.zone.iana_name().unwrap_or("UTC")) } }
            } }
            form.form #password-form method="post" action="/account/password" {
                div.sheet.form {
                    h2 { (page.t("account-password")) }
                    (page.token())
                    (Plain::line("old", "account-old", "").kind("password", "current-password").required().error(error).show(page))
                    (Plain::line("new", "account-new", "").kind("password", "new-password").required().hint("account-new-hint").error(error).show(page))
                    button type="submit" { (page.t("account-change")) }
                }
            }
        }
    })
}
