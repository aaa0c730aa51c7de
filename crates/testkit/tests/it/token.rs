//! A node whose signing key is in a token: SoftHSM, which speaks PKCS#11 as hardware does.

use std::path::{Path, PathBuf};
use std::process::Command;

use comity::keys::rotation::{install, rotate, sign_here};
use comity::keys::token::{Token, TokenPlace};
use comity::keys::{Signing, Terms};
use comity::node::Node;

use crate::nodes::{World, note, start, until_delivered};

const LIBRARIES: [&str; 3] = [
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
];
const PIN: &str = "483920";
/// Set for the process in which the token is used: the library reads where its tokens are from its environment.
const INSIDE: &str = "COMITY_TEST_TOKEN_PLACE";

fn library() -> Option<PathBuf> {
    LIBRARIES.iter().map(PathBuf::from).find(|path| path.exists())
}

/// Makes a token of its own in `dir` and runs the test of this name once more with it.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn with_token(name: &str, dir: &Path) -> Option<()> {
    let Some(_) = library() else {
        eprintln!("SKIPPED: SoftHSM is not installed (bin/test installs it)");
        return None;
    };
    let tokens = dir.join("tokens");
    std::fs::create_dir(&tokens).unwrap();
    let conf = dir.join("softhsm2.conf");
    std::fs::write(
        &conf,
        format!("directories.tokendir = {}\nobjectstore.backend = file\n", tokens.display()),
    )
    .unwrap();
    let pin = dir.join("pin");
    std::fs::write(&pin, format!("{PIN}\n")).unwrap();
    let made = Command::new("chmod").arg("600").arg(&pin).status().unwrap();
    assert!(made.success());
    let arguments = ["--init-token", "--free", "--label", "comity", "--pin", PIN, "--so-pin", "77665544"];
    let made = Command::new("softhsm2-util").args(arguments).env("SOFTHSM2_CONF", &conf).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let ran = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env("SOFTHSM2_CONF", &conf)
        .env(INSIDE, dir)
        .output()
        .unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success(), "{said}");
    assert!(said.contains("1 passed"), "{said}");
    assert!(!said.contains(PIN), "the PIN is written somewhere:\n{said}");
    Some(())
}

fn inside() -> Option<TokenPlace> {
    let dir = PathBuf::from(std::env::var_os(INSIDE)?);
    Some(TokenPlace { module: library()?, label: "comity".to_owned(), pin_file: Some(dir.join("pin")) })
}

async fn rotate_into_token(node: &Node) {
    let terms = Terms::default();
    let request =
        rotate(node.key_folder(), Some(Signing::InToken), terms, node.now(), &mut node.rng()).unwrap();
    install(node, sign_here(node.key_folder(), request).unwrap()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_in_a_token_signs_what_partners_verify() {
    let Some(token) = inside() else {
        let dir = tempfile::tempdir().unwrap();
        with_token("token::a_key_in_a_token_signs_what_partners_verify", dir.path());
        return;
    };
    let world = World::new();
    let ((place, a), (_, b)) = world.pair().await;
    token.write(a.key_folder().path()).unwrap();
    rotate_into_token(&a).await;
    let signing = a.keys().signing(a.now()).unwrap().named.fingerprint;
    assert!(a.keys().sets().last().unwrap().signing.as_ref().unwrap().in_token());
    let key = a.keys().sets().last().unwrap().named.record.ed25519;

    // What the node signs now, both of its halves, is verified by a partner.
    let running_b = start(&b).await;
    let running_a = start(&a).await;
    let act = running_a.node().send(note(&b, "signed in a token")).await.unwrap();
    until_delivered(running_a.node(), act).await;
    running_a.stop().await;
    running_b.stop().await;
    drop(a);

    // A node that starts again finds the key; a copy of its folder without the token does not sign.
    let a = place.open().await;
    assert_eq!(a.keys().signing(a.now()).unwrap().named.fingerprint, signing);
    let elsewhere = TokenPlace { label: "another".to_owned(), ..token.clone() };
    elsewhere.write(a.key_folder().path()).unwrap();
    a.store().close().await;
    drop(a);
    let without = place.open().await;
    let set = without.keys();
    let set = set.sets().last().unwrap();
    assert!(set.signing.is_none());
    let fault = set.token_fault.as_deref().unwrap();
    assert!(fault.contains("no token with the label `another`") && fault.contains("`comity`"), "{fault}");

    // The sealing key alone is rotated: the new set signs with the same key, so destroying the old one leaves it.
    token.write(without.key_folder().path()).unwrap();
    without.store().close().await;
    drop(without);
    let a = place.open().await;
    let request = rotate(a.key_folder(), None, Terms::default(), a.now(), &mut a.rng()).unwrap();
    install(&a, sign_here(a.key_folder(), request).unwrap()).await.unwrap();
    let newest = a.keys().sets().last().unwrap().named.clone();
    assert_eq!(newest.record.ed25519, key);
    let (opened, _) = Token::open(&token).unwrap();
    assert!(a.key_folder().destroy_signing(&signing).unwrap());
    assert!(opened.signer(&key).is_ok(), "another set signs with it");
    assert!(a.key_folder().destroy_signing(&newest.fingerprint).unwrap());
    assert!(opened.signer(&key).is_err(), "nobody signs with it any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_token_is_said() {
    let Some(token) = inside() else {
        let dir = tempfile::tempdir().unwrap();
        with_token("token::what_is_wrong_with_a_token_is_said", dir.path());
        return;
    };
    let check = |place: TokenPlace, expected: &str| {
        let error = Token::open(&place).err().unwrap().to_string();
        assert!(error.contains(expected), "{error}");
    };
    check(TokenPlace { pin_file: None, ..token.clone() }, "COMITY_TOKEN_PIN_FILE");
    check(TokenPlace { module: "/nowhere.so".into(), ..token.clone() }, "`/nowhere.so` cannot be used");
    let wrong = token.pin_file.clone().unwrap().with_extension("wrong");
    std::fs::write(&wrong, "000000\n").unwrap();
    check(TokenPlace { pin_file: Some(wrong.clone()), ..token.clone() }, "readable by others");
    let made = Command::new("chmod").arg("600").arg(&wrong).status().unwrap();
    assert!(made.success());
    check(TokenPlace { pin_file: Some(wrong), ..token.clone() }, "does not take the PIN");
    let (opened, info) = Token::open(&token).unwrap();
    assert!(info.maker.contains("SoftHSM"), "{info:?}");
    let key = opened.make_key("test").unwrap();
    let signer = opened.signer(&key).unwrap();
    assert!(signer(b"said").is_some());
    assert!(opened.destroy(&key).unwrap());
    assert!(!opened.destroy(&key).unwrap());
    assert_eq!(signer(b"said"), None, "the key is gone");
}
