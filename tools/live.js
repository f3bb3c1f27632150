// In: what `serve` says of builds. Out: the page, new after every build that changed it; nothing of this is published.
(() => {
  const now = document.currentScript.dataset.version;
  const panel = document.querySelector(".coach[data-path]");
  const fold = panel && panel.querySelector("details");
  const kept = JSON.parse(sessionStorage.getItem("coach") || "{}");
  const keep = values => sessionStorage.setItem("coach", JSON.stringify(Object.assign(kept, values)));

  // open or closed, as it was left; at first open where there is room for it and something to mend
  if (fold) {
    const wide = matchMedia("(min-width: 60rem)").matches;
    fold.open = kept.open ?? (wide && !!panel.querySelector(".coach-count--E, .coach-count--W"));
    fold.addEventListener("toggle", () => keep({open: fold.open}));
  }

  // the paragraph at the top of the screen stays there, and the focus where it was
  const lines = () => [...document.querySelectorAll("main [data-line]")];
  const place = () => {
    const first = lines().find(element => element.getBoundingClientRect().top >= 0);
    return first && scrollY ? {line: +first.dataset.line, top: first.getBoundingClientRect().top} : {line: 0, top: scrollY};
  };
  const goTo = ({line, top}) => {
    const near = line && lines().filter(element => +element.dataset.line <= line).pop();
    scrollTo({top: near ? scrollY + near.getBoundingClientRect().top - top : top, behavior: "instant"});
  };
  const focused = () => panel && panel.contains(document.activeElement)
    ? document.activeElement.getAttribute("href") || document.activeElement.localName : "";
  const focusOn = wanted => {
    const found = wanted && [...panel.querySelectorAll("a, summary, div[tabindex]")].find(element =>
      (element.getAttribute("href") || element.localName) === wanted);
    if (found) found.focus({preventScroll: true});
  };
  if (kept.back && kept.back.at === location.pathname) {
    history.scrollRestoration = "manual";
    goTo(kept.back);
    if (panel) focusOn(kept.back.focus);
  }
  keep({back: null});

  const reload = () => {
    keep({back: {at: location.pathname, focus: focused(), ...place()}});
    location.reload();
  };
  // a page that only looks otherwise keeps its place, its focus and what is typed into it
  const restyle = async () => {
    const fresh = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const [old, styles] = [document, fresh].map(from => [...from.querySelectorAll("head style")]);
    const [sheets, links] = [document, fresh].map(from => [...from.querySelectorAll("head link[rel=stylesheet]")]);
    if (!styles.length || sheets.length !== links.length) return reload();
    // the policy of the page names its old styles by their hash; a sheet made by a script is not held to it
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles.map(element => element.textContent).join(""));
    document.adoptedStyleSheets = [sheet];
    old.forEach(element => element.remove());
    sheets.forEach((element, at) => { element.href = links[at].href; });
  };
  const events = new EventSource("/.events");
  let known = now;
  events.onmessage = event => {
    const {version, pages, styles} = JSON.parse(event.data);
    if (version === known) return;
    known = version;
    if (styles) return restyle();
    if (pages && !pages.includes(decodeURI(location.pathname))) return;
    reload();
  };
  addEventListener("pagehide", () => events.close());
})();
