//! Reading rule sets where they are declared.

use super::check;
use super::rule::{Meaning, Named, Rule};
use crate::lower::Library;
use crate::lower::codes::declared_at;
use crate::lower::expr::{days_of, in_unit};
use crate::modules::{Module, declared_name};
use crate::study::{After, DrugSet, LineNumbers, Type};
use crate::value::Number;
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A declared rule set.
#[derive(Debug)]
pub(in crate::lower) struct RuleSet {
    /// The declared version.
    pub(super) version: Option<String>,
    /// Its rules in the order written.
    pub(super) rules: Vec<Rule>,
    /// The declared name's place.
    pub(super) span: Span,
    /// Whether all of it could be understood.
    pub(super) understood: bool,
}

/// Reads the rule sets of some modules.
pub(in crate::lower) fn rule_sets(
    library: &Library<'_>,
    modules: &[&Module],
    out: &mut Vec<Diagnostic>,
) -> BTreeMap<(String, String), Rc<RuleSet>> {
    let mut sets = BTreeMap::new();
    for module in modules {
        for item in module.names.values() {
            if let ast::Item::Lines(decl) = item
                && let Some(name) = declared_name(item)
                && let ast::LinesBody::Rules(entries) = decl.body()
            {
                let set = rule_set(library, module, decl, &entries, out);
                sets.insert((module.path.clone(), name.text()), Rc::new(set));
            }
        }
    }
    sets
}

fn rule_set(
    library: &Library<'_>,
    module: &Module,
    decl: &ast::LinesDecl,
    entries: &[ast::LinesEntry],
    out: &mut Vec<Diagnostic>,
) -> RuleSet {
    let span = declared_at(decl.name(), decl.range(), module.file);
    let mut reader = Reader::new(library, module, out);
    let mut rules = Vec::new();
    let mut understood = true;
    for entry in entries {
        match entry {
            ast::LinesEntry::Rule(rule) => match reader.rule(rule) {
                Some(read) => rules.extend(read),
                None => understood = false,
            },
            ast::LinesEntry::Bad(_) => understood = false,
        }
    }
    if let Some(cohort) = decl.cohort() {
        reader.out.push(
            Diagnostic::error(Code::K0505, "A rule set is for no cohort")
                .at(module.span(cohort.range()), "belongs where the rules are used")
                .help("write `for …` where lines are made of the rules: `lines therapy for COHORT = RULE_SET starting …`"),
        );
    }
    // What could not be read may be what seems to be missing or to be contradicted. Rules without a file's error only.
    if understood && !entries.is_empty() {
        check::rules(&rules, span, check::Which::Declared, out);
    }
    RuleSet {
        version: decl.version().map(|version| version.value()),
        rules,
        span,
        understood,
    }
}

/// Reads rules in a module.
pub(super) struct Reader<'r, 'm> {
    pub(super) library: &'r Library<'m>,
    pub(super) module: &'r Module,
    /// The modules whose drugs are known besides.
    pub(super) also: Vec<String>,
    pub(super) out: &'r mut Vec<Diagnostic>,
    /// The substances that the rule under way names one by one.
    named: Vec<Named>,
}

impl<'r, 'm> Reader<'r, 'm> {
    /// A reader for rules that stand in a module: the drugs of the modules that it uses are known there.
    pub(super) fn new(library: &'r Library<'m>, module: &'r Module, out: &'r mut Vec<Diagnostic>) -> Self {
        Self {
            library,
            module,
            also: used_modules(module).into_iter().collect(),
            out,
            named: Vec::new(),
        }
    }

    /// What a clause says, as one rule or several; nothing if it is wrong, which was then reported.
    pub(super) fn rule(&mut self, written: &ast::LineRule) -> Option<Vec<Rule>> {
        let text = kohort_grammar::one_line(written.syntax());
        let meanings = self.meanings(written, &text)?;
        let named = std::mem::take(&mut self.named);
        let span = self.module.span(written.range());
        let cut = self
            .module
            .span(kohort_grammar::lines_to_remove(written.syntax()));
        let alone = meanings.len() == 1;
        let rule = |meaning| Rule {
            meaning,
            text: text.clone(),
            span,
            module: self.module.path.clone(),
            named: named.clone(),
            cut,
            alone,
            changed: false,
        };
        Some(meanings.into_iter().map(rule).collect())
    }

    fn meanings(&mut self, written: &ast::LineRule, text: &str) -> Option<Vec<Meaning>> {
        self.named.clear();
        let one = |meaning: Meaning| Some(vec![meaning]);
        match written {
            ast::LineRule::Drugs(rule) => one(Meaning::Drugs(self.eligible(rule)?)),
            ast::LineRule::Records(rule) => one(Meaning::Records(rule.condition()?)),
            ast::LineRule::Window(rule) => one(Meaning::Window(self.window(rule, text)?)),
            ast::LineRule::Gap(rule) => one(Meaning::Gap(self.gap(rule, text)?)),
            ast::LineRule::Cover(rule) => one(Meaning::Cover(self.cover(rule, text)?)),
            ast::LineRule::Cycle(rule) => one(Meaning::Cycle(
                self.days(&rule.length()?, "The length of a cycle")?,
            )),
            ast::LineRule::LookBack(rule) => one(Meaning::LookBack(
                self.days(&rule.length()?, "How far a study looks back")?,
            )),
            ast::LineRule::NewDrug(rule) => self.new_drug(rule, text),
            ast::LineRule::Added(rule) => self.added(rule, text),
            ast::LineRule::Interchange(rule) => self.interchange(rule, text),
            ast::LineRule::Dropped(rule) => one(Meaning::Dropped(self.dropped(rule, text)?)),
            ast::LineRule::Maintenance(rule) => self.maintenance(rule, text),
            ast::LineRule::Breaker(rule) => self.breaker(rule, text),
            ast::LineRule::Setting(rule) => one(Meaning::Setting(self.setting(rule)?)),
            ast::LineRule::Advance(rule) => self.advances_only(rule, text),
            ast::LineRule::Discontinuation(rule) => one(Meaning::Discontinuation(
                self.days(&rule.length()?, "How long a patient must be observed")?,
            )),
            ast::LineRule::Regimen(rule) => one(Meaning::Regimens(self.regimens(rule)?)),
            ast::LineRule::Most(rule) => {
                let place = self.module.span(rule.range());
                one(Meaning::AtMost(self.counted(&rule.number()?, "lines", place)?))
            }
            ast::LineRule::Absent(rule) => one(Meaning::Absent(rule.kind()?)),
        }
    }

    /// A length of time in whole days.
    pub(super) fn days(&mut self, written: &ast::DurationLit, role: &str) -> Option<i64> {
        let place = self.module.span(written.range());
        let (number, ty) = self.length(written)?;
        match days_of(&number, &ty, role, place) {
            Ok(days) => Some(days),
            Err(finding) => {
                self.out.push(*finding);
                None
            }
        }
    }

    /// A length of time in the unit in which it is written.
    pub(super) fn length(&mut self, written: &ast::DurationLit) -> Option<(Number, Type)> {
        let unit = written.unit()?;
        match Number::parse_decimal(&written.number()) {
            Some(number) => Some(in_unit(number, unit)),
            None => {
                let place = self.module.span(written.range());
                self.out.push(
                    Diagnostic::error(Code::K0313, "This number is too long")
                        .at(place, "cannot be read")
                        .help("numbers may have up to 400 digits in all"),
                );
                None
            }
        }
    }

    /// A number of things that are counted from 1.
    pub(super) fn counted(&mut self, written: &str, what: &str, place: Span) -> Option<u32> {
        let number = Number::parse_decimal(written).and_then(|number| number.to_i64());
        let number = number.and_then(|number| u32::try_from(number).ok());
        let number = number.filter(|number| (1..=1_000_000).contains(number));
        if number.is_none() {
            self.out.push(
                Diagnostic::error(Code::K1005, format!("There are no `{written}` {what}"))
                    .at(place, format!("{what} are counted 1, 2, 3 …"))
                    .help("write a whole number from 1"),
            );
        }
        number
    }

    /// The lines that a rule is for.
    pub(super) fn lines(&mut self, written: Option<ast::LineNumbers>, place: Span) -> Option<LineNumbers> {
        let Some(written) = written else {
            return Some(LineNumbers::ALL);
        };
        let from = self.counted(&written.from, "lines", place)?;
        let to = match &written.to {
            Some(to) => Some(self.counted(to, "lines", place)?),
            None => None,
        };
        if to.is_some_and(|to| to < from) {
            self.out.push(
                Diagnostic::error(
                    Code::K1005,
                    format!("There are no lines {from} to {}", to.unwrap_or(from)),
                )
                .at(place, "the last number is smaller than the first")
                .help("write the smaller number first: `lines 2 to 5`"),
            );
            return None;
        }
        Some(LineNumbers { from, to })
    }

    /// How long something must have gone on.
    pub(super) fn after(&mut self, written: Option<&ast::AfterPart>) -> Option<After> {
        let Some(written) = written else {
            return Some(After::default());
        };
        let days = match written.length() {
            Some(length) => Some(self.days(&length, "The time after which a line advances")?),
            None => None,
        };
        let place = self.module.span(written.range());
        let cycles = match written.cycles() {
            Some(cycles) => Some(self.counted(&cycles, "cycles", place)?),
            None => None,
        };
        Some(After { days, cycles })
    }

    /// Some drugs; all, if none are written.
    pub(super) fn some_drugs(&mut self, written: &[ast::DrugSet]) -> Option<Option<DrugSet>> {
        match written {
            [] => Some(None),
            _ => Some(Some(self.drugs(written)?)),
        }
    }

    /// The substances of some sets.
    pub(super) fn drugs(&mut self, written: &[ast::DrugSet]) -> Option<DrugSet> {
        let mut understood = true;
        let mut drugs = BTreeSet::new();
        for set in written {
            if let Some(value) = set.value() {
                self.out.push(
                    Diagnostic::error(Code::K0211, "Rules name drugs, not what a patient was given")
                        .at(self.module.span(value.range()), "differs from patient to patient")
                        .help("name drugs, sets of drugs or classes: `{ cisplatin, class taxane }`"),
                );
                understood = false;
                continue;
            }
            let members = set.members();
            let parts = (members.as_slice(), &*set.except());
            let named = self
                .library
                .drug_members(self.module, &self.also, parts, self.out);
            understood &= named.is_some();
            drugs.extend(named.unwrap_or_default());
            for member in members.iter().filter(|member| !member.is_class()) {
                self.note_substance(member);
            }
        }
        let texts: Vec<String> = written
            .iter()
            .map(|set| kohort_grammar::one_line(set.syntax()))
            .collect();
        understood.then(|| DrugSet {
            text: texts.join(", "),
            drugs: drugs.into_iter().collect(),
        })
    }

    /// The substances that the rule under way named one by one, so far.
    pub(super) fn named(&self) -> &[Named] {
        &self.named
    }

    /// Keeps the place of a drug that is named by itself.
    fn note_substance(&mut self, member: &ast::DrugsMember) {
        let Some(name) = member.name() else { return };
        let found = self.library.find_drug(self.module, &name.text());
        let drug = found.or_else(|| {
            let declares = |path: &String| self.library.drug_in(path, &name.text());
            // A set of that name hides the drug.
            let hidden = self.library.modules.find(self.module, &name.text()).is_some();
            self.also.iter().find_map(declares).filter(|_| !hidden)
        });
        if let Some(drug) = drug {
            let cut = kohort_grammar::member_to_remove(member.syntax());
            self.named.push(Named {
                drug: drug.qualified.clone(),
                span: self.module.span(name.range()),
                cut: cut.map(|range| self.module.span(range)),
            });
        }
    }
}

/// The modules that a module imports from, by path.
pub(super) fn used_modules(module: &Module) -> BTreeSet<String> {
    module
        .imports
        .values()
        .map(|import| import.module.clone())
        .collect()
}
