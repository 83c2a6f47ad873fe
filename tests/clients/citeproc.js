// Usage: citeproc.js NODE_MODULES FILE.json LOCALE.xml STYLE.csl ...
// citeproc-js, the processor of Zotero, renders every item in every style without an error.
"use strict";
const fs = require("fs");
const path = require("path");

const [modules, file, localeFile, ...styles] = process.argv.slice(2);
const CSL = require(path.join(path.resolve(modules), "citeproc"));
const items = JSON.parse(fs.readFileSync(file, "utf8"));
const locale = fs.readFileSync(localeFile, "utf8");
const byKey = new Map(items.map((item) => [item.id, item]));

function problems(style) {
  const system = { retrieveLocale: () => locale, retrieveItem: (key) => byKey.get(key) };
  const engine = new CSL.Engine(system, fs.readFileSync(style, "utf8"));
  engine.updateItems([...byKey.keys()]);
  const [meta, entries] = engine.makeBibliography();
  const wrong = meta.bibliography_errors.map((error) => JSON.stringify(error));
  if (entries.length !== items.length) wrong.push(`${entries.length} of ${items.length} items rendered`);
  return wrong.concat(entries.filter((entry) => entry.includes("CSL STYLE ERROR")));
}

const wrong = styles.flatMap((style) => problems(style).map((one) => `${path.basename(style, ".csl")}: ${one}`));
if (wrong.length || !items.length || !styles.length) {
  console.log((wrong.length ? wrong : ["no items or no styles"]).map((one) => `citeproc-js: ${one}`).join("\n"));
  process.exit(1);
}
console.log(`ok citeproc-js: ${items.length} items in ${styles.map((s) => path.basename(s, ".csl")).join(", ")}`);
