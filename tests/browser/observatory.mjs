// In: a host, its http port and its https port. Out: as JSON, what each test of Mozilla's Observatory gives it, and the score.
// It scores as the package's own scan() does, which knows no ports.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const home = path.dirname(createRequire(import.meta.url).resolve("@mdn/mdn-http-observatory/package.json"));
const preloaded = path.join(home, "conf", "hsts-preload.json"); // its install script would fetch it; no host here is in it
if (!fs.existsSync(preloaded)) fs.writeFileSync(preloaded, "{}");

const { retrieve } = await import(`${home}/src/retriever/retriever.js`);
const { ALL_TESTS } = await import(`${home}/src/constants.js`);
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await import(`${home}/src/grader/charts.js`);
const { getGradeForScore, getScoreModifier } = await import(`${home}/src/grader/grader.js`);

const [host, httpPort, httpsPort, page] = process.argv.slice(2);
const answers = await retrieve(host, { httpPort, httpsPort, path: page });
const results = ALL_TESTS.map((test) => test(answers));
const modifiers = results.map(({ result }) => getScoreModifier(result));
const plain = modifiers.filter((each) => each < 0).reduce((sum, each) => sum + each, 100);
const whole = modifiers.reduce((sum, each) => sum + each, 100);
const { score, grade } = getGradeForScore(plain >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? whole : plain);
const tests = Object.fromEntries(
  results.map(({ constructor, result, pass }, at) => [constructor.name, { result, pass, modifier: modifiers[at] }]),
);
console.log(JSON.stringify({ score, grade, tests }));
