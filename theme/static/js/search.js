// The search page. Pagefind finds, in the browser; this asks it, shows what it found and says how much that is.
const part = (id) => document.getElementById(id);
const input = part("q"), form = input.form, status = part("count"), hits = part("hits"), topic = part("topic"), more = part("more");
const { base, common } = status.dataset;
const skipped = new Set(common.split(" "));
const fill = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);
const BATCH = 5;
let engine, topics, words = [], all = [], found = [], shown = 0, turn = 0, wait;

const load = () => (engine ??= import(`${base}pagefind/pagefind.js`).then(async (pagefind) => {
  await pagefind.options({ noWorker: true, baseUrl: base });
  await pagefind.init();
  return pagefind;
}));

// Which results are in which topic, so that narrowing them asks for nothing more.
const loadTopics = async () => {
  const pagefind = await load();
  const names = Object.keys((await pagefind.filters()).topic ?? {}).sort();
  const inside = async (name) => [name, new Set((await pagefind.search(null, { filters: { topic: name } })).results.map(({ id }) => id))];
  return Promise.all(names.map(inside));
};

// All words; when no page has them all, the pages that have most of them.
const find = async () => {
  const pagefind = await load();
  const { results } = await pagefind.search(words.join(" "));
  if (results.length || words.length < 2) return results;
  const scores = new Map();
  for (const word of words) {
    for (const result of (await pagefind.search(word)).results) {
      const before = scores.get(result.id)?.score ?? 0;
      scores.set(result.id, { result, score: before + 1 + Math.min(result.score, 9) / 10 });
    }
  }
  return [...scores.values()].sort((a, b) => b.score - a.score).map(({ result }) => result);
};

// The words looked for, in whatever form they stand: hurt, hurts, hurting.
const looked = () => {
  const stems = words.map((word) => word.slice(0, Math.max(4, word.length - 2)));
  return new RegExp(`((?<![\\p{L}\\p{N}])(?:${stems.join("|")})[\\p{L}\\p{N}]*)`, "iu");
};

// For a word that no page has, Pagefind answers with pages that have its first letters, even one.
const has = ({ meta, content }) => looked().test(`${meta.title} ${meta.summary} ${content}`);

const marked = (text) => {
  return text.split(looked()).map((piece, index) => {
    if (index % 2 === 0) return piece;
    const mark = document.createElement("mark");
    mark.textContent = piece;
    return mark;
  });
};

const hit = ({ url, meta }) => {
  const item = part("hit").content.cloneNode(true);
  item.querySelector("a").href = url;
  item.querySelector(".links__name").append(...marked(meta.title));
  item.querySelector(".links__text").append(...marked(meta.summary));
  return item;
};

const showMore = async () => {
  const now = turn;
  const pages = await Promise.all(found.slice(shown, shown + BATCH).map((result) => result.data()));
  if (now !== turn) return;
  const first = shown && hits.children.length;
  hits.append(...pages.map(hit));
  shown += pages.length;
  more.hidden = shown >= found.length;
  if (first) hits.children[first].querySelector("a").focus();
};

const show = async () => {
  const inside = topics.find(([name]) => name === topic.value)?.[1];
  found = inside ? all.filter(({ id }) => inside.has(id)) : all;
  shown = 0;
  hits.replaceChildren();
  part("none").hidden = !!found.length;
  await showMore();
  const { one, many, none } = status.dataset;
  status.textContent = fill(found.length > 1 ? many : found.length ? one : none, { n: found.length, q: input.value.trim() });
};

const offer = () => {
  const [everything] = topic.options;
  const counted = topics.map(([name, inside]) => [name, all.filter(({ id }) => inside.has(id)).length]);
  const offered = counted.filter(([, count]) => count).map(([name, count]) => new Option(`${name} (${count})`, name));
  topic.replaceChildren(everything, ...offered);
  topic.value = "";
  part("topics").hidden = offered.length < 2;
};

const clear = () => {
  hits.replaceChildren();
  status.textContent = "";
  part("all").hidden = false;
  part("none").hidden = part("topics").hidden = more.hidden = true;
};

const ask = async () => {
  const query = input.value.trim(), now = ++turn;
  const address = new URL(location);
  query ? address.searchParams.set("q", query) : address.searchParams.delete("q");
  history.replaceState(null, "", address);
  const typed = query.toLowerCase().match(/[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu) ?? [];
  words = typed.filter((word) => !skipped.has(word));
  if (!words.length) words = typed;
  if (!words.length) return clear();
  try {
    let results = await find();
    const first = await Promise.all(results.slice(0, BATCH).map((result) => result.data()));
    if (!first.some(has)) results = [];
    topics ??= await loadTopics();
    if (now !== turn) return;
    all = results;
    part("all").hidden = true;
    offer();
    await show();
  } catch {
    engine = topics = undefined;
    clear();
    status.textContent = status.dataset.failed;
  }
};

const askNow = (event) => {
  event.preventDefault();
  clearTimeout(wait);
  ask();
};
const askSoon = () => {
  clearTimeout(wait);
  wait = setTimeout(ask, 300);
};
const step = (event) => {
  const stops = [input, ...hits.querySelectorAll("a")];
  const at = stops.indexOf(document.activeElement);
  const to = event.key === "Escape" && at > 0 ? 0 : at + ({ ArrowDown: 1, ArrowUp: -1 }[event.key] ?? NaN);
  if (at < 0 || !stops[to]) return;
  event.preventDefault();
  stops[to].focus();
};

form.addEventListener("submit", askNow);
input.addEventListener("focus", () => load().catch(() => (engine = undefined)), { once: true });
input.addEventListener("input", askSoon);
topic.addEventListener("change", show);
more.addEventListener("click", showMore);
for (const place of [input, hits]) place.addEventListener("keydown", step);

input.value = new URLSearchParams(location.search).get("q") ?? "";
if (input.value) ask();
