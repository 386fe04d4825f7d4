//! The tables of Japan: the registry's export with its ninety columns, Form 1 and the EF file of the DPC survey without
//! headers, and what is abstracted from charts.

use crate::rows::{Rows, TableLayout, TableRows, TextEncoding};

/// How the three sources are written.
enum Form {
    Registry,
    Survey,
    Chart,
}

impl Form {
    const fn layout(
        self,
        name: &'static str,
        file: &'static str,
        columns: &'static [&'static str],
    ) -> TableLayout {
        let (delimiter, encoding, header) = match self {
            Self::Registry => (b',', TextEncoding::Cp932, true),
            Self::Survey => (b'\t', TextEncoding::Cp932, false),
            Self::Chart => (b',', TextEncoding::Utf8, true),
        };
        TableLayout {
            name,
            file,
            columns,
            delimiter,
            encoding,
            header,
        }
    }
}

macro_rules! tables {
    ($($table:ident $form:ident $name:literal $file:literal = [$($column:literal),* $(,)?];)*) => {
        /// A table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Table { $($table),* }
        /// The layouts in the order of [`Table`].
        pub(super) static TABLES: &[TableLayout] = &[$(Form::$form.layout($name, $file, &[$($column),*])),*];
    };
}

/// The rows of a table.
pub(super) fn of(rows: &mut Rows, table: Table) -> &mut TableRows {
    rows.table(table as usize)
}

tables! {
    Registry Registry "hbcr" "hbcr.csv" = [
        "施設番号", "連番", "調査指定年", "提出項目パターン", "病院等の名称", "診療録番号", "重複番号", "カナ氏名",
        "氏名", "性別", "生年月日", "基本情報《テキスト》", "診断時郵便番号", "診断時都道府県コード", "診断時住所",
        "原発部位《局在コード》", "原発部位《テキスト》", "側性", "病理診断《形態コード》", "病理診断《テキスト》",
        "診断根拠", "当該腫瘍初診日", "他施設診断日", "自施設診断日", "診断日", "診断施設", "治療施設", "症例区分",
        "来院経路", "発見経緯", "病名告知の有無", "ステージ（治療前・ＵＩＣＣ）", "ＴＮＭ分類（ＵＩＣＣ）Ｔ分類",
        "ＴＮＭ分類（ＵＩＣＣ）Ｎ分類", "ＴＮＭ分類（ＵＩＣＣ）Ｍ分類", "ＴＮＭ分類（ＵＩＣＣ）付加因子",
        "ステージ（術後病理学的・ＵＩＣＣ）", "ｐＴＮＭ分類（ＵＩＣＣ）ｐＴ分類", "ｐＴＮＭ分類（ＵＩＣＣ）ｐＮ分類",
        "ｐＴＮＭ分類（ＵＩＣＣ）ｐＭ分類", "ＴＮＭ分類（ＵＩＣＣ）ｐ付加因子", "肝癌の病期（治療前・取扱い規約）",
        "進展度（治療前）", "進展度（術後病理学的）", "腫瘍情報《テキスト》", "外科的治療の有無",
        "外科的治療の施行日（自施設）", "外科的治療（他施設）《自施設初回治療開始前》",
        "外科的治療（他施設）《自施設初回治療開始後》", "鏡視下治療の有無", "鏡視下治療の施行日（自施設）",
        "鏡視下治療（他施設）《自施設初回治療開始前》", "鏡視下治療（他施設）《自施設初回治療開始後》",
        "内視鏡的治療の有無", "内視鏡的治療の施行日（自施設）", "内視鏡的治療（他施設）《自施設初回治療開始前》",
        "内視鏡的治療（他施設）《自施設初回治療開始後》", "外科的・鏡視下・内視鏡的治療の範囲", "放射線療法の有無",
        "放射線療法の施行日（自施設）", "放射線療法（他施設）《自施設初回治療開始前》",
        "放射線療法（他施設）《自施設初回治療開始後》", "化学療法の有無", "化学療法の施行日（自施設）",
        "化学療法（他施設）《自施設初回治療開始前》", "化学療法（他施設）《自施設初回治療開始後》",
        "内分泌療法の有無", "内分泌療法の施行日（自施設）", "内分泌療法（他施設）《自施設初回治療開始前》",
        "内分泌療法（他施設）《自施設初回治療開始後》", "その他の治療の有無",
        "その他の治療（他施設）《自施設初回治療開始前》", "その他の治療（他施設）《自施設初回治療開始後》",
        "経過観察の選択の有無（自施設）", "症状緩和的な治療の有無（自施設）", "初回治療情報《テキスト》",
        "全般情報《テキスト》", "生存最終確認日", "死亡日", "生存状況", "生存状況調査方法", "追跡期間",
        "データの調査研究利用に関する意思表示", "利用に関する最終意思表示日", "利用に関するその他の情報《テキスト》",
        "調査研究の連絡に関する意思表示", "連絡に関する最終意思表示日", "連絡に関するその他の情報《テキスト》",
        "紹介元施設", "紹介先施設",
    ];
    FormOne Survey "yoshiki1" "yoshiki1.txt" = [
        "施設コード", "データ識別番号", "入院年月日", "回数管理番号", "統括診療情報番号", "コード", "バージョン", "連番",
        "ペイロード1", "ペイロード2", "ペイロード3", "ペイロード4", "ペイロード5", "ペイロード6", "ペイロード7", "ペイロード8",
        "ペイロード9",
    ];
    Billing Survey "ef" "ef.txt" = [
        "施設コード", "データ識別番号", "退院年月日", "入院年月日", "データ区分", "順序番号", "行為明細番号",
        "病院点数マスタコード", "レセプト電算コード", "解釈番号", "診療明細名称", "使用量", "基準単位", "明細点数・金額",
        "円・点区分", "出来高実績点数", "行為明細区分情報", "行為点数", "行為薬剤料", "行為材料料", "行為回数", "保険者番号",
        "レセプト種別コード", "実施年月日", "レセプト科区分", "診療科区分", "医師コード", "病棟コード", "病棟区分",
        "入外区分", "施設タイプ",
    ];
    Tumour Chart "chart_tumour" "chart_tumour.csv" = ["患者番号", "腫瘍番号", "ICD10", "グリソンスコア", "分化度"];
    Metastasis Chart "chart_metastasis" "chart_metastasis.csv" = ["患者番号", "腫瘍番号", "診断日", "部位"];
    Surgery Chart "chart_surgery" "chart_surgery.csv" = ["患者番号", "腫瘍番号", "手術日", "種別", "目的", "残存腫瘍"];
    Treatment Chart "chart_treatment" "chart_treatment.csv" = [
        "患者番号", "腫瘍番号", "開始日", "終了日", "薬剤名", "種別", "目的", "位置づけ", "レジメン", "治験", "投与経路",
    ];
    Prescription Chart "chart_prescription" "chart_prescription.csv" = [
        "患者番号", "腫瘍番号", "処方日", "薬剤名", "投与経路", "処方日数",
    ];
    Lab Chart "chart_lab" "chart_lab.csv" = ["患者番号", "採取日", "項目", "結果値", "単位"];
    Vital Chart "chart_vital" "chart_vital.csv" = ["患者番号", "測定日", "項目", "結果値", "単位"];
    Performance Chart "chart_performance" "chart_performance.csv" = ["患者番号", "評価日", "PS"];
    Biomarker Chart "chart_biomarker" "chart_biomarker.csv" = [
        "患者番号", "報告日", "項目", "結果", "発現", "検査法", "検体", "採取日",
    ];
    Progression Chart "chart_progression" "chart_progression.csv" = ["患者番号", "判定日", "根拠", "偽増悪"];
    Response Chart "chart_response" "chart_response.csv" = ["患者番号", "腫瘍番号", "判定日", "効果"];
    Phase Chart "chart_phase" "chart_phase.csv" = ["患者番号", "日付", "状態"];
    Visit Chart "chart_visit" "chart_visit.csv" = ["患者番号", "受診日", "区分"];
}
