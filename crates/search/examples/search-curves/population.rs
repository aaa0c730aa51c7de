//! People who do not exist, with names as common as names are: few that very many bear, and very many that few bear.
//!
//! Given names are drawn from `names`' table of parts by their counts, in all its scripts; family names from the commonest of
//! some countries by their rounded shares there, from the same table, and from a long tail of made-up ones, so that the
//! number of distinct parts goes on growing with the population as it does in a register. The same seed gives the same people.

use std::collections::BTreeMap;

use search::{Subject, SubjectId};

const PARTS: &str = include_str!("../../../names/tables/parts.tsv");

/// Country, share of the population in thousandths, family names with their share of the country in thousandths.
type Head = (&'static str, u64, &'static [(&'static str, u64)]);

const HEADS: &[Head] = &[
    (
        "cn",
        60,
        &[
            ("Wang", 71),
            ("Li", 70),
            ("Zhang", 67),
            ("Liu", 54),
            ("Chen", 46),
            ("Yang", 31),
            ("Huang", 22),
            ("Zhao", 21),
            ("Wu", 20),
            ("Zhou", 19),
        ],
    ),
    (
        "cn",
        20,
        &[
            ("王", 71),
            ("李", 70),
            ("张", 67),
            ("刘", 54),
            ("陈", 46),
            ("杨", 31),
            ("黄", 22),
            ("赵", 21),
            ("吴", 20),
            ("周", 19),
        ],
    ),
    (
        "vn",
        40,
        &[
            ("Nguyen", 310),
            ("Tran", 110),
            ("Le", 95),
            ("Pham", 71),
            ("Hoang", 51),
            ("Phan", 45),
            ("Vu", 39),
            ("Dang", 21),
            ("Bui", 20),
        ],
    ),
    (
        "kr",
        30,
        &[
            ("Kim", 215),
            ("Lee", 147),
            ("Park", 84),
            ("Choi", 47),
            ("Jung", 43),
            ("Kang", 23),
            ("Cho", 21),
            ("Yoon", 20),
        ],
    ),
    (
        "kr",
        15,
        &[("김", 215), ("이", 147), ("박", 84), ("최", 47), ("정", 43), ("강", 23), ("조", 21), ("윤", 20)],
    ),
    (
        "ru",
        70,
        &[
            ("Иванов", 15),
            ("Смирнов", 14),
            ("Кузнецов", 9),
            ("Попов", 7),
            ("Васильев", 7),
            ("Петров", 7),
            ("Соколов", 6),
        ],
    ),
    (
        "ru",
        40,
        &[
            ("Ivanov", 15),
            ("Smirnov", 14),
            ("Kuznetsov", 9),
            ("Popov", 7),
            ("Vasilyev", 7),
            ("Petrov", 7),
            ("Sokolov", 6),
        ],
    ),
    ("pk", 70, &[("Khan", 90), ("Ahmed", 60), ("Ali", 60), ("Hussain", 35), ("Iqbal", 15), ("Malik", 20)]),
    (
        "eg",
        60,
        &[("Mohamed", 60), ("Ahmed", 40), ("Ali", 30), ("Hassan", 25), ("Ibrahim", 22), ("Mahmoud", 18)],
    ),
    ("iq", 35, &[("محمد", 60), ("علي", 40), ("حسين", 30), ("احمد", 28), ("حسن", 22), ("الكرخي", 4)]),
    (
        "es",
        80,
        &[
            ("Garcia", 31),
            ("Gonzalez", 20),
            ("Rodriguez", 20),
            ("Fernandez", 19),
            ("Lopez", 18),
            ("Martinez", 17),
        ],
    ),
    ("gb", 90, &[("Smith", 12), ("Jones", 9), ("Williams", 7), ("Brown", 6), ("Taylor", 6), ("Davies", 4)]),
    ("il", 20, &[("כהן", 25), ("לוי", 15), ("מזרחי", 10), ("פרץ", 9), ("ביטון", 8)]),
    ("de", 80, &[("Müller", 9), ("Schmidt", 7), ("Schneider", 4), ("Fischer", 4), ("Weber", 3)]),
    ("in", 90, &[("Kumar", 40), ("Singh", 45), ("Sharma", 14), ("Devi", 30), ("Das", 11)]),
];

/// One in so many men of these countries is called Muhammad, in some spelling.
const MUHAMMADS: &[(&str, &[&str], u64)] = &[
    ("pk", &["Muhammad", "Mohammad", "Mohammed"], 5),
    ("eg", &["Mohamed", "Mohammed", "Muhammad"], 7),
    ("iq", &["محمد"], 7),
];

const SYLLABLES: &[&str] = &[
    "ba", "ko", "ri", "mun", "sel", "ta", "vo", "der", "lin", "gar", "pe", "sho", "nik", "al", "dan", "fu",
    "mar", "es", "zu", "hol", "ber", "ki", "ran", "to", "wal", "ged", "ni", "os", "yar", "mi", "lop", "che",
];
const ENDINGS: &[&str] =
    &["", "ov", "son", "ez", "ski", "i", "er", "yan", "enko", "oglu", "mann", "ic", "s", "dze", "a", "o"];

/// A stream of numbers from a seed.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.roll() % limit.max(1)
    }

    fn unit(&mut self) -> f64 {
        (self.roll() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// The people of a seed.
pub(crate) struct Population {
    /// Parts by script, with the sums of their counts up to each.
    pools: BTreeMap<u8, (Vec<&'static str>, Vec<u64>)>,
    seed: u64,
}

fn script(text: &str) -> u8 {
    match text.chars().next().map_or(0, u32::from) {
        0x400..=0x52f => 1,
        0x590..=0x5ff => 2,
        0x600..=0x6ff => 3,
        0xac00..=0xd7ff => 4,
        0x4e00..=0x9fff => 5,
        0..=0x24f => 0,
        _ => 6,
    }
}

impl Population {
    pub(crate) fn new(seed: u64) -> Self {
        let mut pools: BTreeMap<u8, (Vec<&'static str>, Vec<u64>)> = BTreeMap::new();
        for line in PARTS.lines().filter(|line| !line.starts_with(['#', '*'])) {
            if let Some((part, count)) = line.split_once('\t')
                && part.chars().count() > 1
                && let Ok(count) = count.parse::<u64>()
            {
                let (parts, sums) = pools.entry(script(part)).or_default();
                parts.push(part);
                sums.push(sums.last().copied().unwrap_or(0) + count);
            }
        }
        Self { pools, seed }
    }

    fn part(&self, of: u8, dice: &mut Dice) -> &'static str {
        let Some((parts, sums)) = self.pools.get(&of).or_else(|| self.pools.get(&0)) else { return "" };
        let at = dice.below(sums.last().copied().unwrap_or(1));
        parts[sums.partition_point(|sum| *sum <= at).min(parts.len() - 1)]
    }

    /// The name, year, month, day and country of a person.
    pub(crate) fn person(&self, number: u64) -> (String, Option<(u64, u64, u64)>, &'static str) {
        let mut dice = Dice(self.seed ^ number.wrapping_mul(0x2545_f491_4f6c_dd1d));
        let mut place = dice.below(HEADS.iter().map(|head| head.1).sum::<u64>() + 200);
        let mut country = "";
        let mut family = None;
        let mut writing = [0, 0, 0, 0, 0, 0, 1, 2, 3, 6][dice.below(10) as usize];
        for (code, share, heads) in HEADS {
            if place < *share {
                country = code;
                writing = script(heads[0].0);
                let mut at = dice.below(1000);
                family = heads.iter().find(|(_, share)| {
                    let here = at < *share;
                    at = at.saturating_sub(*share);
                    here
                });
                break;
            }
            place -= share;
        }
        let family = match family {
            Some((name, _)) => (*name).to_owned(),
            None if writing == 0 && dice.below(100) < 60 => tail(&mut dice),
            None => self.part(writing, &mut dice).to_owned(),
        };
        let mut given = self.part(writing, &mut dice);
        if let Some((_, spellings, one_in)) = MUHAMMADS.iter().find(|head| head.0 == country)
            && dice.below(*one_in) == 0
        {
            given = spellings[dice.below(spellings.len() as u64) as usize];
        }
        let middle =
            if dice.below(100) < 30 { format!(" {}", self.part(writing, &mut dice)) } else { String::new() };
        let name = if writing == 4 || writing == 5 {
            format!("{family}{given}")
        } else {
            format!("{given}{middle} {family}")
        };
        // Two in five records have no date; years lie as ages do.
        let born = (dice.below(5) > 1).then(|| {
            let age = 18.0 + 60.0 * dice.unit().powf(1.4);
            (2024 - age as u64, 1 + dice.below(12), 1 + dice.below(28))
        });
        (name, born, country)
    }

    pub(crate) fn subject(&self, number: u64) -> Subject {
        let (name, born, country) = self.person(number);
        let mut properties = BTreeMap::from([("name".to_owned(), vec![name])]);
        if let Some((year, month, day)) = born {
            properties.insert("birthDate".to_owned(), vec![format!("{year}-{month:02}-{day:02}")]);
        }
        if !country.is_empty() {
            properties.insert("nationality".to_owned(), vec![country.to_owned()]);
        }
        let id = SubjectId::new(&format!("N{number:09}")).expect("an identifier");
        Subject { id, schema: "Person".to_owned(), properties }
    }
}

/// A family name of the long tail: the higher the rank that is drawn, the rarer.
fn tail(dice: &mut Dice) -> String {
    let rank = (dice.unit() * (2_000_000_f64).ln()).exp() as u64;
    let mut shuffled = Dice(rank.wrapping_mul(0x9e6c_63d0_876a_68ee));
    let count = 2 + shuffled.below(2);
    let mut name: String =
        (0..count).map(|_| SYLLABLES[shuffled.below(SYLLABLES.len() as u64) as usize]).collect();
    name.push_str(ENDINGS[shuffled.below(ENDINGS.len() as u64) as usize]);
    name
}
