// The rows of the view and the answers of the server that they are made from.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./modules.mjs";

const { rows, brief, heading, table } = await load("view/model.ts");
const { allPassed, readAttrition, readQuiescent, readShownText, readText } = await load("protocol.ts");

const outline = [
  {
    name: "adults",
    doc: "Adults with cancer",
    line: 3,
    criteria: [
      { name: "adult", includes: true, doc: "Aged 18 or over", line: 6 },
      { name: "dead", includes: false, doc: "", line: 8 },
    ],
  },
  { name: "young", doc: "", line: 11, criteria: [{ name: "under_50", includes: true, doc: "", line: 13 }] },
];

const attrition = {
  study: "s",
  sources: [
    {
      source: "de",
      cohorts: [
        {
          cohort: "adults",
          steps: [
            { name: "index date", kept: 500 },
            { name: "adult", kept: 480 },
            { name: "dead", kept: "<5" },
          ],
        },
      ],
    },
    { source: "jp", cohorts: [{ cohort: "adults", steps: [{ name: "adult", kept: 400 }] }] },
  ],
};

test("without counts, the criteria are the rows", () => {
  const shown = rows(outline, undefined);
  assert.deepEqual(
    shown.map(({ name, counts, steps }) => [name, counts, steps.map((step) => step.name)]),
    [
      ["adults", [], ["adult", "dead"]],
      ["young", [], ["under_50"]],
    ],
  );
  assert.equal(brief(shown[0].steps[0].counts), "");
  assert.equal(table([]), "");
});

test("counts stand at their criteria, and a cohort has those of its last step", () => {
  const [adults, young] = rows(outline, readAttrition(attrition));
  assert.deepEqual(
    adults.steps.map((step) => [step.name, step.line, step.includes, brief(step.counts)]),
    [
      ["index date", undefined, undefined, "500 · –"],
      ["adult", 6, true, "480 · 400"],
      ["dead", 8, false, "<5 · –"],
    ],
  );
  assert.equal(heading(adults.counts), "de · jp");
  assert.equal(brief(adults.counts), "<5 · 400");
  assert.equal(table(adults.counts), "| source | left |\n|---|--:|\n| de | <5 |\n| jp | 400 |");
  assert.deepEqual(young.counts, []);
});

test("an answer of another form is none", () => {
  for (const answer of [
    undefined,
    null,
    "s",
    {},
    { study: "s" },
    { study: "s", sources: [{ source: "de" }] },
    { study: "s", sources: [{ source: "de", cohorts: [{ cohort: "a", steps: [{ name: "b" }] }] }] },
    { study: "s", sources: [{ source: "de", cohorts: [{ cohort: "a", steps: [{ name: "b", kept: {} }] }] }] },
  ]) {
    assert.equal(readAttrition(answer), undefined, JSON.stringify(answer));
  }
  assert.equal(readShownText({ language: "markdown" }), undefined);
  assert.deepEqual(readShownText({ text: "a" }), { text: "a", language: "plaintext" });
  assert.equal(readText({ text: "a" }), "a");
  assert.equal(readText("a"), "a");
  assert.equal(readText(1), undefined);
  assert.deepEqual([{ quiescent: true }, { quiescent: 1 }, null].map(readQuiescent), [true, undefined, undefined]);
  assert.deepEqual([{ failures: [] }, { failures: [1] }, {}, undefined].map(allPassed), [true, false, false, false]);
});
