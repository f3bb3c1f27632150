// In: policies as a JSON list on stdin. Out: for each, as JSON, what csp_evaluator finds in it, the worst first.
import { createRequire } from "node:module";
import fs from "node:fs";

const load = createRequire(import.meta.url);
const { CspEvaluator } = load("csp_evaluator");
const { CspParser } = load("csp_evaluator/dist/parser.js");
const { Severity } = load("csp_evaluator/dist/finding.js");

const found = JSON.parse(fs.readFileSync(0, "utf8")).map((policy) =>
  new CspEvaluator(new CspParser(policy).csp)
    .evaluate()
    .sort((one, other) => one.severity - other.severity)
    .map(({ severity, directive, value, description }) => ({
      severity: Severity[severity],
      what: `${directive} ${value ?? ""}`.trim(),
      description,
    })),
);
console.log(JSON.stringify(found));
