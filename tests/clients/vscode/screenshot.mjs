// The picture of the README: a finding, a completion and a hover, each as VS Code's workbench shows it.
//
//   KOHORT=../../../target/debug/kohort npm run screenshot
//
// writes docs/images/editor.png. The study is picture/lung_immunotherapy.kohort.
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Workbench } from "./workbench.mjs";

const STUDY = "lung_immunotherapy.kohort";
const PICTURE = process.argv[2] ?? fileURLToPath(new URL("../../../docs/images/editor.png", import.meta.url));
const SCALE = 2;

const SETTINGS = {
  "workbench.colorTheme": "Default Light Modern",
  "workbench.startupEditor": "none",
  "workbench.activityBar.location": "hidden",
  "workbench.layoutControl.enabled": false,
  "window.commandCenter": false,
  "editor.minimap.enabled": false,
  "editor.fontSize": 12,
  "editor.lineHeight": 19,
  "editor.lineNumbersMinChars": 3,
  "editor.folding": false,
  "editor.glyphMargin": false,
  "editor.rulers": [],
  "editor.scrollBeyondLastLine": false,
  "editor.renderLineHighlight": "none",
  "editor.overviewRulerBorder": false,
  "editor.hideCursorInOverviewRuler": true,
  "editor.hover.above": false,
  "editor.inlayHints.enabled": "off",
  "editor.scrollbar.horizontal": "hidden",
  "editor.suggest.showInlineDetails": true,
  "editor.lightbulb.enabled": "off",
  "editor.occurrencesHighlight": "off",
  "editor.selectionHighlight": false,
  "editor.suggest.showStatusBar": false,
  "editor.cursorBlinking": "solid",
  "editor.stickyScroll.enabled": false,
  "editor.guides.indentation": false,
  "breadcrumbs.enabled": false,
};

/** The window: as wide as the text. */
const SIZE = { width: 636, height: 775 };

/** As high as popups need to stand below their lines. */
const HIGH = 1300;

/** How wide the two parts beside the window are. */
const BESIDE = 532;

/** Where a line of the text is drawn, by some of its text. */
function line(page, text) {
  return page.locator(".view-line", { hasText: text }).first().boundingBox();
}

/** What a popup shows may come in parts, and it is placed when it is whole. */
async function settled(page, selector) {
  const shown = page.locator(selector).first();
  await shown.waitFor();
  let before = "";
  for (;;) {
    await page.waitForTimeout(400);
    const box = await shown.boundingBox();
    const now = JSON.stringify(box);
    if (now === before) {
      return box;
    }
    before = now;
  }
}

/** A line with the popup below it, and nothing else. */
async function below(page, text, selector) {
  const popup = await settled(page, selector);
  const { y } = await line(page, text);
  const clip = { x: 0, y: y - 2, width: BESIDE, height: popup.y + popup.height - y + 5 };
  if (popup.y < y) {
    throw new Error("the popup does not stand below its line");
  }
  return (await page.screenshot({ clip })).toString("base64");
}

async function hover(workbench, context, word) {
  await workbench.select(context, word);
  await workbench.page.keyboard.press("ArrowLeft");
  await workbench.command("editor.action.showHover");
}

/** The parts, each under a few words. */
async function composed(browser, parts) {
  const page = await browser.newPage({ viewport: { width: 1200, height: 100 }, deviceScaleFactor: SCALE });
  const figure = ({ says, image }) =>
    `<figure><figcaption>${says}</figcaption><img src="data:image/png;base64,${image}" /></figure>`;
  const [window, ...beside] = parts.map(figure);
  await page.setContent(`<style>
      body { margin: 0; background: #fff; font: 15px system-ui, "DejaVu Sans", sans-serif; color: #444 }
      main { display: flex; justify-content: space-between; padding: 4px 6px 8px }
      figure { margin: 0 0 18px }
      figcaption { padding: 0 2px 8px }
      img { display: block; border: 1px solid #d0d0d0; border-radius: 6px; box-shadow: 0 1px 8px rgb(0 0 0 / 14%) }
      section:first-child img { width: ${SIZE.width}px }
      section:last-child img { width: ${BESIDE}px }
    </style><main><section>${window}</section><section>${beside.join("")}</section></main>`);
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  const picture = await page.locator("main").screenshot();
  await page.close();
  return picture;
}

async function main() {
  const folder = await mkdtemp(join(tmpdir(), "kohort-picture-"));
  await copyFile(new URL(`picture/${STUDY}`, import.meta.url), join(folder, STUDY));
  await writeFile(join(folder, "kohort.toml"), '[project]\nname = "lung"\n');
  const workbench = await Workbench.open({
    kohort: process.env.KOHORT,
    folder,
    settings: SETTINGS,
    size: SIZE,
    scale: SCALE,
  });
  const { page } = workbench;
  const HOVER = ".monaco-hover:not(.hidden)";
  try {
    await workbench.command("workbench.action.closeSidebar");
    await workbench.show(STUDY);
    await workbench.diagnostics([["K0701", "race"]]);

    await page.setViewportSize({ width: BESIDE, height: HIGH });
    await hover(workbench, "precision birth_date", "birth_date");
    const meaning = await below(page, "birth_date", HOVER);
    await page.keyboard.press("Escape");

    await workbench.after("include advanced: cancer.stage", "cancer.");
    await workbench.command("editor.action.triggerSuggest");
    const completion = await below(page, "cancer.stage", ".suggest-widget.visible");
    await page.keyboard.press("Escape");

    await page.setViewportSize(SIZE);
    await hover(workbench, "include black: race", "race");
    await settled(page, HOVER);
    const finding = (await page.screenshot()).toString("base64");

    const parts = [
      { says: "Why a criterion does not hold in two countries, with a fix", image: finding },
      { says: "What there is, and where it is recorded", image: completion },
      { says: "What it means, and how exactly each country knows it", image: meaning },
    ];
    await writeFile(PICTURE, await composed(workbench.browser, parts));
  } finally {
    await workbench.end();
    await rm(folder, { recursive: true });
  }
}

await main();
