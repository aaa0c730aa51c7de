//! The commands as a person types them: exit codes, what is written where, and errors that say what to do.

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::pair::Desk;

fn comity(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_comity")).args(args).env_remove("COMITY_NODE").output().unwrap()
}

pub fn check(args: &[&str], code: i32, says: &str) -> String {
    let output = comity(args);
    let all =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{args:?}: {all}");
    assert!(all.contains(says), "{args:?} does not say `{says}`: {all}");
    String::from_utf8(output.stdout).unwrap()
}

fn write(dir: &TempDir, name: &str, text: &[u8]) -> String {
    let path = dir.path().join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(path)).unwrap()
}

#[test]
fn every_command_shows_an_example() {
    for command in [
        &["search"][..],
        &["match"],
        &["compare"],
        &["verify"],
        &["law", "check"],
        &["law", "lint"],
        &["law", "scenarios"],
        &["register", "import"],
        &["register", "create"],
        &["register", "list"],
        &["ledger", "verify"],
        &["ledger", "list"],
        &["ledger", "show"],
        &["ledger", "checkpoint"],
        &["case", "list"],
        &["case", "show"],
    ] {
        let mut args = command.to_vec();
        args.push("--help");
        check(&args, 0, &format!("Example:\n  comity {}", command.join(" ")));
    }
}

#[test]
fn match_writes_hits_and_reports_bad_lines() {
    let dir = TempDir::new().unwrap();
    let register = write(&dir, "r.tsv", b"person_id\tname\tdob\tnationality\tdoc\nr1\tJaan Tamm\t1975-01-02\tee\t\nr2\tKlara Schmidt\t\tde\t\n");
    let queries = write(
        &dir,
        "q.tsv",
        "query_id\tname\tdob\tnationality\nq1\tЯан Тамм\t1975\t\nq2\tNobody Atall\t\t\n".as_bytes(),
    );
    let output = dir.path().join("hits.jsonl").to_str().unwrap().to_owned();
    let args = ["match", "--register", &register, "--queries", &queries, "--limit", "3", "--output", &output];
    check(&args, 0, "2 queries answered, 0 lines refused");
    let lines: Vec<serde_json::Value> =
        read(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["query"], "q1");
    assert_eq!(lines[0]["hits"][0]["id"], "r1");
    assert!(lines[0]["hits"][0]["score"].as_f64().unwrap() > 0.5);
    assert!(lines[0]["micros"].is_u64());

    let broken = write(
        &dir,
        "b.tsv",
        b"query_id\tname\tdob\tnationality\nq1\tJaan\t1975-02-31\t\nq2\t\xff\t\t\nq3\tKlara\t\t\n",
    );
    let args = ["match", "--register", &register, "--queries", &broken, "--limit", "3", "--output", &output];
    let all = comity(&args);
    assert_eq!(all.status.code(), Some(0), "{all:?}");
    assert!(String::from_utf8_lossy(&all.stderr).contains("line 3"), "{all:?}");

    let nothing = write(&dir, "n.bin", &[0, 1, 2, 3]);
    let args = ["match", "--register", &nothing, "--queries", &queries, "--limit", "3", "--output", &output];
    check(&args, 2, "unknown format");
    let args = ["match", "--register", "/nowhere/r.tsv", "--queries", &queries, "--output", &output];
    check(&args, 2, "cannot read `/nowhere/r.tsv`");
    let args = ["match", "--register", &register, "--queries", &queries, "--output", "/nowhere/out"];
    check(&args, 3, "cannot write `/nowhere/out`");
}

#[test]
fn compare_streams_scores() {
    let dir = TempDir::new().unwrap();
    let long = "x".repeat(1 << 20);
    let text = format!(
        "pair_id\tname_a\tname_b\n1\tJaan Tamm\tЯан Тамм\n2\tJaan Tamm\tKlara Schmidt\n3\t{long}\tJaan\n"
    );
    let pairs = write(&dir, "p.tsv", text.as_bytes());
    let output = dir.path().join("scores.tsv").to_str().unwrap().to_owned();
    let result = comity(&["compare", "--pairs", &pairs, "--output", &output]);
    assert_eq!(result.status.code(), Some(0), "{result:?}");
    let scores: Vec<(String, f64)> = read(&output)
        .lines()
        .map(|line| line.split_once('\t').unwrap())
        .map(|(id, score)| (id.to_owned(), score.parse().unwrap()))
        .collect();
    assert_eq!(scores[0].0, "1");
    assert!(scores[0].1 > 0.5 && scores[1].1 < 0.5, "{scores:?}");
}

#[test]
fn law_check_answers_for_a_day() {
    let json = check(
        &[
            "law",
            "check",
            "--from",
            "EE",
            "--to",
            "DE",
            "--procedure",
            "extradition",
            "--on",
            "2021-12-01",
            "--json",
        ],
        0,
        "",
    );
    let check_: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(check_["instruments"][0]["role"], "governs");
    assert!(!check_["deadlines"].as_array().unwrap().is_empty());
    check(
        &["law", "check", "--from", "EE", "--to", "DE", "--procedure", "extradition", "--on", "2021-12-01"],
        0,
        "Deadlines",
    );
    check(
        &["law", "check", "--from", "EE", "--to", "DE", "--procedure", "extradition", "--on", "2021-02-31"],
        2,
        "`2021-02-31` is not a day of the calendar",
    );
    check(
        &["law", "check", "--from", "Estonia", "--to", "DE", "--procedure", "extradition"],
        2,
        "write two letters such as EE",
    );
    check(&["law", "check", "--from", "EE", "--to", "EE", "--procedure", "extradition"], 2, "cannot be both");
    check(
        &["law", "check", "--from", "EE", "--to", "DE", "--procedure", "teleportation"],
        2,
        "teleportation",
    );
}

#[test]
fn law_scenarios_show_what_differs() {
    let dir = TempDir::new().unwrap();
    let case = |expected: &str| {
        format!(
            "schema = 1\n[[scenario]]\nid = \"A\"\ntitle = \"A warrant\"\n[[scenario.question]]\nfrom = \"EE\"\nto = \"DE\"\n\
             procedure = \"extradition\"\non = 2021-12-01\nexpect = [\"{expected}\"]\n"
        )
    };
    let right = write(&dir, "right.toml", case("instrument eu-fd-2002-584 role = governs").as_bytes());
    check(&["law", "scenarios", &right], 0, "A: A warrant (as expected, 1 compared)");
    let wrong = write(&dir, "wrong.toml", case("instrument eu-fd-2002-584 role = residual").as_bytes());
    check(&["law", "scenarios", &wrong], 1, "wrong.toml:10:11: EE asks DE: extradition on 2021-12-01");
    check(&["law", "scenarios", &wrong, "--json"], 1, "\"found\": \"governs\"");
    let broken = write(&dir, "broken.toml", case("instrumnt x").as_bytes());
    check(&["law", "scenarios", &broken], 1, "did you mean `instrument`?");
    check(&["law", "scenarios", "cases.tsv"], 2, "then: --table cases.tsv");
    let table = write(&dir, "t.tsv", b"id\tinstruments\tdates\nA\teu-fd-2002-584\t2004-01-02\n");
    check(&["law", "scenarios", &right, "--table", &table], 1, "A: in no answer: the date 2004-01-02");
    let table = write(&dir, "u.tsv", b"no columns\nhere\n");
    check(&["law", "scenarios", &right, "--table", &table], 2, "is no table of cases");
}

#[test]
fn verify_refuses_what_is_no_bundle() {
    let dir = TempDir::new().unwrap();
    let file = write(&dir, "x.bundle", b"nonsense");
    check(&["verify", &file], 1, "does not verify: the file is not an evidence bundle");
    check(&["verify", "/nowhere"], 2, "cannot read `/nowhere`");
}

#[tokio::test(flavor = "multi_thread")]
async fn registers_are_imported_and_searched_from_the_command_line() {
    let desk = Desk::create("ee.justice", 1).await;
    let folder = desk.folder();
    let node = folder.to_str().unwrap();
    let dir = TempDir::new().unwrap();
    let file = write(&dir, "more.csv", "id,name,dob\nx1,Лев Толстой,1828-09-09\nx2,,1900\n".as_bytes());
    check(
        &["register", "import", &file, "--register", "wanted", "--node", node],
        0,
        "1 added, 0 changed, 0 unchanged, 1 refused",
    );
    check(&["register", "import", &file, "--strict", "--node", node], 1, "register `more`: 1 added");
    let nothing = write(&dir, "nothing.bin", &[0, 1, 2]);
    check(&["register", "import", &nothing, "--register", "more", "--node", node], 2, "unknown format");
    check(&["register", "list", "--node", node], 0, "more");
    let json = check(
        &["search", "Lev Tolstoy", "--born", "1828", "--limit", "1", "--json", "--node", node],
        0,
        "x1",
    );
    let hits: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(hits.as_array().unwrap().len(), 1);
    assert_eq!(hits[0]["id"], "x1");
    assert!((0.5..=1.0).contains(&hits[0]["score"].as_f64().unwrap()), "{hits}");
    check(&["search", "Xavier Quisenberry-Fitzwilliam", "--node", node], 0, "nobody found");
    check(&["search", "Tamm", "--born", "1980-02-31", "--node", node], 2, "there is no such day");
    check(&["search", &"n".repeat(100_000), "--node", node], 2, "100000 characters");
    check(&["search", "Tamm", "--node", "/nowhere"], 2, "no node in `/nowhere`");
    check(&["ledger", "verify", "--node", node], 0, "the ledger holds");
    check(&["ledger", "show", "0", "--node", node], 0, "the proof holds");
    check(&["ledger", "show", "999", "--node", node], 2, "no ledger entry `999` here");
    check(&["ledger", "checkpoint", "--node", node], 0, "ee.justice");
    check(&["case", "list", "--node", node], 0, "0 cases");
    check(&["case", "show", "abcd", "--node", node], 2, "no case `abcd` here");
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_that_sign_hear_the_witnesses_first() {
    let mut ee = Desk::create("ee.justice", 1).await;
    let mut de = Desk::create("de.bfj", 2).await;
    crate::pair::accredit(&ee.node, &de.node).await;
    crate::pair::accredit(&de.node, &ee.node).await;
    de.run().await;
    let folder = ee.folder();
    let node = folder.to_str().unwrap();
    let dir = TempDir::new().unwrap();
    let file = write(&dir, "disk.img", b"some bytes");
    let sent =
        check(&["file", "send", "--node", node, "--to", "de.bfj", "--onward", "with-consent", &file], 0, "");
    let act = sent.split_whitespace().find(|word| word.len() == 64).expect(&sent).to_owned();
    let group = check(&["group", "found", "--node", node, "--name", "Baltic", "--member", "de.bfj"], 0, "");
    let group = group.trim();
    check(&["group", "write", "--node", node, "--subject", "Agenda", "--text", "Monday", group], 0, "");
    check(&["group", "hand-over", "--node", node, "--to", "de.bfj", group], 0, "");
    check(&["custody", "leave", "--node", node, "--to", "de.bfj", &act], 0, "");
    check(&["custody", "recall", "--node", node, "--reason", "the wrong disk", &act], 0, "");
    let medium = dir.path().to_str().unwrap();
    check(&["carry", "out", "--node", node, "--to", "de.bfj", "--dir", medium], 0, "ee.justice-to-de.bfj-");
    // All of it arrives, and is one ledger without a fault.
    ee.run().await;
    crate::pair::eventually("the partner has the group", || async {
        let groups = comity::desk::groups::list(&de.node, &de.officer).await.unwrap();
        (!groups.is_empty()).then_some(())
    })
    .await;
    check(&["ledger", "verify", "--node", node], 0, "");
    ee.stop().await;
    de.stop().await;
}
