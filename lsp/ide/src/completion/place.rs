//! What part of a declaration a name at the place would be.
//!
//! The text was read with a name at the cursor, so the tree says what the parser took it for. Invariant: where the parser
//! takes no name, there is no place for one, and only words of the language can follow.

use kohort_grammar::{SyntaxKind, SyntaxNode, SyntaxToken};

/// What a name would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Inside a comment or a text: nothing is to be completed.
    Nothing,
    /// No name, only a word of the language.
    Word,
    /// A value.
    Value,
    /// What a value may be `in`.
    Set,
    /// Records, behind a pick.
    Events,
    /// Behind the dot that follows this much of the text.
    Field { end: u32 },
    /// A module behind `use`.
    Module,
    /// A name of a module, in braces or behind its dot.
    UseName { module: String, grouped: bool },
    /// The model of a study or a source.
    Model,
    /// A cohort.
    Cohort,
    /// Rules for lines of therapy.
    Rules,
    /// The definition of an endpoint.
    EndpointRule,
    /// A module of regimens.
    Regimens,
    /// A module of drugs.
    DrugModule,
    /// The first name of a date's path.
    DatePath,
    /// A drug, a set of drugs, or only a class.
    Drugs { class_only: bool },
    /// A code system.
    System,
    /// A unit behind a number.
    Unit,
    /// A unit of time behind a number.
    TimeUnit,
    /// What a report shows of cohorts.
    ReportBy,
    /// A result that is shown as well.
    ExtraResult,
    /// The entity or patient attribute that a record of a test begins with.
    RecordHead,
    /// An attribute or a value in a record of a test.
    RecordValue,
    /// An entity that a source maps, or says to be absent.
    MappedEntity,
    /// An attribute that a source maps.
    MappedAttribute,
    /// What a source's text stands for.
    MappedValue,
    /// An analyte by name.
    Analyte,
    /// A table of a source.
    Table,
    /// The type of an attribute or of a parameter.
    Type,
    /// What is given to the definition of an endpoint.
    Argument,
    /// What became of an expected time.
    Status,
    /// A setting of treatment in rules for lines.
    Setting,
}

/// What the name at the cursor was taken for.
pub(super) fn place(token: &SyntaxToken) -> Place {
    match token.kind() {
        SyntaxKind::Comment | SyntaxKind::DocComment | SyntaxKind::Text => Place::Nothing,
        SyntaxKind::Unit => Place::Unit,
        SyntaxKind::Unexpected if inside(token, SyntaxKind::DurationLit) => Place::TimeUnit,
        SyntaxKind::Unexpected if inside(token, SyntaxKind::ReportTimes) => Place::TimeUnit,
        SyntaxKind::Word => name(token).unwrap_or(Place::Word),
        _ => Place::Word,
    }
}

fn inside(token: &SyntaxToken, kind: SyntaxKind) -> bool {
    token.parent().is_some_and(|parent| parent.kind() == kind)
}

fn name(token: &SyntaxToken) -> Option<Place> {
    use SyntaxKind as K;
    let node = token.parent()?;
    let up = node.parent()?;
    Some(match (node.kind(), up.kind()) {
        (K::Name, K::Path) => path(&node, &up)?,
        (K::Name, K::FieldExpr) => Place::Field {
            end: dot_before(token)?,
        },
        (K::Name, K::UseName) => {
            let declaration = up.parent()?;
            if up.children().next().as_ref() != Some(&node) {
                return Some(Place::Word);
            }
            let module = declaration.children().find(|child| child.kind() == K::Path)?;
            let mut tokens = declaration.children_with_tokens();
            Place::UseName {
                module: significant(&module),
                grouped: tokens.any(|child| child.kind() == K::LeftBrace),
            }
        }
        (K::Name, K::CohortDecl) => match up.children().find(|child| child.kind() == K::Name) {
            Some(first) if first == node => Place::Word,
            _ => Place::Cohort,
        },
        (K::Name, K::ExpectEntry) if is_behind(token, SyntaxKind::Comma) => Place::Status,
        (K::Name, K::ForCohort | K::ExpectEntry) => Place::Cohort,
        (K::Name, K::SettingRule) => Place::Setting,
        (K::Name, K::ReportPart) => match first_word(&up).as_str() {
            "for" => Place::Cohort,
            _ => Place::ReportBy,
        },
        (K::Name, K::ExtraResult) => Place::ExtraResult,
        (K::Name, K::DrugsMember) => Place::Drugs {
            class_only: first_word(&up) == "class",
        },
        (K::Name, K::ClassEntry) => Place::Drugs { class_only: true },
        (K::Name, K::CodesEntry) => Place::System,
        (K::Name, K::Conversion) if up.first_child().as_ref() == Some(&node) => Place::System,
        (K::Name, K::DrugLookup) => Place::System,
        (K::Name, K::EntityMappingDecl | K::AbsentEntityDecl) => Place::MappedEntity,
        (K::Name, K::MappingDecl) => match first_word(&up).as_str() {
            "let" => Place::Word,
            _ => Place::MappedAttribute,
        },
        (K::Name, K::AlwaysValue) => Place::MappedValue,
        (K::Name, K::UnitMapEntry) => Place::Analyte,
        (K::NameOrString, K::MapEntry) => Place::MappedValue,
        (K::NameOrString, K::EntityMappingDecl | K::OptOutDecl)
            if up
                .children()
                .find(|child| child.kind() == K::NameOrString)
                .as_ref()
                == Some(&node) =>
        {
            Place::Table
        }
        (K::NameOrString, K::TableJoin) => Place::Table,
        (K::NameOrString, K::JoinStep) => Place::Table,
        (K::Name, K::TypeDecl) => Place::Type,
        (K::Name, K::TestRecord) => match up.children().find(|child| child.kind() == K::Name) {
            Some(first) if first == node => Place::RecordHead,
            _ => Place::RecordValue,
        },
        (K::Name, K::EndpointArg) => Place::Argument,
        _ => Place::Word,
    })
}

fn path(name: &SyntaxNode, path: &SyntaxNode) -> Option<Place> {
    use SyntaxKind as K;
    let around = path.parent()?;
    let is_first = path.first_child().as_ref() == Some(name);
    Some(match around.kind() {
        K::UseDecl => Place::Module,
        K::StudyDecl | K::SourceDecl => Place::Model,
        K::LinesUse => Place::Rules,
        K::EndpointUse => Place::EndpointRule,
        K::RegimenRule => Place::Regimens,
        K::Conversion => Place::DrugModule,
        _ if !is_first => Place::Field {
            end: dot_before(&name.first_token()?)?,
        },
        K::PrecisionDecl | K::BoundDecl => Place::DatePath,
        K::DrugSet => Place::Drugs { class_only: false },
        K::EventsExpr
        | K::PickExpr
        | K::AggregateExpr
        | K::EpisodesExpr
        | K::GapExpr
        | K::WithoutPart
        | K::BreakerRule
        | K::AdvanceRule
            if around.first_child().as_ref() == Some(path) =>
        {
            Place::Events
        }
        K::InExpr if around.first_child().as_ref() != Some(path) => Place::Set,
        _ => Place::Value,
    })
}

/// Where the text before the dot ends that stands before a name.
fn dot_before(name: &SyntaxToken) -> Option<u32> {
    let dot = before(name).filter(|token| token.kind() == SyntaxKind::Dot)?;
    Some(dot.text_range().start().into())
}

/// Whether a name stands behind a token of a kind.
fn is_behind(name: &SyntaxToken, kind: SyntaxKind) -> bool {
    before(name).is_some_and(|token| token.kind() == kind)
}

/// What stands before a token, but for blanks and comments.
fn before(token: &SyntaxToken) -> Option<SyntaxToken> {
    let mut before = std::iter::successors(token.prev_token(), SyntaxToken::prev_token);
    before.find(|token| !token.kind().is_trivia())
}

/// The first word of a node.
pub(super) fn first_word(node: &SyntaxNode) -> String {
    let mut tokens = node
        .descendants_with_tokens()
        .filter_map(|element| element.into_token())
        .filter(|token| !token.kind().is_trivia());
    tokens
        .next()
        .map(|token| token.text().to_owned())
        .unwrap_or_default()
}

/// A node's text without blanks and comments.
pub(super) fn significant(node: &SyntaxNode) -> String {
    let tokens = node
        .descendants_with_tokens()
        .filter_map(|element| element.into_token());
    tokens
        .filter(|token| !token.kind().is_trivia())
        .map(|token| token.text().to_owned())
        .collect()
}
