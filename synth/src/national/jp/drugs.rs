//! Drugs as Japanese bills and notes spell them.
//!
//! Names are those of the Ministry of Health, Labour and Welfare's claims specification for DPC hospitals and its manual of
//! severe adverse effects, and of hospitals' lists of regimens. What none of them has is written by its international name.

/// The name of a drug of `std.drugs`.
pub(super) fn name(drug: &str) -> String {
    let known = NAMES
        .binary_search_by(|(known, _)| (*known).cmp(drug))
        .ok()
        .and_then(|at| NAMES.get(at));
    known.map_or_else(|| drug.replace('_', " "), |(_, name)| (*name).to_owned())
}

/// Sorted by drug.
#[rustfmt::skip]
static NAMES: &[(&str, &str)] = &[
    ("abemaciclib", "アベマシクリブ"),
    ("abiraterone", "アビラテロン"),
    ("afatinib", "アファチニブ"),
    ("aflibercept", "アフリベルセプト"),
    ("alectinib", "アレクチニブ"),
    ("amrubicin", "アムルビシン"),
    ("anastrozole", "アナストロゾール"),
    ("apalutamide", "アパルタミド"),
    ("atezolizumab", "アテゾリズマブ"),
    ("bevacizumab", "ベバシズマブ"),
    ("bicalutamide", "ビカルタミド"),
    ("binimetinib", "ビニメチニブ"),
    ("cabazitaxel", "カバジタキセル"),
    ("capecitabine", "カペシタビン"),
    ("capmatinib", "カプマチニブ"),
    ("carboplatin", "カルボプラチン"),
    ("ceritinib", "セリチニブ"),
    ("cetuximab", "セツキシマブ"),
    ("ciclosporin", "シクロスポリン"),
    ("cisplatin", "シスプラチン"),
    ("crizotinib", "クリゾチニブ"),
    ("cyclophosphamide", "シクロホスファミド"),
    ("dabrafenib", "ダブラフェニブ"),
    ("dacomitinib", "ダコミチニブ"),
    ("darolutamide", "ダロルタミド"),
    ("degarelix", "デガレリクス"),
    ("denosumab", "デノスマブ"),
    ("dexamethasone", "デキサメタゾン"),
    ("docetaxel", "ドセタキセル"),
    ("doxorubicin", "ドキソルビシン"),
    ("doxorubicin_liposomal", "ドキソルビシン塩酸塩リポソーム製剤"),
    ("durvalumab", "デュルバルマブ"),
    ("encorafenib", "エンコラフェニブ"),
    ("entrectinib", "エヌトレクチニブ"),
    ("enzalutamide", "エンザルタミド"),
    ("epirubicin", "エピルビシン"),
    ("eribulin", "エリブリン"),
    ("erlotinib", "エルロチニブ"),
    ("estramustine", "エストラムスチン"),
    ("etoposide", "エトポシド"),
    ("everolimus", "エベロリムス"),
    ("exemestane", "エキセメスタン"),
    ("filgrastim", "フィルグラスチム"),
    ("fluorouracil", "フルオロウラシル"),
    ("flutamide", "フルタミド"),
    ("folinic_acid", "ホリナート"),
    ("fulvestrant", "フルベストラント"),
    ("gefitinib", "ゲフィチニブ"),
    ("gemcitabine", "ゲムシタビン"),
    ("goserelin", "ゴセレリン"),
    ("ipilimumab", "イピリムマブ"),
    ("irinotecan", "イリノテカン"),
    ("lenograstim", "レノグラスチム"),
    ("letrozole", "レトロゾール"),
    ("leuprorelin", "リュープロレリン"),
    ("levofolinic_acid", "レボホリナート"),
    ("lorlatinib", "ロルラチニブ"),
    ("methotrexate", "メトトレキサート"),
    ("mitomycin", "マイトマイシン"),
    ("mitoxantrone", "ミトキサントロン"),
    ("nab_paclitaxel", "パクリタキセル（アルブミン懸濁型）"),
    ("nedaplatin", "ネダプラチン"),
    ("nintedanib", "ニンテダニブ"),
    ("nivolumab", "ニボルマブ"),
    ("olaparib", "オラパリブ"),
    ("osimertinib", "オシメルチニブ"),
    ("oxaliplatin", "オキサリプラチン"),
    ("paclitaxel", "パクリタキセル"),
    ("palbociclib", "パルボシクリブ"),
    ("panitumumab", "パニツムマブ"),
    ("pembrolizumab", "ペムブロリズマブ"),
    ("pemetrexed", "ペメトレキセド"),
    ("pertuzumab", "ペルツズマブ"),
    ("prednisolone", "プレドニゾロン"),
    ("ramucirumab", "ラムシルマブ"),
    ("regorafenib", "レゴラフェニブ"),
    ("selpercatinib", "セルペルカチニブ"),
    ("sotorasib", "ソトラシブ"),
    ("tamoxifen", "タモキシフェン"),
    ("tegafur_gimeracil_oteracil", "テガフール・ギメラシル・オテラシル"),
    ("tegafur_uracil", "テガフール・ウラシル"),
    ("tepotinib", "テポチニブ"),
    ("topotecan", "ノギテカン"),
    ("toremifene", "トレミフェン"),
    ("trametinib", "トラメチニブ"),
    ("trastuzumab", "トラスツズマブ"),
    ("trastuzumab_deruxtecan", "トラスツズマブ デルクステカン"),
    ("trastuzumab_emtansine", "トラスツズマブ エムタンシン"),
    ("trifluridine_tipiracil", "トリフルリジン/チピラシル塩酸塩"),
    ("vinorelbine", "ビノレルビン"),
    ("zoledronic_acid", "ゾレドロン酸"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_has_a_way_out() {
        assert!(NAMES.is_sorted_by(|left, right| left.0 < right.0));
        assert_eq!(name("oxaliplatin"), "オキサリプラチン");
        assert_eq!(name("sacituzumab_nothing"), "sacituzumab nothing");
    }
}
