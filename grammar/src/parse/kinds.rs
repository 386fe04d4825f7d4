//! Which kind of node or token each rule becomes.

use super::grammar::Rule;
use crate::SyntaxKind;

/// The kind of a rule that is a token.
pub(super) fn token(rule: Rule) -> Option<SyntaxKind> {
    Some(match rule {
        Rule::whitespace | Rule::blank | Rule::junk_space => SyntaxKind::Whitespace,
        Rule::plain_comment => SyntaxKind::Comment,
        Rule::doc_comment => SyntaxKind::DocComment,
        Rule::number | Rule::negative_number | Rule::year => SyntaxKind::Number,
        Rule::ordinal => SyntaxKind::Ordinal,
        Rule::date | Rule::loose_date => SyntaxKind::Date,
        Rule::unit_word | Rule::percent_sign => SyntaxKind::Unit,
        Rule::code => SyntaxKind::Code,
        Rule::quoted | Rule::unclosed | Rule::single_quoted => SyntaxKind::Text,
        Rule::precision_word
        | Rule::month_name
        | Rule::time_unit
        | Rule::any_constant
        | Rule::report_kind
        | Rule::comparison
        | Rule::confidence_type
        | Rule::foreign_null => SyntaxKind::Keyword,
        Rule::foreign_and | Rule::foreign_or | Rule::foreign_not => SyntaxKind::Keyword,
        Rule::double_equal => SyntaxKind::Equal,
        Rule::foreign_unequal => SyntaxKind::NotEqual,
        Rule::junk
        | Rule::nested_nearest
        | Rule::wrong_side
        | Rule::wrong_precision
        | Rule::wrong_month
        | Rule::wrong_time_unit => SyntaxKind::Unexpected,
        _ => return None,
    })
}

/// The kind of a comment. A doc comment that describes nothing is still one.
pub(super) fn comment(text: &str) -> SyntaxKind {
    if text.starts_with("///") && !text.starts_with("////") {
        SyntaxKind::DocComment
    } else {
        SyntaxKind::Comment
    }
}

/// The kind of a rule that is a node.
pub(super) fn node(rule: Rule) -> SyntaxKind {
    match rule {
        Rule::study => SyntaxKind::StudyDecl,
        Rule::use_item => SyntaxKind::UseDecl,
        Rule::use_name => SyntaxKind::UseName,
        Rule::parameter => SyntaxKind::ParameterDecl,
        Rule::let_item | Rule::changed_let => SyntaxKind::LetDecl,
        Rule::modifier => SyntaxKind::Modifier,
        Rule::precision => SyntaxKind::PrecisionDecl,
        Rule::precision_bound => SyntaxKind::PrecisionBound,
        Rule::precision_otherwise => SyntaxKind::PrecisionOtherwise,
        Rule::placement => SyntaxKind::Placement,
        Rule::codes => SyntaxKind::CodesDecl,
        Rule::codes_entry => SyntaxKind::CodesEntry,
        Rule::code_pattern => SyntaxKind::CodePattern,
        Rule::analyte => SyntaxKind::AnalyteDecl,
        Rule::unit_entry => SyntaxKind::UnitEntry,
        Rule::conversions => SyntaxKind::ConvertList,
        Rule::convert_entry => SyntaxKind::ConvertEntry,
        Rule::plausible => SyntaxKind::PlausibleEntry,
        Rule::names => SyntaxKind::NamesEntry,
        Rule::drug => SyntaxKind::DrugDecl,
        Rule::classes => SyntaxKind::ClassEntry,
        Rule::unavailable => SyntaxKind::UnavailableEntry,
        Rule::unavailable_country => SyntaxKind::UnavailableCountry,
        Rule::drugs => SyntaxKind::DrugsDecl,
        Rule::regimen => SyntaxKind::RegimenDecl,
        Rule::drugs_member => SyntaxKind::DrugsMember,
        Rule::model => SyntaxKind::ModelDecl,
        Rule::entity => SyntaxKind::EntityDecl,
        Rule::attribute => SyntaxKind::AttributeDecl,
        Rule::type_name => SyntaxKind::TypeDecl,
        Rule::source => SyntaxKind::SourceDecl,
        Rule::country => SyntaxKind::CountryEntry,
        Rule::minimum_cell => SyntaxKind::MinimumCellEntry,
        Rule::period => SyntaxKind::PeriodEntry,
        Rule::anchored => SyntaxKind::AnchoredEntry,
        Rule::bound => SyntaxKind::BoundDecl,
        Rule::absent_entity => SyntaxKind::AbsentEntityDecl,
        Rule::table => SyntaxKind::TableDecl,
        Rule::table_file => SyntaxKind::TableFile,
        Rule::file_header => SyntaxKind::TableHeader,
        Rule::xml_column => SyntaxKind::XmlColumn,
        Rule::table_list => SyntaxKind::TableList,
        Rule::list_row => SyntaxKind::ListRow,
        Rule::table_join => SyntaxKind::TableJoin,
        Rule::join_step => SyntaxKind::JoinStep,
        Rule::join_pair => SyntaxKind::JoinPair,
        Rule::opt_out => SyntaxKind::OptOutDecl,
        Rule::row_condition => SyntaxKind::RowCondition,
        Rule::row_test => SyntaxKind::RowTest,
        Rule::entity_mapping => SyntaxKind::EntityMappingDecl,
        Rule::repeats => SyntaxKind::RepeatsOption,
        Rule::mapping => SyntaxKind::MappingDecl,
        Rule::mapping_option => SyntaxKind::MappingOption,
        Rule::always_value => SyntaxKind::AlwaysValue,
        Rule::conversion => SyntaxKind::Conversion,
        Rule::precision_by => SyntaxKind::PrecisionBy,
        Rule::precision_entry => SyntaxKind::PrecisionEntry,
        Rule::drug_lookup => SyntaxKind::DrugLookup,
        Rule::map_entry => SyntaxKind::MapEntry,
        Rule::analyte_unit_entry | Rule::text_unit_entry => SyntaxKind::UnitMapEntry,
        Rule::cohort => SyntaxKind::CohortDecl,
        Rule::index => SyntaxKind::IndexEntry,
        Rule::criterion => SyntaxKind::CriterionEntry,
        Rule::report => SyntaxKind::ReportDecl,
        Rule::report_entry => SyntaxKind::ReportEntry,
        Rule::report_part => SyntaxKind::ReportPart,
        Rule::times => SyntaxKind::ReportTimes,
        Rule::extra_result => SyntaxKind::ExtraResult,
        Rule::lines => SyntaxKind::LinesDecl,
        Rule::for_cohort => SyntaxKind::ForCohort,
        Rule::lines_use => SyntaxKind::LinesUse,
        Rule::starting => SyntaxKind::StartingPart,
        Rule::until => SyntaxKind::UntilPart,
        Rule::rule_drugs => SyntaxKind::DrugsRule,
        Rule::rule_window => SyntaxKind::WindowRule,
        Rule::rule_gap => SyntaxKind::GapRule,
        Rule::gap_from => SyntaxKind::GapFrom,
        Rule::rule_cover => SyntaxKind::CoverRule,
        Rule::rule_new_drug => SyntaxKind::NewDrugRule,
        Rule::rule_added => SyntaxKind::AddedRule,
        Rule::drug_delay => SyntaxKind::DrugDelay,
        Rule::after => SyntaxKind::AfterPart,
        Rule::cycles => SyntaxKind::CycleCount,
        Rule::rule_interchange => SyntaxKind::InterchangeRule,
        Rule::interchange_group => SyntaxKind::InterchangeGroup,
        Rule::rule_dropped => SyntaxKind::DroppedRule,
        Rule::rule_maintenance => SyntaxKind::MaintenanceRule,
        Rule::within_length => SyntaxKind::WithinPart,
        Rule::in_lines => SyntaxKind::InLines,
        Rule::without => SyntaxKind::WithoutPart,
        Rule::rule_cycle => SyntaxKind::CycleRule,
        Rule::rule_breaker => SyntaxKind::BreakerRule,
        Rule::breaker_end => SyntaxKind::BreakerEnd,
        Rule::breaker_exception => SyntaxKind::BreakerException,
        Rule::rule_setting => SyntaxKind::SettingRule,
        Rule::rule_advance => SyntaxKind::AdvanceRule,
        Rule::rule_discontinuation => SyntaxKind::DiscontinuationRule,
        Rule::rule_look_back => SyntaxKind::LookBackRule,
        Rule::rule_regimen => SyntaxKind::RegimenRule,
        Rule::rule_most => SyntaxKind::MostRule,
        Rule::rule_records => SyntaxKind::RecordsRule,
        Rule::rule_absent => SyntaxKind::AbsentRule,
        Rule::rule_for => SyntaxKind::RuleScope,
        Rule::drug_set => SyntaxKind::DrugSet,
        Rule::endpoint => SyntaxKind::EndpointDecl,
        Rule::endpoint_param => SyntaxKind::EndpointParam,
        Rule::endpoint_use => SyntaxKind::EndpointUse,
        Rule::endpoint_arg => SyntaxKind::EndpointArg,
        Rule::endpoint_from => SyntaxKind::FromPart,
        Rule::event => SyntaxKind::EventEntry,
        Rule::censored => SyntaxKind::CensoredEntry,
        Rule::entering => SyntaxKind::EnteringEntry,
        Rule::missing_when => SyntaxKind::MissingEntry,
        Rule::negative => SyntaxKind::NegativeEntry,
        Rule::landmark => SyntaxKind::LandmarkEntry,
        Rule::measured_in => SyntaxKind::MeasureEntry,
        Rule::characteristic => SyntaxKind::CharacteristicDecl,
        Rule::case_list => SyntaxKind::CaseList,
        Rule::case => SyntaxKind::Case,
        Rule::band_list => SyntaxKind::BandList,
        Rule::band => SyntaxKind::Band,
        Rule::drugs_test => SyntaxKind::DrugsTest,
        Rule::any_of => SyntaxKind::AnyOfExpr,
        Rule::test => SyntaxKind::TestDecl,
        Rule::test_patient => SyntaxKind::TestPatient,
        Rule::record => SyntaxKind::TestRecord,
        Rule::record_dates => SyntaxKind::RecordDates,
        Rule::record_every => SyntaxKind::RecordEvery,
        Rule::record_boolean => SyntaxKind::RecordBoolean,
        Rule::expectation => SyntaxKind::ExpectEntry,
        Rule::text => SyntaxKind::StringLit,
        Rule::signed_number => SyntaxKind::NumberLit,
        Rule::unit | Rule::percent | Rule::record_unit => SyntaxKind::UnitLit,
        Rule::duration | Rule::length => SyntaxKind::DurationLit,
        Rule::date_literal => SyntaxKind::DateLit,
        Rule::path | Rule::from_path | Rule::module_path => SyntaxKind::Path,
        Rule::literal => SyntaxKind::LiteralExpr,
        Rule::paren => SyntaxKind::ParenExpr,
        Rule::extreme => SyntaxKind::ExtremeExpr,
        Rule::nearest | Rule::pick => SyntaxKind::PickExpr,
        Rule::aggregate => SyntaxKind::AggregateExpr,
        Rule::episodes => SyntaxKind::EpisodesExpr,
        Rule::gap => SyntaxKind::GapExpr,
        Rule::item_set => SyntaxKind::ItemSet,
        Rule::only_in => SyntaxKind::OnlyInExpr,
        Rule::clause => SyntaxKind::Clause,
        Rule::unexpected_item => SyntaxKind::BadItem,
        Rule::stray_before_open
        | Rule::stray_before_paren
        | Rule::stray_before_close
        | Rule::stray_before_bracket
        | Rule::unexpected_option
        | Rule::unexpected_record_value => SyntaxKind::Misplaced,
        _ => SyntaxKind::BadEntry,
    }
}

/// Rules whose text was not understood.
pub(super) fn is_damage(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::unexpected_item
            | Rule::unexpected_cohort_entry
            | Rule::unexpected_codes_entry
            | Rule::unexpected_entity
            | Rule::unexpected_attribute
            | Rule::unexpected_source_entry
            | Rule::unexpected_mapping
            | Rule::unexpected_list_row
            | Rule::unexpected_xml_column
            | Rule::unexpected_test_entry
            | Rule::unexpected_record
            | Rule::unexpected_record_value
            | Rule::unexpected_report_entry
            | Rule::unexpected_option
            | Rule::stray_before_open
            | Rule::stray_before_paren
            | Rule::stray_before_close
            | Rule::stray_before_bracket
            | Rule::too_deep
            | Rule::unexpected_line_rule
            | Rule::unexpected_endpoint_entry
            | Rule::unexpected_case
    )
}

/// Whether a damaged place is no consequence of damage right before it: it begins a line of its own, and what begins a
/// line is seldom the rest of the line before. At the top level rests are indented, so there only the margin counts.
pub(super) fn is_place_of_its_own(rule: Rule, begins_line: bool, at_margin: bool) -> bool {
    match rule {
        Rule::unexpected_item => begins_line && at_margin,
        Rule::unexpected_cohort_entry
        | Rule::unexpected_codes_entry
        | Rule::unexpected_entity
        | Rule::unexpected_attribute
        | Rule::unexpected_source_entry
        | Rule::unexpected_mapping
        | Rule::unexpected_list_row
        | Rule::unexpected_xml_column
        | Rule::unexpected_test_entry
        | Rule::unexpected_line_rule
        | Rule::unexpected_endpoint_entry
        | Rule::unexpected_case
        | Rule::unexpected_record => begins_line,
        _ => false,
    }
}

/// Rules that only group; what is in them belongs to the node around them.
pub(super) fn is_inline(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::loose_docs
            | Rule::if_else
            | Rule::if_available
            | Rule::op_not
            | Rule::op_negate
            | Rule::op_age_at
            | Rule::op_period_end
            | Rule::op_or_else
            | Rule::op_or
            | Rule::op_and
            | Rule::op_compare
            | Rule::op_in
            | Rule::op_to
            | Rule::op_is
            | Rule::op_relation
            | Rule::op_sum
            | Rule::op_product
            | Rule::is_missing
            | Rule::equals_missing
            | Rule::between
            | Rule::has_drugs
            | Rule::field
    )
}

/// The keyword or mark that a text begins with, and its length.
pub(super) fn mark(text: &str) -> (SyntaxKind, usize) {
    const PAIRS: [(&str, SyntaxKind); 3] = [
        ("<=", SyntaxKind::LessEqual),
        (">=", SyntaxKind::GreaterEqual),
        ("!=", SyntaxKind::NotEqual),
    ];
    if let Some((mark, kind)) = PAIRS.into_iter().find(|(mark, _)| text.starts_with(mark)) {
        return (kind, mark.len());
    }
    let word = text
        .find(|character: char| !character.is_ascii_alphanumeric() && character != '_')
        .unwrap_or(text.len());
    if word > 0 {
        return (SyntaxKind::Keyword, word);
    }
    let first = text.chars().next();
    let kind = match first {
        Some('{') => SyntaxKind::LeftBrace,
        Some('}') => SyntaxKind::RightBrace,
        Some('(') => SyntaxKind::LeftParen,
        Some(')') => SyntaxKind::RightParen,
        Some('[') => SyntaxKind::LeftBracket,
        Some(']') => SyntaxKind::RightBracket,
        Some(',') => SyntaxKind::Comma,
        Some('.') => SyntaxKind::Dot,
        Some(':') => SyntaxKind::Colon,
        Some('=') => SyntaxKind::Equal,
        Some('<') => SyntaxKind::Less,
        Some('>') => SyntaxKind::Greater,
        Some('+') => SyntaxKind::Plus,
        Some('-') => SyntaxKind::Minus,
        Some('*') => SyntaxKind::Star,
        Some('/') => SyntaxKind::Slash,
        _ => SyntaxKind::Unexpected,
    };
    (kind, first.map_or(1, char::len_utf8))
}
