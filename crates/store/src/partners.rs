//! Other authorities: proposed by one person, accredited by another, and the keys they had.

use exchange::{AuthorityId, Fingerprint};
use jiff::Timestamp;

use crate::list::{Filter, Source, searchable};
use crate::value::{Record, values};
use crate::word::word_enum;
use crate::{ListBy, Listing, StoreError, Tx};

word_enum! {
    /// Where a partner stands with us.
    pub enum PartnerState {
        /// One person has entered its keys; nothing is exchanged yet.
        Proposed = "proposed",
        /// A second person has compared the fingerprints.
        Accredited = "accredited",
        /// Nothing is exchanged any more.
        Suspended = "suspended",
    }
}

/// A partner as a person enters it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPartner {
    /// The authority.
    pub authority: AuthorityId,
    /// Its name.
    pub name: String,
    /// The canonical bytes of its public keys.
    pub keys: Vec<u8>,
    /// Their fingerprint.
    pub fingerprint: Fingerprint,
    /// `host:port` of its node.
    pub endpoint: String,
    /// SHA-256 of its TLS certificate.
    pub tls_cert_sha256: [u8; 32],
}

/// A partner with everything known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerRecord {
    /// As entered.
    pub partner: NewPartner,
    /// Where it stands.
    pub state: PartnerState,
    /// Who entered it.
    pub proposed_by: String,
    /// When.
    pub proposed_at: Timestamp,
    /// Who accredited it.
    pub accredited_by: Option<String>,
    /// When.
    pub accredited_at: Option<Timestamp>,
    /// Who suspended it.
    pub suspended_by: Option<String>,
    /// When.
    pub suspended_at: Option<Timestamp>,
    /// Last contact that worked.
    pub reached_at: Option<Timestamp>,
}

/// Columns the list of partners can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PartnerSort {
    /// Authority.
    #[default]
    Authority,
    /// Name.
    Name,
    /// State.
    State,
}

const COLUMNS: &str = "partners.authority, name, keys, partners.fingerprint, endpoint, tls_cert_sha256, state, \
     proposed_by, proposed_at, accredited_by, accredited_at, suspended_by, suspended_at, reached_at";
const FROM: &str = "partners JOIN partner_keys ON partner_keys.authority = partners.authority \
     AND partner_keys.fingerprint = partners.fingerprint";

impl Tx<'_> {
    /// Enters a partner, or new keys or a new endpoint of one; it has to be accredited by another person (again).
    ///
    /// # Errors
    /// [`StoreError::Forbidden`] when a field has not the form the schema asks for.
    pub async fn propose_partner(
        &mut self,
        partner: &NewPartner,
        by: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO partner_keys (authority, fingerprint, keys, known_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (authority, fingerprint) DO NOTHING",
            values![partner.authority.as_str(), partner.fingerprint.as_bytes(), &partner.keys, at],
        )
        .await?;
        self.execute_one(
            "INSERT INTO partners (authority, name, fingerprint, endpoint, tls_cert_sha256, state, proposed_by, \
             proposed_at, words) VALUES ($1, $2, $3, $4, $5, 'proposed', $6, $7, $8) \
             ON CONFLICT (authority) DO UPDATE SET name = excluded.name, fingerprint = excluded.fingerprint, \
             endpoint = excluded.endpoint, tls_cert_sha256 = excluded.tls_cert_sha256, state = 'proposed', \
             proposed_by = excluded.proposed_by, proposed_at = excluded.proposed_at, accredited_by = NULL, \
             accredited_at = NULL, suspended_by = NULL, suspended_at = NULL, words = excluded.words",
            values![
                partner.authority.as_str(),
                &partner.name,
                partner.fingerprint.as_bytes(),
                &partner.endpoint,
                &partner.tls_cert_sha256,
                by,
                at,
                &searchable(&[partner.authority.as_str(), &partner.name, &partner.endpoint]),
            ],
            "partner",
            &partner.authority,
        )
        .await
    }

    /// Accredits a proposed partner. The second person names the fingerprint that was compared, so that keys which
    /// were exchanged meanwhile are not accredited unseen.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`] when the same person proposed it; [`StoreError::NotFound`] when no partner of this
    /// fingerprint is proposed.
    pub async fn accredit_partner(
        &mut self,
        authority: &AuthorityId,
        fingerprint: &Fingerprint,
        by: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute_one(
            "UPDATE partners SET state = 'accredited', accredited_by = $3, accredited_at = $4 \
             WHERE authority = $1 AND fingerprint = $2 AND state = 'proposed'",
            values![authority.as_str(), fingerprint.as_bytes(), by, at],
            "proposed partner",
            authority,
        )
        .await
    }

    /// Suspends a partner.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is not there or suspended already.
    pub async fn suspend_partner(
        &mut self,
        authority: &AuthorityId,
        by: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute_one(
            "UPDATE partners SET state = 'suspended', suspended_by = $2, suspended_at = $3 \
             WHERE authority = $1 AND state <> 'suspended'",
            values![authority.as_str(), by, at],
            "partner",
            authority,
        )
        .await
    }

    /// Moves a partner's node to another `host:port`; the keys stay what was accredited.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn move_partner(&mut self, authority: &AuthorityId, endpoint: &str) -> Result<(), StoreError> {
        self.execute_one(
            "UPDATE partners SET endpoint = $2 WHERE authority = $1",
            values![authority.as_str(), endpoint],
            "partner",
            authority,
        )
        .await
    }

    /// Notes that a partner was reached.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn partner_reached(
        &mut self,
        authority: &AuthorityId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute_one(
            "UPDATE partners SET reached_at = $2 WHERE authority = $1",
            values![authority.as_str(), at],
            "partner",
            authority,
        )
        .await
    }

    /// A partner; `None` when it is not known.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn partner(&mut self, authority: &AuthorityId) -> Result<Option<PartnerRecord>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE partners.authority = $1");
        let rows = self.rows_built(sqlx::AssertSqlSafe(sql), values![authority.as_str()]).await?;
        rows.first().map(partner).transpose()
    }

    /// Partners, searched in authority, name and endpoint.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn partners(&mut self, by: &ListBy<PartnerSort>) -> Result<Listing<PartnerRecord>, StoreError> {
        let order = match by.sort {
            PartnerSort::Authority => "partners.authority",
            PartnerSort::Name => "name",
            PartnerSort::State => "state",
        };
        let source =
            Source { columns: COLUMNS, from: FROM, words: "words", order, tie: "partners.authority" };
        self.list(source, Filter::default(), by, partner).await
    }

    /// The canonical bytes of a key record that a partner has or had.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn partner_keys(
        &mut self,
        authority: &AuthorityId,
        fingerprint: &Fingerprint,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let row = self
            .row(
                "SELECT keys FROM partner_keys WHERE authority = $1 AND fingerprint = $2",
                values![authority.as_str(), fingerprint.as_bytes()],
            )
            .await?;
        row.map(|row| row.bytes(0)).transpose()
    }

    /// Every key record that a partner has or had, oldest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn all_partner_keys(&mut self, authority: &AuthorityId) -> Result<Vec<Vec<u8>>, StoreError> {
        self.rows(
            "SELECT keys FROM partner_keys WHERE authority = $1 ORDER BY known_at, fingerprint",
            values![authority.as_str()],
        )
        .await?
        .iter()
        .map(|row| row.bytes(0))
        .collect()
    }
}

fn partner(row: &Record) -> Result<PartnerRecord, StoreError> {
    Ok(PartnerRecord {
        partner: NewPartner {
            authority: row.parsed(0, "authority")?,
            name: row.text(1)?,
            keys: row.bytes(2)?,
            fingerprint: Fingerprint::new(row.array(3)?),
            endpoint: row.text(4)?,
            tls_cert_sha256: row.array(5)?,
        },
        state: row.parsed(6, "partner state")?,
        proposed_by: row.text(7)?,
        proposed_at: row.at(8)?,
        accredited_by: row.opt_text(9)?,
        accredited_at: row.opt_at(10)?,
        suspended_by: row.opt_text(11)?,
        suspended_at: row.opt_at(12)?,
        reached_at: row.opt_at(13)?,
    })
}
