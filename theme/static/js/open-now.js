// Says whether each place is open, by the clock of the place and not of the visitor. plugins/open_now.py writes the data.
{
  const { places, words } = JSON.parse(document.getElementById("now").textContent);
  const all = (css, act) => document.querySelectorAll(css).forEach(act);
  const state = ({ week, closed }, today, now) => {
    for (let off = 0; off < 99; off++) {
      const day = new Date(Date.parse(today) + off * 864e5);
      const date = day.toISOString().slice(0, 10);
      if (closed.some(([a, z]) => a <= date && date <= z)) continue;
      for (const [opens, ends, from, to] of week[day.getUTCDay()]) {
        if (off || now < opens) {
          const name = words.days[off] || day.toLocaleString("en", { timeZone: "UTC", weekday: "long", ...(off > 6 && { month: "long", day: "numeric" }) });
          return words.closed.replace("{day}", name).replace("{from}", from);
        }
        if (now < ends) return words.open.replace("{to}", to);
      }
    }
  };
  const show = () => places.forEach((place, at) => {
    const [today, now] = new Date().toLocaleString("sv", { timeZone: place.zone }).split(" ");
    all(`[data-now="${at}"]`, (p) => (p.hidden = !(p.textContent = state(place, today, now))));
    all(`[data-at="${at}"]`, (p) => (p.hidden = today < p.dataset.from || today > p.dataset.until));
  });
  show();
  addEventListener("load", show);
  setInterval(show, 6e4);
}
