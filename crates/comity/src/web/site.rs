//! The table of routes: every route is registered together with who may use it, so that none can be left open.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing;

use super::DemoAccount;
use crate::desk::Role;
use crate::node::Node;

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Everyone, signed in or not.
    Public,
    /// Everyone who is signed in.
    SignedIn,
    /// Who holds one of these roles.
    Roles(&'static [Role]),
}

/// A route's rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rule {
    /// Who may use it.
    pub access: Access,
    /// The largest request body in bytes.
    pub limit: usize,
}

/// What the handlers share.
#[derive(Clone)]
pub(crate) struct App {
    /// The node.
    pub node: Node,
    /// What the sign-in page of a demonstration names.
    pub accounts: Arc<Vec<DemoAccount>>,
    /// The rules by path and method.
    pub rules: Arc<BTreeMap<(&'static str, Method2), Rule>>,
}

/// The two methods that pages use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Method2 {
    /// Reads.
    Get,
    /// Changes.
    Post,
}

impl Method2 {
    /// The method of a request, with `HEAD` as `GET`.
    pub(crate) fn of(method: &Method) -> Option<Method2> {
        if method == Method::GET || method == Method::HEAD {
            Some(Method2::Get)
        } else if method == Method::POST {
            Some(Method2::Post)
        } else {
            None
        }
    }
}

/// The limit of a body without files.
const FORM_MOST: usize = 1_000_000;

/// A router in the making.
pub(crate) struct Site {
    /// The routes.
    pub router: Router<App>,
    /// Their rules.
    pub rules: BTreeMap<(&'static str, Method2), Rule>,
}

impl Site {
    /// Without any route.
    pub(crate) fn new() -> Self {
        Site { router: Router::new(), rules: BTreeMap::new() }
    }

    /// A page.
    pub(crate) fn get<H, T>(mut self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.rules.insert((path, Method2::Get), Rule { access, limit: 0 });
        self.router = self.router.route(path, routing::get(handler));
        self
    }

    /// A form's target.
    pub(crate) fn post<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.upload(path, access, FORM_MOST, handler)
    }

    /// The target of a form with files.
    pub(crate) fn upload<H, T>(mut self, path: &'static str, access: Access, limit: usize, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.rules.insert((path, Method2::Post), Rule { access, limit });
        self.router = self.router.route(path, routing::post(handler));
        self
    }
}
