// Makes pages better that are complete without it: fetches what is still awaited, counts down, guards typed text.
"use strict";

const language = document.documentElement.lang;

// A part of the page that is still waiting names the address of its fresh form.
function follow(part, failures) {
  const pause = failures ? Math.min(30000, 1500 * 2 ** failures) : Number(part.dataset.refreshEvery || 1200);
  setTimeout(async () => {
    if (document.hidden) return follow(part, failures);
    try {
      const answer = await fetch(part.dataset.refresh, { headers: { accept: "text/html" }, redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      const text = await answer.text();
      if (text !== part.dataset.last && !part.contains(document.activeElement)) {
        part.innerHTML = text;
        part.dataset.last = text;
        countDown();
      }
      if (part.querySelector("[data-complete='true']")) part.removeAttribute("aria-busy");
      else follow(part, 0);
    } catch {
      if (failures < 8) follow(part, failures + 1);
    }
  }, pause);
}
document.querySelectorAll("[data-refresh]").forEach((part) => {
  if (part.querySelector("[data-complete='false']")) {
    part.setAttribute("aria-busy", "true");
    follow(part, 0);
  }
});

// Deadlines near enough to be watched: the words come from the page, the numbers from here.
function unit(value, name) {
  return new Intl.NumberFormat(language + "-u-nu-latn", { style: "unit", unit: name, unitDisplay: "long" }).format(value);
}
function countDown() {
  document.querySelectorAll("[data-due]").forEach((place) => {
    const left = Math.trunc((Date.parse(place.dataset.due) - Date.now()) / 1000);
    const far = Math.abs(left);
    const parts = [["day", Math.trunc(far / 86400)], ["hour", Math.trunc((far % 86400) / 3600)],
      ["minute", Math.trunc((far % 3600) / 60)], ["second", far % 60]];
    const first = Math.max(0, parts.findIndex(([, value]) => value > 0));
    const told = parts.slice(first, first + 2).filter(([, value]) => value > 0).map(([name, value]) => unit(value, name));
    const text = (left >= 0 ? place.dataset.left : place.dataset.overdue).replace("%", told.join(" ") || unit(0, "second"));
    if (place.textContent !== text) place.textContent = text;
  });
}
if (document.querySelector("[data-due]")) setInterval(countDown, 1000);

// Text that was typed and not saved is not lost by a wrong click.
document.querySelectorAll("form[data-guard]").forEach((form) => {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
});

// A form is sent once, however often the button is pressed.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  else event.target.dataset.sent = "true";
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

// One open menu at a time; Escape closes it.
addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelectorAll(".language[open]").forEach((menu) => menu.removeAttribute("open"));
});
