//! How people hold a root: shares made on machines without a network, requests carried to them, signatures carried back.
//!
//! Everything that is carried is a small JSON file that holds no secret. A holder sees in plain words what is to be signed,
//! and compares eight words with the other holders before signing. What was signed is checked again by the node, and by
//! every partner.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use exchange::{
    AuthorityId, Fingerprint, HistoryError, HolderKey, HolderSignature, KeyChange, KeyHistory, KeyStatement,
    Root, RootShare, SignatureError, Signatures, SignedKeyStatement,
};
use serde::{Deserialize, Serialize};

const VERSION: u8 = 1;

/// Why a file of a ceremony cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CeremonyError {
    /// It is not the JSON of such a file.
    #[error("the file is not of this ceremony: {0}")]
    Syntax(#[from] serde_json::Error),
    /// Its version is not known.
    #[error("version {0} of the file is not known")]
    Version(u8),
    /// Something in it is not base64.
    #[error("the file holds something that is not base64")]
    Base64(#[from] base64::DecodeError),
    /// A key in it is refused.
    #[error(transparent)]
    Key(#[from] exchange::KeyError),
    /// The statement is refused.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// A signature does not have the form of one.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// The root was not made on this machine.
    #[error(
        "the root is not held on this machine: have its holders sign the request with `comity keys sign`"
    )]
    NoShareHere,
    /// A signature is under another statement.
    #[error("the signature is under another statement than the request")]
    OtherStatement,
}

/// The public half of a holder's share, to be carried to whoever puts the root together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HolderFile {
    /// Version of this file's form.
    pub comity_root_holder: u8,
    /// Who holds the share, for the reader.
    pub holder: String,
    /// The public keys, in base64.
    pub keys: String,
    /// Their fingerprint in words: for the reader; it is computed anew.
    pub words: String,
}

/// A statement that the holders are asked to sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RequestFile {
    /// Version of this file's form.
    pub comity_key_request: u8,
    /// Whose keys.
    pub authority: AuthorityId,
    /// The root, in base64.
    pub root: String,
    /// The statement, in base64.
    pub statement: String,
}

/// One holder's signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SignatureFile {
    /// Version of this file's form.
    pub comity_key_signature: u8,
    /// The digest of the statement.
    pub statement: Fingerprint,
    /// The holder's number in the root.
    pub holder: usize,
    /// Ed25519, in base64.
    pub ed25519: String,
    /// ML-DSA-65, in base64.
    pub ml_dsa_65: String,
}

impl HolderFile {
    /// The public half of a share.
    pub fn of(share: &RootShare, holder: &str) -> HolderFile {
        let key = share.public();
        HolderFile {
            comity_root_holder: VERSION,
            holder: holder.to_owned(),
            keys: BASE64_STANDARD.encode(key.to_bytes()),
            words: key.fingerprint().words().join(" "),
        }
    }

    /// Reads the file.
    pub fn read(text: &str) -> Result<(String, HolderKey), CeremonyError> {
        let file: HolderFile = serde_json::from_str(text)?;
        version(file.comity_root_holder)?;
        Ok((file.holder, HolderKey::from_bytes(&BASE64_STANDARD.decode(file.keys)?)?))
    }
}

/// What a holder is asked to sign.
pub struct Request {
    /// The root.
    pub root: Root,
    /// The statement.
    pub statement: KeyStatement,
}

impl Request {
    /// Asks the holders of a history's root for its next statement.
    pub fn new(history: &KeyHistory, statement: KeyStatement) -> Request {
        Request { root: history.root().clone(), statement }
    }

    /// The digest of what is to be signed, as holders compare it.
    pub fn digest(&self) -> Fingerprint {
        Fingerprint::new(self.statement.digest())
    }

    /// The file.
    pub fn to_file(&self) -> RequestFile {
        RequestFile {
            comity_key_request: VERSION,
            authority: self.root.authority().clone(),
            root: BASE64_STANDARD.encode(self.root.to_bytes()),
            statement: BASE64_STANDARD.encode(self.statement.to_bytes()),
        }
    }

    /// Reads the file and checks that it agrees with itself.
    pub fn read(text: &str) -> Result<Request, CeremonyError> {
        let file: RequestFile = serde_json::from_str(text)?;
        version(file.comity_key_request)?;
        let root = Root::from_bytes(&BASE64_STANDARD.decode(file.root)?)?;
        let statement = KeyStatement::from_bytes(&BASE64_STANDARD.decode(file.statement)?)?;
        if statement.root != root.fingerprint() || file.authority != *root.authority() {
            return Err(HistoryError::OtherRoot(file.authority).into());
        }
        Ok(Request { root, statement })
    }

    /// What is to be signed, in plain words, line by line.
    pub fn says(&self) -> Vec<String> {
        let mut lines = vec![
            format!("authority    {}", self.statement.authority),
            format!("statement    number {}, drawn up {}", self.statement.number, self.statement.made_at),
        ];
        match &self.statement.change {
            KeyChange::Name { record, lifetime } => {
                lines.push("it says      these keys belong to the authority's node:".to_owned());
                lines.push(format!("  keys       {}", record.fingerprint().groups().join(" ")));
                lines.push(format!("  in words   {}", record.fingerprint().words().join(" ")));
                lines.push(format!(
                    "  sign       from {} until {}",
                    lifetime.signs_from, lifetime.signs_until
                ));
                lines.push(format!("  sealed to  until {}", lifetime.seals_until));
                lines.push(format!("  opened     until {}, then destroyed", lifetime.opens_until));
            }
            KeyChange::Revoke { keys, from, reason } => {
                lines.push("it says      these keys are REVOKED and count for nothing any more:".to_owned());
                lines.push(format!("  keys       {}", keys.groups().join(" ")));
                lines.push(format!("  from       {from}"));
                lines.push(format!("  because    {reason}"));
            }
        }
        lines.push(format!("to compare   {}", self.digest().words().join(" ")));
        lines
    }

    /// Signs as one holder.
    pub fn sign(&self, share: &RootShare) -> Result<SignatureFile, CeremonyError> {
        let signature = self.statement.sign(&self.root, share)?;
        Ok(SignatureFile {
            comity_key_signature: VERSION,
            statement: self.digest(),
            holder: signature.holder,
            ed25519: BASE64_STANDARD.encode(signature.signatures.ed25519()),
            ml_dsa_65: BASE64_STANDARD.encode(signature.signatures.ml_dsa_65()),
        })
    }

    /// Puts the holders' signatures under the statement.
    pub fn complete(self, files: &[String]) -> Result<SignedKeyStatement, CeremonyError> {
        let mut signatures = Vec::new();
        for text in files {
            let file: SignatureFile = serde_json::from_str(text)?;
            version(file.comity_key_signature)?;
            if file.statement != self.digest() {
                return Err(CeremonyError::OtherStatement);
            }
            let ed25519 = BASE64_STANDARD.decode(file.ed25519)?;
            let ml_dsa_65 = BASE64_STANDARD.decode(file.ml_dsa_65)?;
            let signature = Signatures::from_parts(&ed25519, &ml_dsa_65)?;
            signatures.push(HolderSignature { holder: file.holder, signatures: signature });
        }
        Ok(SignedKeyStatement::new(self.statement, signatures, &self.root)?)
    }
}

fn version(found: u8) -> Result<(), CeremonyError> {
    if found == VERSION { Ok(()) } else { Err(CeremonyError::Version(found)) }
}
