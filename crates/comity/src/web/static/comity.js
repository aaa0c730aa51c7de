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

// What is selected in a readout can be put into the record: the words into a field, the place beside them.
const readout = document.querySelector("#readout");
const chosen = document.querySelector("#selection");
if (readout && chosen) {
  const bytes = (text) => new TextEncoder().encode(text).length;
  // Letters that stand at marks are not part of the text.
  const plain = (fragment) => {
    fragment.querySelectorAll(".mark-letter, .visually-hidden").forEach((part) => part.remove());
    return fragment.textContent;
  };
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed || !readout.contains(selection.getRangeAt(0).commonAncestorContainer)) return;
    const range = selection.getRangeAt(0);
    const before = document.createRange();
    before.setStart(readout, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const text = plain(range.cloneContents());
    if (!text.trim() || text.length > 4000) return;
    const from = bytes(plain(before.cloneContents()));
    chosen.dataset.hidden = "false";
    chosen.dataset.text = text.trim();
    chosen.dataset.from = from;
    chosen.dataset.to = from + bytes(text);
    chosen.querySelector(".selected-text").textContent = "“" + text.trim().slice(0, 80) + "”";
  });
  chosen.querySelectorAll("[data-fill]").forEach((button) => button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.fill);
    field.closest("details").open = true;
    field.value = chosen.dataset.text;
    document.querySelector("[data-selected=from]").value = chosen.dataset.from;
    document.querySelector("[data-selected=to]").value = chosen.dataset.to;
    field.focus();
  }));
}
