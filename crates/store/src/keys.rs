//! Histories of keys as they grow: the node's own and its partners'.

use exchange::{AuthorityId, Fingerprint};
use jiff::Timestamp;

use crate::envelopes::{EnvelopeKey, whole};
use crate::value::{number, values};
use crate::{StoreError, Tx};

/// An envelope that has to be signed anew before it is delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewrapped {
    /// Its place.
    pub key: EnvelopeKey,
    /// Header and signatures, without the act.
    pub signed: Vec<u8>,
    /// The record of our keys that signed it.
    pub signed_with: Fingerprint,
}

impl Tx<'_> {
    /// Keeps a longer history of the same root. The caller has checked that it continues the one known.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn keep_history(
        &mut self,
        authority: &AuthorityId,
        root: &Fingerprint,
        history: &[u8],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute_one(
            "INSERT INTO partner_keys (authority, fingerprint, keys, known_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (authority, fingerprint) DO UPDATE SET keys = excluded.keys",
            values![authority.as_str(), root.as_bytes(), history, at],
            "history of keys",
            authority,
        )
        .await
    }

    /// Says which certificate a partner's newest keys name.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn set_partner_certificate(
        &mut self,
        authority: &AuthorityId,
        tls_cert_sha256: &[u8; 32],
    ) -> Result<(), StoreError> {
        self.execute_one(
            "UPDATE partners SET tls_cert_sha256 = $2 WHERE authority = $1",
            values![authority.as_str(), tls_cert_sha256],
            "partner",
            authority,
        )
        .await
    }

    /// How many of our statements about keys a partner has said to know, and when.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn key_progress(
        &mut self,
        partner: &AuthorityId,
    ) -> Result<Option<(u64, Timestamp)>, StoreError> {
        let sql = "SELECT statements, at FROM key_progress WHERE partner = $1";
        let row = self.row(sql, values![partner.as_str()]).await?;
        row.map(|row| Ok((row.number(0)?, row.at(1)?))).transpose()
    }

    /// Notes how many of our statements about keys a partner knows.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn set_key_progress(
        &mut self,
        partner: &AuthorityId,
        statements: u64,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute_one(
            "INSERT INTO key_progress (partner, statements, at) VALUES ($1, $2, $3) \
             ON CONFLICT (partner) DO UPDATE SET statements = excluded.statements, at = excluded.at",
            values![partner.as_str(), number("statements", statements)?, at],
            "progress of keys",
            partner,
        )
        .await
    }

    /// Takes an envelope of ours whose signatures were made anew. Its header, and so its name, stay.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn rewrap(&mut self, envelope: &Rewrapped) -> Result<(), StoreError> {
        self.execute_one(
            "UPDATE envelopes_out SET signed = $4, signed_with = $5 \
             WHERE partner = $1 AND epoch = $2 AND sequence = $3",
            values![
                envelope.key.partner.as_str(),
                number("epoch", envelope.key.epoch)?,
                number("sequence", envelope.key.sequence)?,
                &envelope.signed,
                envelope.signed_with.as_bytes(),
            ],
            "envelope",
            &envelope.key,
        )
        .await
    }

    /// Envelopes of an epoch before this one that wait for delivery: their channels ended with it.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn stranded(
        &mut self,
        epoch: u64,
        limit: u32,
    ) -> Result<Vec<(EnvelopeKey, Vec<u8>)>, StoreError> {
        let rows = self
            .rows(
                "SELECT envelopes_out.partner, envelopes_out.epoch, envelopes_out.sequence, signed, acts.bytes \
                 FROM deliveries JOIN envelopes_out ON envelopes_out.partner = deliveries.partner \
                 AND envelopes_out.epoch = deliveries.epoch AND envelopes_out.sequence = deliveries.sequence \
                 LEFT JOIN acts ON acts.id = envelopes_out.act \
                 WHERE deliveries.state = 'waiting' AND deliveries.epoch < $1 \
                 ORDER BY envelopes_out.epoch, envelopes_out.sequence, envelopes_out.partner LIMIT $2",
                values![number("epoch", epoch)?, limit],
            )
            .await?;
        rows.iter()
            .map(|row| {
                let key = EnvelopeKey {
                    partner: row.parsed(0, "authority")?,
                    epoch: row.number(1)?,
                    sequence: row.number(2)?,
                };
                Ok((key, whole(row.bytes(3)?, row.opt_bytes(4)?)))
            })
            .collect()
    }

    /// Opens an epoch that is later than the present one for all outgoing channels, and for the ledger.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is not later.
    pub async fn open_epoch_at(&mut self, epoch: u64) -> Result<(), StoreError> {
        let epoch = number("epoch", epoch)?;
        self.execute_one(
            "UPDATE node SET epoch = $1 WHERE epoch < $1",
            values![epoch],
            "earlier epoch",
            epoch,
        )
        .await
    }
}
