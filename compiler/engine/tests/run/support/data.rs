//! Data for the tests' plan.

use std::fmt::Write;
use std::path::Path;

/// One table as texts.
#[derive(Debug, Clone)]
pub struct Table {
    pub name: &'static str,
    pub columns: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
}

/// All tables of a data folder.
#[derive(Debug, Clone)]
pub struct Data {
    pub tables: Vec<Table>,
}

impl Table {
    pub fn new(name: &'static str, columns: &[&'static str], rows: &[&[&str]]) -> Self {
        let rows = rows
            .iter()
            .map(|row| row.iter().map(|cell| (*cell).to_owned()).collect())
            .collect();
        Self {
            name,
            columns: columns.to_vec(),
            rows,
        }
    }

    pub fn push(&mut self, row: &[&str]) {
        self.rows
            .push(row.iter().map(|cell| (*cell).to_owned()).collect());
    }

    pub fn rename(&mut self, from: &str, to: &'static str) {
        *self.columns.iter_mut().find(|column| **column == from).unwrap() = to;
    }

    pub fn csv(&self, delimiter: char) -> String {
        let quote = |cell: &str| {
            if cell.contains([delimiter, '"', '\n', '\r']) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.to_owned()
            }
        };
        let separator = delimiter.to_string();
        let mut text = self.columns.join(&separator);
        text.push('\n');
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(|cell| quote(cell)).collect();
            writeln!(text, "{}", cells.join(&separator)).unwrap();
        }
        text
    }
}

impl Data {
    pub fn write_csv(&self, folder: &Path, delimiter: char) {
        for table in &self.tables {
            std::fs::write(folder.join(format!("{}.csv", table.name)), table.csv(delimiter)).unwrap();
        }
    }

    /// The same rows in another order.
    pub fn shuffled(&self, seed: u64) -> Self {
        let mut random = Random(seed);
        let mut data = self.clone();
        for table in &mut data.tables {
            for position in (1..table.rows.len()).rev() {
                table
                    .rows
                    .swap(position, random.below(position as u64 + 1) as usize);
            }
        }
        data
    }
}

/// A small generator of numbers that look random and are always the same.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    pub fn pick<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        texts[self.below(texts.len() as u64) as usize]
    }

    pub fn date(&mut self) -> String {
        format!(
            "{}-{:02}-{:02}",
            2019 + self.below(4),
            1 + self.below(12),
            1 + self.below(28)
        )
    }
}

/// Five patients whose attrition can be followed by hand.
pub fn five_patients() -> Data {
    let patients: &[&[&str]] = &[
        &["p1", "1950-03-01", "F"],
        &["p2", "1960-07-15", "M"],
        &["p3", "2010-01-01", "F"],
        &["p4", "1971-11-30", "U"],
        &["p5", "1980-01-01", ""],
    ];
    let lab: &[&[&str]] = &[
        &["p1", "2020-01-05", "HB", "9.5", "g/dL"],
        &["p1", "2020-02-01", "HB", "120", "g/L"],
        &["p2", "2020-01-20", "HB", "99", "g/L"],
        &["p2", "", "HB", "7", "g/dL"],
        &["p4", "2020-06-01", "HB", "", "g/dL"],
        &["p4", "2020-06-02", "XYZ", "++", "none"],
        &["p9", "2020-06-02", "HB", "8", "g/dL"],
    ];
    let events: &[&[&str]] = &[
        &["p1", "D", "2020-01-10", "", "C34.1", ""],
        &["p1", "S", "2020-01-10", "2020-01-14", "", "1"],
        &["p2", "D", "2020-01-15", "", "c341", ""],
        &["p2", "S", "2020-02-01", "2020-02-02", "", "n/a"],
        &["p2", "S", "2020-03-01", "2020-02-02", "", "2"],
        &["p3", "D", "2020-05-01", "", "C34.9", ""],
        &["p4", "D", "2020-06-10", "", "C34", ""],
        &["p5", "D", "2020-06-10", "", "C50.1", ""],
        &["p5", "X", "not read", "", "not read", "not read"],
    ];
    Data {
        tables: vec![
            Table::new("patients", &["patient_id", "birth_date", "sex"], patients),
            Table::new("lab", &["patient_id", "test_date", "test", "result", "unit"], lab),
            Table::new("events", &["pid", "kind", "start", "end", "code", "ecog"], events),
            Table::new("consent", &["patient_id", "status"], &[&["p1", "1"]]),
        ],
    }
}

/// Many patients with all kinds of values.
pub fn many_patients(count: u64) -> Data {
    let mut random = Random(7);
    let mut data = five_patients();
    data.tables.iter_mut().for_each(|table| table.rows.clear());
    let [patients, lab, events, consent] = data.tables.as_mut_slice() else {
        unreachable!()
    };
    for number in 0..count {
        let key = format!("patient-{}", number * 7919 % 100_003);
        let birth = format!(
            "{}-{:02}-{:02}",
            1930 + random.below(90),
            1 + random.below(12),
            1 + random.below(28)
        );
        patients.push(&[&key, &birth, random.pick(&["M", "F", "U", ""])]);
        for _ in 0..random.below(12) {
            let date = if random.below(10) == 0 {
                String::new()
            } else {
                random.date()
            };
            let value = format!("{}.{}", random.below(20), random.below(10));
            let row = match random.below(4) {
                0 => [key.as_str(), &date, "CREA", &value, "mg/dL"],
                1 => [key.as_str(), &date, "OTHER", "positive", "titre"],
                2 => [key.as_str(), &date, "HB", &value, "g/dL"],
                _ => [
                    key.as_str(),
                    &date,
                    "HB",
                    &format!("{}", 60 + random.below(100)),
                    "g/L",
                ],
            };
            lab.push(&row);
        }
        for _ in 0..random.below(4) {
            events.push(&[
                &key,
                "D",
                &random.date(),
                "",
                random.pick(&["C34.1", "C349", "C50.1", "D12.0", ""]),
                "",
            ]);
        }
        for _ in 0..random.below(4) {
            let (start, end) = (random.date(), random.date());
            events.push(&[
                &key,
                "S",
                &start,
                &end,
                "",
                random.pick(&["0", "1", "2", "", "n/a"]),
            ]);
        }
        if random.below(20) == 0 {
            consent.push(&[&key, random.pick(&["1", "2"])]);
        }
    }
    lab.push(&["stranger", "2020-01-01", "HB", "9", "g/dL"]);
    consent.push(&["stranger", "2"]);
    data
}
