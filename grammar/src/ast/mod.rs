//! Typed views of the syntax tree.
//!
//! A view is a node of a known kind; it costs nothing to make and holds no data of its own. Every accessor answers
//! `None`, or leaves an element out, where the text is missing or damaged: the parser has then already reported it, so
//! a reader of these views need not. `range()` never includes leading or trailing blanks and comments.
//! Not here: any meaning. Names are not resolved, types are not known, a `1 July` is not checked against a calendar.

mod analyte;
mod availability;
mod bound;
mod characteristic;
mod clause;
mod codes;
mod cohort;
mod condition;
mod conversion;
mod drug;
mod drug_set;
mod endpoint;
mod endpoint_entry;
mod expression;
mod item;
mod join;
mod line_advance;
mod line_break;
mod line_maintenance;
mod line_rule;
mod line_time;
mod lines;
mod literal;
mod logic;
mod mapping;
mod model;
mod name;
mod pick;
mod precision;
mod report;
mod source;
mod subscript;
mod support;
mod table;
mod test;

pub use analyte::{AnalyteDecl, ConvertEntry, ConvertList, NamesEntry, PlausibleEntry, UnitEntry};
pub use availability::{IfAvailableExpr, OnlyInExpr};
pub use bound::{AbsentEntityDecl, AnchoredEntry, BoundDecl, BoundOtherwise, PeriodEntry};
pub use characteristic::{Band, BandKind, BandList, Case, CaseList, CharacteristicDecl, CharacteristicKind};
pub use clause::{Clause, ClauseKind};
pub use codes::{CodePattern, CodesDecl, CodesEntry};
pub use cohort::{CohortDecl, CohortEntry, CriterionEntry, IndexEntry, Modifier, ModifierKind};
pub use condition::{RepeatsKind, RepeatsOption, RowCondition, RowTest, RowTestKind};
pub use conversion::{
    Conversion, ConversionKind, DrugLookup, MapEntry, MapValue, PrecisionBy, PrecisionEntry, PrecisionValue,
    UnitMapEntry,
};
pub use drug::{
    ClassEntry, DrugDecl, DrugsDecl, DrugsMember, RegimenDecl, UnavailableCountry, UnavailableEntry,
};
pub use drug_set::{DrugSet, DrugsQuantity, DrugsTest, HasExpr};
pub use endpoint::{EndpointArg, EndpointBody, EndpointDecl, EndpointParam, EndpointUse, FromPart};
pub use endpoint_entry::{
    CensoredEntry, EndpointEntry, EnteringEntry, EventEntry, LandmarkEntry, MeasureEntry, MissingEntry,
    NegativeEntry, NegativeKind,
};
pub use expression::{
    AgeAtExpr, ArithmeticOp, BinaryExpr, Expr, ExtremeExpr, FieldExpr, IfExpr, NegateExpr, OrElseExpr,
    ParenExpr, PathExpr, PeriodEndExpr, RangeExpr,
};
pub use item::{BadEntry, BadItem, File, Item, LetDecl, ParameterDecl, StudyDecl, UseDecl, UseName};
pub use join::{JoinPair, JoinStep, TableJoin};
pub use line_advance::{
    AddedRule, AdvanceRule, DroppedRule, DrugDelay, InterchangeGroup, InterchangeRule, NewDrugRule,
};
pub use line_break::{
    BreakerDay, BreakerEnd, BreakerException, BreakerExceptionKind, BreakerRule, DiscontinuationRule,
    SettingKind, SettingRule,
};
pub use line_maintenance::{MaintenanceKind, MaintenanceRule, WithoutPart};
pub use line_rule::{
    AbsentRule, AbsentRuleKind, AfterPart, CycleCount, DrugsRule, InLines, LineNumbers, LineRule, MostRule,
    RecordsRule, RegimenRule, RuleScope, WithinPart,
};
pub use line_time::{CoverRule, CycleRule, GapFrom, GapRule, GapStart, LookBackRule, WindowRule};
pub use lines::{ForCohort, LinesBody, LinesDecl, LinesEntry, LinesUse, StartingPart, UntilPart};
pub use literal::{
    DateLit, DurationLit, LiteralExpr, LiteralKind, NumberLit, PrecisionWord, StringLit, TimeUnit, UnitLit,
};
pub use logic::{
    AndExpr, CompareExpr, CompareOp, InExpr, IsExpr, IsKind, ItemSet, NotExpr, OrExpr, Relation,
    RelationExpr, Set,
};
pub use mapping::{AlwaysKind, AlwaysValue, MappingDecl, MappingKind, MappingOption};
pub use model::{AttributeDecl, Cardinality, EntityDecl, ModelDecl, TypeDecl, TypeKind};
pub use name::{Name, NameOrString, Path};
pub use pick::{AggregateExpr, AggregateKind, EpisodesExpr, EventsExpr, GapExpr, PickExpr, PickKind};
pub use precision::{Otherwise, Placement, PlacementKind, PrecisionBound, PrecisionDecl, PrecisionOtherwise};
pub use report::{
    Comparison, ConfidenceType, ExtraResult, ReportDecl, ReportEntry, ReportKind, ReportPart, ReportPartKind,
    ReportTimes,
};
pub use source::{CountryEntry, EntityMappingDecl, MinimumCellEntry, OptOutDecl, SourceDecl};
pub use subscript::{AnyOfExpr, SubscriptExpr};
pub use table::{ListRow, TableDecl, TableFile, TableHeader, TableKind, TableList, XmlColumn};
pub use test::{
    ExpectEntry, ExpectKind, RecordBoolean, RecordDates, RecordEvery, RecordValue, TestDecl, TestPatient,
    TestRecord,
};

/// The range of a node without blanks and comments at its ends.
pub(crate) fn significant_range(node: &crate::SyntaxNode) -> rowan::TextRange {
    support::significant_range(node)
}

/// The text of a node from its first to its last token that is not blank or comment.
pub(crate) fn significant_source(node: &crate::SyntaxNode) -> String {
    let range = support::significant_range(node) - node.text_range().start();
    node.text().slice(range).to_string()
}
