//! The kinds of nodes and tokens in a Kohort syntax tree, and their binding to rowan.
//!
//! Invariant: `SyntaxKind` is a plain `repr(u16)` enumeration written once, with its table of variants, by one macro;
//! converting a kind to rowan and back is the identity. Keywords share one token kind, because most of them are words of the field
//! that may also be names; [`crate::KEYWORDS`] says which word plays which part.
//! Not here: what children a node has (see `ast`), how text becomes a tree (see `build`).

/// Declares the enumeration and the table of all its variants, so that the two cannot drift apart.
macro_rules! syntax_kinds {
    ($($(#[$attribute:meta])* $kind:ident,)*) => {
        /// What a node or a token of the tree is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u16)]
        #[allow(missing_docs)] // Nodes are documented by the view of the same name in `ast`; tokens speak for themselves.
        pub enum SyntaxKind { $($(#[$attribute])* $kind,)* }

        /// Every kind, at the index that is its number.
        const ALL: &[SyntaxKind] = &[$(SyntaxKind::$kind,)*];
    };
}

syntax_kinds! {
    // Trivia.
    Whitespace,
    Comment,
    DocComment,
    // Tokens with text of their own.
    Word,
    Keyword,
    Number,
    Ordinal,
    Date,
    Unit,
    Code,
    Text,
    // Punctuation and operators.
    LeftBrace,
    RightBrace,
    LeftParen,
    RightParen,
    LeftBracket,
    RightBracket,
    Comma,
    Dot,
    Colon,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Plus,
    Minus,
    Star,
    Slash,
    /// Text that no rule of the language accepts; always reported.
    Unexpected,

    // Items.
    File,
    StudyDecl,
    UseDecl,
    UseName,
    ParameterDecl,
    PrecisionDecl,
    Placement,
    PrecisionBound,
    PrecisionOtherwise,
    LetDecl,
    Modifier,
    CodesDecl,
    CodesEntry,
    CodePattern,
    AnalyteDecl,
    UnitEntry,
    ConvertList,
    ConvertEntry,
    PlausibleEntry,
    NamesEntry,
    DrugDecl,
    ClassEntry,
    UnavailableEntry,
    UnavailableCountry,
    DrugsDecl,
    RegimenDecl,
    DrugsMember,
    ModelDecl,
    EntityDecl,
    AttributeDecl,
    TypeDecl,
    SourceDecl,
    CountryEntry,
    MinimumCellEntry,
    PeriodEntry,
    AnchoredEntry,
    BoundDecl,
    AbsentEntityDecl,
    TableDecl,
    TableFile,
    TableHeader,
    XmlColumn,
    TableList,
    ListRow,
    TableJoin,
    JoinStep,
    JoinPair,
    OptOutDecl,
    RowCondition,
    RowTest,
    EntityMappingDecl,
    RepeatsOption,
    MappingDecl,
    MappingOption,
    AlwaysValue,
    Conversion,
    PrecisionBy,
    PrecisionEntry,
    DrugLookup,
    MapEntry,
    UnitMapEntry,
    CohortDecl,
    IndexEntry,
    CriterionEntry,
    ReportDecl,
    ReportEntry,
    ReportPart,
    ReportTimes,
    ExtraResult,
    LinesDecl,
    ForCohort,
    LinesUse,
    StartingPart,
    UntilPart,
    DrugsRule,
    WindowRule,
    GapRule,
    GapFrom,
    CoverRule,
    NewDrugRule,
    AddedRule,
    DrugDelay,
    AfterPart,
    CycleCount,
    InterchangeRule,
    InterchangeGroup,
    DroppedRule,
    MaintenanceRule,
    WithinPart,
    InLines,
    WithoutPart,
    CycleRule,
    BreakerRule,
    BreakerEnd,
    BreakerException,
    SettingRule,
    AdvanceRule,
    DiscontinuationRule,
    LookBackRule,
    RegimenRule,
    MostRule,
    RecordsRule,
    AbsentRule,
    RuleScope,
    DrugSet,
    EndpointDecl,
    EndpointParam,
    EndpointUse,
    EndpointArg,
    FromPart,
    EventEntry,
    CensoredEntry,
    EnteringEntry,
    MissingEntry,
    NegativeEntry,
    LandmarkEntry,
    MeasureEntry,
    CharacteristicDecl,
    CaseList,
    Case,
    BandList,
    Band,
    DrugsTest,
    TestDecl,
    TestPatient,
    TestRecord,
    RecordDates,
    RecordEvery,
    RecordBoolean,
    ExpectEntry,
    /// A damaged or unknown item at the top level.
    BadItem,
    /// A damaged or unknown entry inside a block.
    BadEntry,
    /// Text inside an otherwise sound node that does not belong there.
    Misplaced,

    // Leaves with a meaning.
    Name,
    NameOrString,
    StringLit,
    NumberLit,
    UnitLit,
    DurationLit,
    DateLit,

    // Expressions.
    Path,
    OrExpr,
    AndExpr,
    NotExpr,
    CompareExpr,
    InExpr,
    IsExpr,
    HasExpr,
    AnyOfExpr,
    RelationExpr,
    OrElseExpr,
    IfExpr,
    IfAvailableExpr,
    OnlyInExpr,
    BinaryExpr,
    NegateExpr,
    FieldExpr,
    SubscriptExpr,
    ParenExpr,
    LiteralExpr,
    AgeAtExpr,
    ExtremeExpr,
    PeriodEndExpr,
    PickExpr,
    AggregateExpr,
    EventsExpr,
    EpisodesExpr,
    GapExpr,
    RangeExpr,
    ItemSet,
    Clause,
}

impl SyntaxKind {
    /// Blanks, line ends and comments: what can be changed without changing what the file says.
    #[must_use]
    pub fn is_trivia(self) -> bool {
        matches!(
            self,
            SyntaxKind::Whitespace | SyntaxKind::Comment | SyntaxKind::DocComment
        )
    }

    /// `true` for leaves of the tree, `false` for nodes with children.
    #[must_use]
    pub fn is_token(self) -> bool {
        self < SyntaxKind::File
    }
}

impl From<SyntaxKind> for rowan::SyntaxKind {
    fn from(kind: SyntaxKind) -> Self {
        rowan::SyntaxKind(kind as u16)
    }
}

/// Kohort as a rowan language. Uninhabited: it only names the types below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kohort {}

impl rowan::Language for Kohort {
    type Kind = SyntaxKind;

    fn kind_from_raw(raw: rowan::SyntaxKind) -> SyntaxKind {
        ALL.get(usize::from(raw.0))
            .copied()
            .unwrap_or(SyntaxKind::Unexpected)
    }

    fn kind_to_raw(kind: SyntaxKind) -> rowan::SyntaxKind {
        kind.into()
    }
}

/// A node of the syntax tree.
pub type SyntaxNode = rowan::SyntaxNode<Kohort>;
/// A leaf of the syntax tree.
pub type SyntaxToken = rowan::SyntaxToken<Kohort>;
/// A node or a leaf of the syntax tree.
pub type SyntaxElement = rowan::SyntaxElement<Kohort>;

#[cfg(test)]
mod tests {
    use super::{ALL, Kohort, SyntaxKind};
    use rowan::Language;

    #[test]
    fn a_kind_survives_the_way_through_rowan() {
        for &kind in ALL {
            assert_eq!(Kohort::kind_from_raw(Kohort::kind_to_raw(kind)), kind);
        }
        assert!(SyntaxKind::Unexpected.is_token() && !SyntaxKind::File.is_token());
    }
}
