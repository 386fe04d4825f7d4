// The picture of the README: a finding, a completion and a hover, each as VS Code's workbench shows it, together in
// one window.
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
  "editor.fontSize": 13,
  "editor.lineHeight": 20,
  "editor.lineNumbersMinChars": 3,
  "editor.folding": false,
  "editor.glyphMargin": false,
  "editor.rulers": [],
  "editor.scrollBeyondLastLine": false,
  "editor.renderLineHighlight": "none",
  "editor.overviewRulerBorder": false,
  "editor.hideCursorInOverviewRuler": true,
  "editor.hover.above": false,
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

/** The window that the picture shows. */
const SIZE = { width: 1000, height: 1000 };

/** A popup, as it is drawn at its place. */
async function popup(page, selector) {
  const shown = page.locator(selector).first();
  await shown.waitFor();
  // What it shows may come in parts, and it is placed when it is whole.
  await page.waitForTimeout(700);
  const box = await shown.boundingBox();
  return { box, image: (await page.screenshot({ clip: box })).toString("base64") };
}

/** The hover of a place: below it, so that the line is seen. */
async function hover(workbench, context, word) {
  await workbench.select(context, word);
  await workbench.page.keyboard.press("ArrowLeft");
  await workbench.command("editor.action.showHover");
  const shown = await popup(workbench.page, ".monaco-hover:not(.hidden)");
  await workbench.page.keyboard.press("Escape");
  return shown;
}

/** The window with a completion, and the popups over it, each where the editor showed it. */
async function composed(browser, base, popups) {
  const page = await browser.newPage({ viewport: SIZE, deviceScaleFactor: SCALE });
  const image = (data) => `data:image/png;base64,${data}`;
  const layers = popups.map(
    ({ box, image: data }) =>
      `<img class="popup" style="left:${box.x}px;top:${box.y}px;width:${box.width}px" src="${image(data)}" />`,
  );
  await page.setContent(`<style>
      body { margin: 0 }
      img { position: absolute; left: 0; top: 0; width: 100% }
      .popup { border-radius: 4px; box-shadow: 0 2px 10px rgb(0 0 0 / 25%) }
    </style><img src="${image(base)}" />${layers.join("")}`);
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  const picture = await page.screenshot();
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
  try {
    await workbench.command("workbench.action.closeSidebar");
    await workbench.show(STUDY);
    await workbench.diagnostics([["K0701", "race"]]);
    const finding = await hover(workbench, "include black: race", "race");
    const meaning = await hover(workbench, "stage >= stage_iiib", "stage");
    await workbench.after("include prompt: cancer.date", "cancer.");
    await workbench.command("editor.action.triggerSuggest");
    await page.locator(".suggest-widget.visible .monaco-list-rows").waitFor();
    for (let step = 0; step < 2; step += 1) {
      await page.keyboard.press("ArrowDown");
    }
    await page.waitForTimeout(700);
    const base = (await page.screenshot()).toString("base64");
    await writeFile(PICTURE, await composed(workbench.browser, base, [finding, meaning]));
  } finally {
    await workbench.end();
    await rm(folder, { recursive: true });
  }
}

await main();
