// Says whether each place is open, by the clock of the place and not of the visitor. plugins/open_now.py writes the data.
{
  const { places, words } = JSON.parse(document.getElementById("now").textContent);
  const all = (css, act) => document.querySelectorAll(css).forEach(act);
  const state = ({ week, closed }, today, now) => {
    for (let ahead = 0; ahead < 99; ahead++) {
      const day = new Date(Date.parse(today) + ahead * 864e5);
      const date = day.toISOString().slice(0, 10);
      if (closed.some(([first, last]) => first <= date && date <= last)) continue;
      for (const [opens, ends, from, to] of week[day.getUTCDay()]) {
        if (ahead || now < opens) {
          const name = words.days[ahead] || day.toLocaleString("en", { timeZone: "UTC", weekday: "long", ...(ahead > 6 && { month: "long", day: "numeric" }) });
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
  setInterval(show, 6e4);
}
