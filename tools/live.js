// In: what `serve` says of saves. Out: the page, new after every build, and its coach in step even before; nothing of this is published.
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

  const events = new EventSource("/.events");
  events.onmessage = event => {
    if (event.data === now) return;
    keep({back: {at: location.pathname, focus: focused(), ...place()}});
    location.reload();
  };
  events.addEventListener("coach", event => {
    const found = JSON.parse(event.data), text = document.querySelector("main .prose");
    if (!panel || found.path !== panel.dataset.path) return;
    const fresh = new DOMParser().parseFromString(found.panel, "text/html"), before = place(), focus = focused();
    for (const part of [".coach__counts", ".coach__body"])
      panel.querySelector(part).replaceChildren(...fresh.querySelector(part).childNodes);
    if (text) text.innerHTML = found.html;
    goTo(before);
    focusOn(focus);
  });
  addEventListener("pagehide", () => events.close());
})();
