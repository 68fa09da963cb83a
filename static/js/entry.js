/* Comfort on the data-entry form: draft saves itself, a pasted column fills downward, gentle checks.
 * The form works without any of it. Mark-up: <form data-draft-url="…" data-draft-key="…"> with
 * inputs [data-number] (data-low, data-high, data-check), #save-status, and [data-total="name"]
 * for live totals of inputs [data-adds-to="name"].
 */
"use strict";

(() => {
  const form = document.querySelector("form[data-draft-url]");
  if (!form) return;
  const status = document.getElementById("save-status");
  const key = `draft:${form.dataset.draftKey || location.pathname}`;
  const longestWait = 5000;
  let timer = null;
  let unsaved = false;
  let saving = false;
  let pasted = "";

  const numbers = () => [...form.querySelectorAll("[data-number]")];
  const say = (text) => { if (status) status.textContent = text; };

  /** Read a number the way people write it: 1,204 · 1 204 · 85% · $400. */
  function read(text) {
    const plain = text.replace(/[\s\u00a0\u202f,$€£%]/g, "");
    return plain === "" || Number.isNaN(Number(plain)) ? null : Number(plain);
  }

  function check(input) {
    const place = document.getElementById(`${input.id}-check`);
    if (!place || !input.dataset.check) return;
    const value = read(input.value);
    const low = input.dataset.low === undefined ? -Infinity : Number(input.dataset.low);
    const high = input.dataset.high === undefined ? Infinity : Number(input.dataset.high);
    const fine = value === null || (value >= low && value <= high);
    place.textContent = fine ? "" : input.dataset.check;
    place.hidden = fine;
  }

  function total() {
    for (const place of form.querySelectorAll("[data-total]")) {
      const parts = [...form.querySelectorAll(`[data-adds-to="${place.dataset.total}"]`)]
        .map((input) => read(input.value)).filter((value) => value !== null);
      place.textContent = parts.length
        ? parts.reduce((sum, value) => sum + value, 0).toLocaleString(document.documentElement.lang)
        : "";
    }
  }

  /* The spare copy on this device: only while offline, and only of the values. */
  const store = {
    keep() {
      const values = numbers().map((input) => [input.name, input.value]);
      try { localStorage.setItem(key, JSON.stringify({ at: Date.now(), values })); } catch { /* full or off */ }
    },
    drop() { try { localStorage.removeItem(key); } catch { /* off */ } },
    find() { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  };

  async function save() {
    clearTimeout(timer);
    timer = null;
    if (!unsaved || saving) return;
    unsaved = false;
    saving = true;
    say(status?.dataset.saving ?? "");
    try {
      const answer = await fetch(form.dataset.draftUrl, {
        method: "POST", body: new FormData(form), headers: { "X-Draft": "1" }, keepalive: true,
      });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      store.drop();
      const time = new Date().toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
      say(`${status?.dataset.saved ?? "Draft saved"} ${time}${pasted && `. ${pasted}`}`);
    } catch (problem) {
      unsaved = true;
      const offline = problem instanceof TypeError || !navigator.onLine;
      if (offline) store.keep();
      say(status?.dataset[offline ? "offline" : "failed"] ?? "");
      later();
    } finally {
      saving = false;
      if (unsaved) later();
    }
  }

  function later() { timer ??= setTimeout(save, longestWait); }
  function changed() {
    unsaved = true;
    pasted = "";
    total();
    later();
  }

  /** Fill downward from the focused box, one value a row; say what did not fit. */
  function paste(event) {
    const text = event.clipboardData?.getData("text") ?? "";
    const inputs = numbers();
    const start = inputs.indexOf(event.target);
    const values = text.replace(/\r/g, "").replace(/\n+$/, "").split(/[\t\n]/);
    if (start < 0 || values.length < 2) return;
    event.preventDefault();
    const room = inputs.slice(start, start + values.length);
    room.forEach((input, index) => { input.value = values[index].trim(); check(input); });
    const extra = values.slice(room.length);
    const said = room.length === 1 ? "pastedOne" : "pasted";
    pasted = (status?.dataset[said] ?? "").replace("%", String(room.length))
      + (extra.length ? ` No row left for: ${extra.join(", ")}.` : "");
    unsaved = true;
    total();
    save();
    say(pasted);
  }

  /** In a grid, Enter goes one row down in the same column. */
  function moveDown(event) {
    const cell = event.target.closest?.("td, th");
    if (event.key !== "Enter" || !cell || !event.target.matches("[data-number]")) return;
    event.preventDefault();
    const column = [...cell.parentElement.children].indexOf(cell);
    cell.parentElement.nextElementSibling?.children[column]?.querySelector("[data-number]")?.focus();
  }

  /** Offer a copy kept while offline; it is never filled in without being asked for. */
  function offer() {
    const kept = store.find();
    if (!kept?.values?.some(([name, value]) => form.elements[name]?.value !== value)) return;
    const note = document.createElement("div");
    note.className = "note note-attention";
    const words = document.createElement("p");
    words.textContent = `This device kept numbers from ${new Date(kept.at).toLocaleString()}, when you were offline.`;
    const use = document.createElement("button");
    use.type = "button";
    use.className = "button button-quiet";
    use.textContent = "Use those numbers";
    const leave = document.createElement("button");
    leave.type = "button";
    leave.className = "link-button";
    leave.textContent = "Keep what is here";
    use.addEventListener("click", () => {
      for (const [name, value] of kept.values) if (form.elements[name]) form.elements[name].value = value;
      numbers().forEach(check);
      note.remove();
      changed();
    });
    leave.addEventListener("click", () => { store.drop(); note.remove(); });
    const row = document.createElement("div");
    row.className = "row";
    row.append(use, leave);
    note.append(words, row);
    form.prepend(note);
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", (event) => { if (event.target.matches("[data-number]")) check(event.target); });
  form.addEventListener("paste", paste);
  form.addEventListener("keydown", moveDown);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    unsaved = false;
    if (navigator.onLine) store.drop(); else store.keep();
  });
  window.addEventListener("online", save);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  total();
  offer();
})();
