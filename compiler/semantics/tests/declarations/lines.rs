//! Lines of therapy: how rule sets are read, changed and used, and what is said of those that cannot be right.

use crate::{analysed, shows};
use kohort_semantics::study::{EventsBase, ExprKind, LineRules, Lines, Study};
use std::sync::Arc;

const LIBRARY: &str = r#"
drug cisplatin "Cisplatin" { class platinum }
drug carboplatin { class platinum }
drug fluorouracil "5-FU" { class fluoropyrimidine }
drug capecitabine { class fluoropyrimidine }
drug oxaliplatin { class platinum }
drug pemetrexed { class antimetabolite }
drug bevacizumab { class biologic }
drug erlotinib { class targeted }
drug ondansetron { class supportive }
drugs chemotherapy { class platinum, class fluoropyrimidine, class antimetabolite }
drugs antineoplastic { chemotherapy, class biologic, class targeted }
model clinic version "1.0.0" {
  one patient { birth_date: Date }
  one death dated date { date: Date }
  many treatment dated start to end {
    start: Date
    end: Date
    drug: Drug
    cancelled: Boolean
    intent: Category { curative, palliative }
    setting: Category { neoadjuvant, adjuvant }
    days_supplied: Integer
  }
  many procedure dated date { date: Date kind: Category { resection, transplant } }
  many progression dated date { date: Date  certain: Boolean }
}
"#;

fn study(items: &str) -> String {
    format!("study s version \"1.0.0\" on clinic\n{LIBRARY}\n{items}\n")
}

/// A study whose lines follow from some rules, with further items.
fn with_rules(rules: &str, rest: &str) -> String {
    study(&format!(
        "lines rules version \"2.0.0\" {{\n{rules}\n}}\n\
         lines therapy = rules starting first progression.date until 2020-12-31\n{rest}\n\
         cohort treated {{ index therapy[1].start }}"
    ))
}

fn checked(text: &str) -> Arc<Study> {
    let analysis = analysed(text);
    let found: Vec<String> = analysis
        .diagnostics
        .iter()
        .filter(|found| found.code.to_string() != "K0502")
        .map(|found| format!("{}: {}", found.code, found.title))
        .collect();
    assert_eq!(found, Vec::<String>::new());
    analysis.study.expect("nothing is wrong")
}

fn lines_of(study: &Study) -> &Lines {
    let found = study
        .definitions
        .iter()
        .find_map(|definition| match &definition.value.kind {
            ExprKind::Events(events) => match &events.base {
                EventsBase::Lines(lines) => Some(lines.as_ref()),
                _ => None,
            },
            _ => None,
        });
    found.expect("the study has lines")
}

#[test]
fn every_rule_is_kept_as_data_and_in_its_words() {
    let study = checked(&with_rules(
        "drugs antineoplastic except { erlotinib }, bevacizumab
  records where cancelled is not true
  window <   30 days for line 1
  window 28 days for lines from 2
  gap > 12 weeks
  gap never for pemetrexed
  supply covers its days
  dose covers 28 days for class platinum
  cycle within 4 days
  look back 14 days
  new drug advances
  new drug chemotherapy advances after 2 cycles and 28 days, { cisplatin } after 90 days for lines from 2
  added to { fluorouracil, capecitabine } alone advances after 60 days
  interchange cisplatin with carboplatin, carboplatin with oxaliplatin, class fluoropyrimidine
  dropped drug continues
  dropped drug pemetrexed advances after 28 days
  maintenance pemetrexed continuation alone after 4 cycles within 42 days in line 1 without (progression where certain) others stopped for 28 days
  breaker any procedure where kind = transplant ends that day except first in line 1 except again within 180 days
  setting { neoadjuvant, adjuvant } excluded unless within 1 years
  setting curative counted separately
  advances only within 90 days after progression
  discontinuation confirmed by 90 days
  at most 8 lines",
        "",
    ));
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("lines__rules", format!("{:#?}", lines_of(&study).rules));
    });
}

/// The modules of the standard library that this chapter is about.
fn std_modules() -> impl Iterator<Item = &'static str> {
    kohort_stdlib::modules().filter(|path| *path == "std.lines" || path.starts_with("std.regimens."))
}

#[test]
fn the_library_of_rule_sets_and_regimens_is_clean() {
    let mut faults = Vec::new();
    for path in std_modules() {
        let text = kohort_stdlib::module(path).expect("it is listed");
        let formatted = kohort_grammar::format(&kohort_grammar::parse(text));
        if formatted.as_deref() != Ok(text) {
            faults.push(format!(
                "{path} is not as `kohort format` writes it:\n{}",
                formatted.unwrap_or_default()
            ));
        }
        let (codes, shown) = crate::seen(text);
        if !codes.is_empty() {
            faults.push(format!("{path}\n{shown}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Every rule set of the library makes lines of the common oncology model, and those of the notes mean what they say.
#[test]
fn every_rule_set_of_the_library_makes_lines() {
    let names = [
        "default_lines",
        "meng_2021_nsclc",
        "meng_2021_nsclc_initial",
        "hess_2021_nsclc",
        "hess_2021_gastric",
        "hess_2021_colorectal",
        "prostate_lines",
        "breast_lines",
        "myeloma_lines",
    ];
    let mut shown = String::new();
    for name in names {
        // Not every source of the library has days of supply.
        let with = match name {
            "myeloma_lines" => {
                "with dose covers 30 days\n\
                 for { lenalidomide, pomalidomide, thalidomide, ixazomib, panobinostat, selinexor, venetoclax }"
            }
            _ => "",
        };
        let text = format!(
            "study s version \"1.0.0\" on std.oncology\n\
             precision diagnosis.date as month, placed on day 15, otherwise missing\n\
             precision death.date as month, placed on day 15, otherwise missing\n\
             precision medication.start as day, otherwise missing\n\
             precision medication.end as day, otherwise missing\n\
             lines therapy = std.lines.{name} starting (first diagnosis).date until 2024-12-31 {with}\n\
             cohort treated {{ index each line of therapy }}\n"
        );
        let study = checked(&text);
        let lines = lines_of(&study);
        shown.push_str(&format!("{} {:?}\n", lines.rule_set.path, lines.rule_set.version));
        shown.push_str(&format!("  {} drugs\n", lines.rules.drug_names.len()));
        shown.push_str(&format!("  {} regimens\n", lines.rules.regimens.len()));
        shown.push_str(&format!("  death {}\n", lines.death.is_some()));
        shown.push_str(&format!(
            "  windows {:?}\n",
            lines
                .rules
                .windows
                .iter()
                .map(|rule| (rule.days, rule.inclusive, rule.lines.from))
                .collect::<Vec<_>>()
        ));
        shown.push_str(&format!(
            "  gaps {:?}\n",
            lines
                .rules
                .gaps
                .iter()
                .map(|rule| (&rule.text, rule.limit))
                .collect::<Vec<_>>()
        ));
        shown.push_str(&format!("  breakers {}\n", lines.breakers.len()));
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("lines__library", shown);
    });
}

const BASIC: &str = "  drugs antineoplastic\n  window 28 days\n";

/// The rules of lines that use a basic rule set with some more rules and change it.
fn changed_rules(rules: &str, with: &str) -> (LineRules, Vec<String>) {
    let study = checked(&study(&format!(
        "lines rules {{\n{BASIC}{rules}\n}}\nlines therapy = rules with {with}\n\
         cohort treated {{ index therapy[1].start }}"
    )));
    let lines = lines_of(&study);
    (lines.rules.clone(), lines.rule_set.changed.clone())
}

/// A change of a general rule keeps the exceptions from it; a new exception is added behind it.
#[test]
fn a_change_takes_the_place_of_the_rule_that_is_for_the_same() {
    let texts =
        |rules: &LineRules| -> Vec<String> { rules.gaps.iter().map(|rule| rule.text.clone()).collect() };
    let rules = "  gap > 180 days\n  gap never for erlotinib\n";
    let (found, changed) = changed_rules(rules, "gap   > 120 days");
    assert_eq!(texts(&found), ["gap > 120 days", "gap never for erlotinib"]);
    assert_eq!(changed, ["gap > 120 days"]);
    let (found, _) = changed_rules(rules, "gap never for pemetrexed, gap > 90 days for erlotinib");
    assert_eq!(
        texts(&found),
        [
            "gap > 180 days",
            "gap > 90 days for erlotinib",
            "gap never for pemetrexed"
        ]
    );
}

#[test]
fn no_rule_of_a_kind_is_left_where_the_use_says_so() {
    let rules = "  interchange cisplatin with carboplatin\n  breaker procedure\n  breaker progression\n";
    let (found, changed) = changed_rules(rules, "no interchange, no breaker");
    assert!(found.interchange.is_empty() && found.breakers.is_empty());
    assert_eq!(changed, ["no interchange", "no breaker"]);
}

/// A record of which nothing is said against counts; only a study that says more leaves such records aside.
#[test]
fn what_is_not_known_of_a_record_does_not_leave_it_out() {
    let study = checked(&with_rules(&format!("{BASIC}  setting adjuvant excluded"), ""));
    let lines = lines_of(&study);
    let Some(filter) = &lines.records.filter else {
        panic!("no condition")
    };
    let ExprKind::And(conditions) = &filter.kind else {
        panic!("one condition")
    };
    let kinds: Vec<bool> = conditions
        .iter()
        .map(|condition| matches!(condition.kind, ExprKind::OrElse(_)))
        .collect();
    // The drug, the cancelled orders (in sources that say it), the setting.
    assert_eq!(kinds, [false, false, true]);
    let ExprKind::IfAvailable { preferred, .. } = &conditions[1].kind else {
        panic!("always asked")
    };
    assert!(matches!(preferred.kind, ExprKind::OrElse(_)));
    assert!(lines.apart.is_none());
}

#[test]
fn the_first_part_of_a_line_is_picked_by_its_number() {
    let study = checked(&with_rules(BASIC, "let second = therapy[2].regimen").replace(
        "\ncohort",
        "\ncohort others { index therapy[1].start\n include given: second is known }\ncohort",
    ));
    let second = study
        .definitions
        .iter()
        .find(|found| found.name == "second")
        .expect("it is declared");
    let shown = format!("{:?}", second.value.kind);
    assert!(
        shown.contains("Line(Number)") && shown.contains("Line(Setting)"),
        "{shown}"
    );
    assert!(shown.contains("which: First"), "{shown}");
}

const COHORT: &str = "cohort treated {\n  index therapy[1].start\n  include a: CONDITION\n}";

/// A study that asks something of lines.
fn asks(condition: &str) -> String {
    study(&format!(
        "lines rules {{\n{BASIC}  at most 5 lines\n}}\nlines therapy = rules\n{}",
        COHORT.replace("CONDITION", condition)
    ))
}

#[test]
fn lines_can_be_asked_for_everything_that_they_say() {
    for condition in [
        "therapy[1].drugs has any in platinum and none in { erlotinib, class biologic }, unknown is not met",
        "therapy[2].drugs all in therapy[1].drugs, unknown is not met",
        "therapy[1].end_reason = new_drug, unknown is not met",
        "therapy[1].end_reason in { gap, death }, unknown is not met",
        "therapy[2] is missing",
        "any therapy where maintenance and number >= 2 before index, unknown is not met",
        "therapy[1].regimen = \"Cisplatin\", unknown is not met",
        "(last therapy where setting = main).number > 2, unknown is not met",
    ] {
        let condition = condition.replace("platinum", "class platinum");
        checked(&asks(&condition));
    }
}

shows!(incomplete: ["K1001", "K1001", "K1001"] &study(
    "lines none { gap > 90 days }\nlines some { drugs { cisplatin } window 28 days for lines 1 to 3 }\n\
     cohort all { index first progression.date }"
));
shows!(counted_in_days: ["K0315", "K1001", "K1001"] &study(
    "lines rules {\n  drugs antineoplastic\n  window 1 month\n}\n\
     lines others {\n  drugs antineoplastic\n  window 28 days\n  \
     maintenance pemetrexed switch others stopped for 28 days\n}\n\
     lines more {\n  drugs antineoplastic\n  window 28 days\n  dropped drug advances after 2 cycles\n}\n\
     cohort all { index first progression.date }"
));
shows!(contradictions: ["K1002", "K1002", "K1002", "K1002"] &study(&format!(
    "lines two_gaps {{\n{BASIC}  gap > 120 days\n  gap > 180 days\n}}\n\
     lines drug_out {{\n  drugs {{ cisplatin, erlotinib }} except erlotinib\n  window 28 days\n}}\n\
     lines long_window {{\n{BASIC}  gap > 14 days\n}}\n\
     lines itself {{\n{BASIC}  interchange cisplatin with cisplatin\n}}\n\
     cohort all {{ index first progression.date }}"
)));
shows!(without_effect: ["K1003", "K1003", "K1003", "K1003", "K1003"] &format!(
    "{LIBRARY}lines overridden {{\n{BASIC}  gap never for erlotinib\n  gap > 180 days\n}}\n\
     lines twice {{\n{BASIC}  gap > 180 days\n  gap > 180 days\n}}\n\
     lines not_eligible {{\n{BASIC}  gap never for ondansetron\n}}\n\
     lines no_class {{\n{BASIC}  gap never for class supportive\n}}\n\
     lines too_late {{\n{BASIC}  at most 2 lines\n  gap > 90 days for lines from 3\n}}\n"
));
shows!(without_effect_in_part: ["K1003", "K1003", "K1003", "K1003"] &format!(
    "{LIBRARY}lines one_of_two {{\n{BASIC}  gap never for {{ erlotinib, ondansetron }}\n}}\n\
     lines none_of_two {{\n{BASIC}  // Neither makes lines.\n  gap never for {{ ondansetron }}\n}}\n\
     lines one_part {{\n{BASIC}  new drug {{ erlotinib }} advances, {{ ondansetron }} after 90 days\n}}\n\
     lines late {{\n{BASIC}  at most 2 lines\n  new drug erlotinib advances, bevacizumab after 90 days for lines from 3\n}}\n"
));
shows!(without_effect_where_used: ["K1003"] &study(&format!(
    "lines rules {{\n{BASIC}}}\nlines therapy = rules with gap never for {{ erlotinib, ondansetron }}\n\
     cohort all {{ index therapy[1].start }}"
)));
shows!(unknown_drugs: ["K0201", "K0201", "K0211", "K0211"] &study(&format!(
    "lines rules {{\n{BASIC}  gap never for erlotinb\n  new drug class tageted never advances\n  \
     new drug progression advances\n  gap never for therapy[1].drugs\n}}\n\
     lines therapy = rules\ncohort all {{ index first progression.date }}"
).replace("new drug progression", "new drug other")
 .replace("cohort all", "let other = first progression.date\ncohort all")));
shows!(changes_are_checked: ["K1002", "K0201"] &study(&format!(
    "lines rules {{\n{BASIC}}}\nlines a = rules with gap > 20 days\nlines b = rules with gap never for erlotinb\n\
     cohort all {{ index a[1].start }}"
)));
shows!(no_rule_set: ["K0201", "K0203", "K0211", "K0201", "K0211"] &study(&format!(
    "lines rules {{\n{BASIC}}}\nlines a = ruels\nlines b = std.lins.x\nlines c = therapy\n\
     lines d = std.lines.default_line\nlines e = platins\nlines therapy = rules\n\
     drugs platins {{ cisplatin }}\ncohort all {{ index therapy[1].start }}"
)));
shows!(dates_and_cohorts: ["K0301", "K0301", "K0201"] &study(&format!(
    "lines rules {{\n{BASIC}}}\nlines a = rules starting 5\nlines b = rules until first progression\n\
     lines c for treatd = rules\ncohort treated {{ index first progression.date }}"
)));
shows!(numbers: ["K1005", "K1005"] &study(&format!(
    "lines rules {{\n{BASIC}  at most 2 lines\n}}\nlines therapy = rules\nlet none = therapy[0].start\n\
     let third = therapy[3].start\ncohort all {{ index therapy[1].start }}"
)));
shows!(other_cohort: ["K1007"] &study(&format!(
    "lines rules {{\n{BASIC}}}\nlines therapy for spread = rules starting index\nlet second = therapy[2]\n\
     cohort spread {{ index first progression.date }}\n\
     cohort later from spread {{ include given: second is known }}\n\
     cohort all {{\n  index first procedure.date\n  include given: second is known\n}}"
)));
shows!(settings: ["K0312", "K1001"] &study(&format!(
    "lines rules {{\n{BASIC}  setting {{ adjuvnt }} excluded\n}}\n\
     lines recent {{\n{BASIC}  setting adjuvant excluded unless within 12 months\n}}\n\
     lines a = rules\nlines b = recent\ncohort all {{ index first progression.date }}"
)));
shows!(regimens: ["K1006", "K1006", "K0211"] &study(&format!(
    "regimen xelox \"XELOX\" {{ capecitabine, oxaliplatin }}\nregimen capox {{ oxaliplatin, capecitabine }}\n\
     regimen classes {{ cisplatin, class fluoropyrimidine }}\n\
     lines rules {{\n{BASIC}  regimen names std.oncology\n}}\ncohort all {{ index first progression.date }}"
)));
shows!(words: ["K0312", "K0306", "K0301", "K0301"] &asks(
    "therapy[1].end_reason = deth and treatment[1].start > index\n  \
     include b: (first treatment).drug has any in platinum\n  include c: (first progression).date has all in cisplatin"
).replace("any in platinum", "any in cisplatin"));

shows!(no_records: ["K1004", "K1004"]
    "study s version \"1.0.0\" on small\n\
     model small version \"1.0.0\" {\n  one patient { birth_date: Date }\n  \
     many lab dated date { date: Date }\n}\n\
     drug cisplatin { class platinum }\n\
     lines rules { drugs { cisplatin } window 28 days }\nlines a = rules\nlines b = rules\n\
     cohort all { index birth_date }"
);
shows!(no_supply: ["K1004"] &study(
    "lines rules {\n  drugs antineoplastic\n  window 28 days\n  supply covers its days\n}\n\
     lines a = rules\ncohort all { index a[1].start }"
).replace("    days_supplied: Integer\n", ""));

/// The titles of the warnings about criteria that look ahead.
fn looks_ahead(rules: &str, criterion: &str) -> Vec<String> {
    let text = study(&format!(
        "lines rules {{\n{rules}}}\nlines therapy = rules\nlet first_line = therapy[1]\n\
         cohort treated {{\n  index first_line.start\n  include a: {criterion}, unknown is not met\n}}"
    ));
    let analysis = analysed(&text);
    let label = |found: &kohort_base::Diagnostic| found.labels.first().map(|label| label.message.clone());
    analysis
        .diagnostics
        .iter()
        .filter(|found| found.code == kohort_base::Code::K0502)
        .filter_map(label)
        .collect()
}

#[test]
fn a_line_that_is_the_index_is_seen_as_far_as_it_is_known() {
    let open = "has no latest date, so it sees all that happens after the index date";
    let never = format!("{BASIC}  new drug advances\n  new drug class biologic never advances\n");
    for (rules, criterion, expected) in [
        (BASIC, "therapy[1].start >= 2015-01-01", None),
        (BASIC, "first_line.number = 1", None),
        (
            BASIC,
            "therapy[1].drugs has any in class platinum",
            Some("sees up to 28 days after the index date"),
        ),
        (
            BASIC,
            "first_line.regimen = \"FOLFOX\"",
            Some("sees up to 28 days after the index date"),
        ),
        (&*never, "first_line.drugs has any in class platinum", Some(open)),
        (BASIC, "first_line.end >= 2015-01-01", Some(open)),
        (BASIC, "first_line.end_reason = gap", Some(open)),
        (BASIC, "therapy[2].start >= 2015-01-01", Some(open)),
    ] {
        let found = looks_ahead(rules, criterion);
        assert_eq!(found.first().map(String::as_str), expected, "{criterion}");
    }
}

/// The lines of the prostate study: for one cohort, and questions about sets of drugs by their names in the library.
#[test]
fn lines_of_a_cohort_and_questions_about_their_drugs() {
    let study = checked(
        "study s version \"1.0.0\" on std.oncology
use std.lines.{prostate_lines}
use std.regimens.prostate.{androgen_deprivation, first_generation_antiandrogen}
precision metastasis.date as month, placed on day 15, otherwise missing
precision death.date as month, placed on day 15, otherwise missing
precision medication.start as day, otherwise missing
precision medication.end as day, otherwise missing
cohort metastatic { index (first metastasis).date }
lines therapy for metastatic = prostate_lines starting index - 14 days
cohort intensified from metastatic {
  include intensified: therapy[1].drugs has any not in androgen_deprivation, first_generation_antiandrogen,
                       unknown is not met
}
",
    );
    assert_eq!(lines_of(&study).rule_set.path, "std.lines.prostate_lines");
}

/// What is only warned of must not take a rule, a regimen or a question away.
#[test]
fn a_drug_that_is_listed_twice_counts_once() {
    let once = with_rules(
        &format!("{BASIC}  gap never for {{ cisplatin }}"),
        "regimen pair \"Pair\" { cisplatin, pemetrexed }\nlet seen = therapy[1].drugs has any in { cisplatin }\n\
         cohort some from treated { include seen: seen, unknown is not met }",
    );
    let twice = once
        .replace("{ cisplatin }", "{ cisplatin, cisplatin }")
        .replace("pemetrexed }", "pemetrexed, cisplatin }");
    let analysis = analysed(&twice);
    let warned = analysis.diagnostics.iter().map(|found| found.code.as_str());
    let warned: Vec<&str> = warned.filter(|code| *code != "K0502").collect();
    assert_eq!(warned, ["K0404", "K0404", "K0404"]);
    let (once, twice) = (checked(&once), analysis.study.expect("it is only warned of"));
    let rules = |study: &Study| lines_of(study).rules.clone();
    assert_eq!(rules(&once).gaps.len(), rules(&twice).gaps.len());
    let criteria = |study: &Study| {
        study
            .cohorts
            .iter()
            .map(|cohort| cohort.criteria.len())
            .sum::<usize>()
    };
    assert_eq!((criteria(&once), criteria(&twice)), (1, 1));
}
