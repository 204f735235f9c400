// The page works without this script; with it, pages change by themselves and forms keep what was typed.
"use strict";

(() => {
  const PERIOD = 1000, PAUSE = 2000;
  const keyOf = (node) => node.nodeType === Node.ELEMENT_NODE ? node.dataset.key || node.id : "";

  // Make the element `have` like `want`, touching only what differs: focus, selection, scroll positions,
  // what was typed and which parts are folded stay.
  function morph(have, want) {
    if (have.nodeType !== want.nodeType || have.nodeName !== want.nodeName) {
      have.replaceWith(want);
      return;
    }
    if (have.nodeType !== Node.ELEMENT_NODE) {
      if (have.data !== want.data) have.data = want.data;
      return;
    }
    if (have.isEqualNode(want)) return;
    const keep = have.nodeName === "DETAILS" ? ["open"] : have.nodeName === "INPUT" ? ["value", "checked"] : [];
    for (const { name } of [...have.attributes]) {
      if (!want.hasAttribute(name) && !keep.includes(name)) have.removeAttribute(name);
    }
    for (const { name, value } of want.attributes) {
      if (have.getAttribute(name) !== value && !keep.includes(name)) have.setAttribute(name, value);
    }
    if (have.nodeName === "TEXTAREA" || (have.nodeName === "SELECT" && have === document.activeElement)) return;
    morphChildren(have, want);
  }

  function morphChildren(have, want) {
    const wanted = new Set([...want.childNodes].map(keyOf).filter(Boolean));
    const known = new Map();
    for (const child of [...have.childNodes]) {
      const key = keyOf(child);
      if (key && !wanted.has(key)) child.remove();
      else if (key) known.set(key, child);
    }
    let place = have.firstChild;
    for (const child of [...want.childNodes]) {
      const key = keyOf(child);
      const same = key ? known.get(key) : place && !keyOf(place) && place.nodeName === child.nodeName ? place : null;
      if (!same) {
        have.insertBefore(child, place);
        continue;
      }
      if (same === place) place = place.nextSibling;
      else have.insertBefore(same, place);
      morph(same, child);
    }
    while (place) {
      const next = place.nextSibling;
      place.remove();
      place = next;
    }
  }

  // Words for times, the same as the server's.
  const DAY = 86400e3, HOUR = 3600e3, MINUTE = 60e3, SECOND = 1e3;
  const two = (number) => String(number).padStart(2, "0");

  function age(span) {
    if (span < 2 * SECOND) return "just now";
    for (const [unit, name] of [[DAY, "d"], [HOUR, "h"], [MINUTE, "min"], [SECOND, "s"]]) {
      if (span >= unit) return `${Math.floor(span / unit)} ${name} ago`;
    }
  }

  function duration(span) {
    if (span < SECOND) return `${(span / SECOND).toFixed(2)} s`;
    if (span < 100 * SECOND) return `${(span / SECOND).toFixed(1)} s`;
    const whole = Math.round(span / SECOND);
    if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
    if (whole < 86400) return `${Math.floor(whole / 3600)} h ${two(Math.floor(whole % 3600 / 60))} min`;
    return `${Math.floor(whole / 86400)} d ${Math.floor(whole % 86400 / 3600)} h`;
  }

  const live = document.getElementById("live");
  let ahead = live ? Date.now() - Number(live.dataset.now) : 0; // of this clock before the engine's

  function tick() {
    const now = Date.now() - ahead;
    for (const time of document.querySelectorAll("time[data-ago], time[data-for]")) {
      const span = Math.max(0, now - Date.parse(time.dateTime));
      const words = "ago" in time.dataset ? age(span) : duration(span);
      if (time.textContent !== words) time.textContent = words;
    }
  }

  // The changing part of a page.
  let mark = live?.dataset.mark, timer = 0, busy = false;
  const pulse = document.getElementById("pulse");
  const say = (state) => { if (pulse) pulse.dataset.state = state; };
  const goesOn = () => live?.dataset.live === "yes";

  async function look() {
    clearTimeout(timer);
    if (busy || !goesOn()) return;
    if (document.hidden) return say("paused");
    busy = true;
    let pause = PERIOD;
    try {
      const answer = await fetch(location.href.split("#")[0], {
        headers: { "neops-part": "live", "if-none-match": mark, accept: "text/html" }, cache: "no-store",
      });
      if (answer.redirected) return location.reload();
      if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status));
      live.dataset.live = answer.headers.get("neops-live") ?? "no";
      if (answer.status !== 304) {
        mark = answer.headers.get("etag");
        show(live, await answer.text());
      }
      say(goesOn() ? "live" : "still");
    } catch {
      say("lost");
      pause = PAUSE;
    } finally {
      busy = false;
      timer = setTimeout(look, pause);
    }
  }

  function show(place, html) {
    const followed = [...place.querySelectorAll("[data-follow]")].filter(atEnd).map((box) => box.id);
    const fresh = place.cloneNode(false);
    fresh.innerHTML = html;
    prepare(fresh);
    morphChildren(place, fresh);
    tick();
    refresh();
    for (const id of followed) toEnd(document.getElementById(id));
  }

  const atEnd = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < 24;
  const toEnd = (box) => { if (box) box.scrollTop = box.scrollHeight; };

  // What only works with this script: buttons that copy, lists that are filtered.
  function prepare(place) {
    for (const part of place.querySelectorAll("[data-needs-script]")) part.hidden = false;
    for (const code of place.querySelectorAll("[data-copy]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = "copy";
      code.after(button);
    }
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (button?.classList.contains("copy")) {
      const text = button.previousElementSibling.textContent;
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "copied";
      } catch {
        getSelection().selectAllChildren(button.previousElementSibling);
        button.textContent = "selected";
      }
      setTimeout(() => { button.textContent = "copy"; }, 1500);
    }
    if (button?.dataset.choose) {
      for (const box of button.closest(".picker").querySelectorAll("li:not([hidden]) input")) {
        box.checked = button.dataset.choose === "all";
      }
      count(button.closest(".picker"));
    }
  });

  // Lists that are filtered while one types.
  function filter(input) {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const item of document.getElementById(input.dataset.filter)?.querySelectorAll("[data-words]") ?? []) {
      item.hidden = !words.every((word) => item.dataset.words.includes(word));
    }
  }

  function refresh() {
    document.querySelectorAll("[data-filter]").forEach(filter);
    document.querySelectorAll(".picker").forEach(count);
  }

  document.addEventListener("input", (event) => { if (event.target.dataset?.filter) filter(event.target); });

  function count(picker) {
    const chosen = picker?.querySelectorAll("li input:checked").length;
    const output = picker?.querySelector("output");
    if (output) output.textContent = `${chosen} chosen`;
  }

  document.addEventListener("change", (event) => {
    count(event.target.closest(".picker"));
    const form = event.target.closest("form[data-auto]");
    if (form) form.requestSubmit();
  });

  // An input that several lines are pasted into becomes one that can hold them.
  document.addEventListener("paste", (event) => {
    const input = event.target;
    const text = event.clipboardData?.getData("text") ?? "";
    if (!(input instanceof HTMLInputElement) || input.type !== "text" || !input.dataset.lines) return;
    if (!text.trimEnd().includes("\n")) return;
    event.preventDefault();
    const area = document.createElement("textarea");
    for (const { name, value } of input.attributes) if (name !== "type" && name !== "value") area.setAttribute(name, value);
    area.rows = 4;
    area.value = input.value;
    input.replaceWith(area);
    area.focus();
    area.setRangeText(text, input.selectionStart, input.selectionEnd, "end");
  });

  // Forms that keep everything that was typed when something of it is wrong.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-stay]")) {
      for (const input of form.querySelectorAll("input[name], select[name]")) {
        if (form.matches("form[data-auto]") && !input.value) input.disabled = true;
      }
      return;
    }
    event.preventDefault();
    const button = form.querySelector(".primary");
    button.disabled = true;
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "neops-part": "form", accept: "text/html" },
      });
      if (answer.redirected) return location.assign(answer.url);
      const fresh = form.cloneNode(false);
      fresh.innerHTML = await answer.text();
      prepare(fresh);
      morphChildren(form, fresh);
      refresh();
      (form.querySelector(".wrong input, .wrong textarea, .wrong select") ?? form.querySelector(".problems"))?.focus();
    } catch {
      const box = form.querySelector(".problems") ?? form.insertBefore(document.createElement("div"), form.firstChild);
      box.className = "problems";
      box.textContent = "The engine did not answer. Look in the list of jobs whether it has got this, before you send it again.";
    } finally {
      const again = form.querySelector(".primary");
      if (again) again.disabled = false;
    }
  });

  addEventListener("pageshow", (event) => { if (event.persisted) look(); });
  document.addEventListener("visibilitychange", look);
  prepare(document);
  document.querySelectorAll("[data-follow]").forEach(toEnd);
  refresh();
  setInterval(tick, 1000);
  if (goesOn()) timer = setTimeout(look, PERIOD);
})();
