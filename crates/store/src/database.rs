//! Databases of one's own on a PostgreSQL server, made for a measurement and removed after it.

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use crate::StoreError;

/// Makes the database `name` on the server at `address` and gives its address. `name` is a word of ours: a-z, 0-9, `_`.
///
/// # Errors
/// When the server cannot be reached, the database exists, or it may not be made.
pub async fn create_database(address: &str, name: &str) -> Result<String, StoreError> {
    if !is_word(name) {
        return Err(StoreError::Address { address: name.to_owned(), why: "it names no database".to_owned() });
    }
    let Some((server, _)) = address.rsplit_once('/') else {
        let why = "it is not of the form postgres://…/DATABASE".to_owned();
        return Err(StoreError::Address { address: address.to_owned(), why });
    };
    execute(address, format!("CREATE DATABASE {name}")).await?;
    Ok(format!("{server}/{name}"))
}

/// Removes a database made by [`create_database`], with everything in it.
///
/// # Errors
/// When the server cannot be reached or it may not be removed.
pub async fn drop_database(address: &str, name: &str) -> Result<(), StoreError> {
    if !is_word(name) {
        return Err(StoreError::Address { address: name.to_owned(), why: "it names no database".to_owned() });
    }
    execute(address, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await
}

fn is_word(name: &str) -> bool {
    (1..=60).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

async fn execute(address: &str, sql: String) -> Result<(), StoreError> {
    let of = |error| StoreError::of(error).0;
    let mut connection = PgConnection::connect(address).await.map_err(of)?;
    sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.map_err(of)?;
    connection.close().await.map_err(of)
}
