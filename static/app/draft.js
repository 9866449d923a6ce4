// 草稿: what is typed is kept while it is typed, when the page is left, and before the form is handed in, which no page
// of another system's or of a failed network may take away. Once it is handed in nothing more is kept.
"use strict";

const SOON = 1000, AT_MOST = 3000, ONCE_MORE = 10_000; // milliseconds: after the last key, the first one, a failure
const LEAVING = 60_000; // bytes that a browser still sends for a page that is left
const LARGEST = 20 * 1024 * 1024; // bytes of a file that goes with a draft
const OF_THE_PAGE = ["csrfmiddlewaretoken", "draft_seen", "draft_window"];

for (const box of document.querySelectorAll("[data-draft]")) keepDraft(box);

function keepDraft(box) {
  const form = box.closest("form");
  const part = (name) => box.querySelector(`[data-draft-${name}]`);
  const page = [...crypto.getRandomValues(new Uint8Array(12))].map((one) => one.toString(16).padStart(2, "0")).join("");
  const files = new Set(); // inputs whose file is not kept yet
  let count = 0, soon = 0, first = 0, running = Promise.resolve(), going = false, asked = false;
  const texts = () => [...new FormData(form)].filter(([, value]) => typeof value === "string");
  const last = () => new URLSearchParams(texts().filter(([name]) => !OF_THE_PAGE.includes(name))).toString();
  let kept = last();

  const send = (leaving, wanted) => {
    count += 1;
    const body = wanted.size ? new FormData() : new URLSearchParams();
    for (const [name, value] of texts()) body.append(name, value);
    for (const input of wanted) body.append(input.name, input.files[0]);
    body.append("draft_window", `${page}.${count}`);
    const keepalive = leaving && !wanted.size && body.toString().length < LEAVING;
    return fetch(box.dataset.draft, { method: "POST", body, keepalive, headers: { "HX-Request": "true" } });
  };
  const trouble = (...nodes) => {
    part("trouble").replaceChildren(...nodes);
    part("trouble").hidden = nodes.length === 0;
  };
  const parsed = (html) => new DOMParser().parseFromString(html, "text/html").body.childNodes;
  const told = (name) => trouble(part(name).content.cloneNode(true));
  const renew = (token) => {
    for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = token;
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  };
  const status = (html) => {
    part("status").replaceChildren(...parsed(html));
    const seen = part("status").querySelector("[name=draft_seen]");
    if (seen) form.querySelector("input[name=draft_seen]").replaceWith(seen);
  };

  // Answers true where the form may be handed in: what was typed is kept, or the system has looked at it.
  const keep = async (leaving = false) => {
    clearTimeout(soon);
    soon = first = 0;
    const sent = last(), wanted = new Set(leaving ? [] : files);
    try {
      let answer = await send(leaving, wanted);
      const token = answer.headers.get("X-Fresh-Token");
      if (token) {
        renew(token);
        answer = await send(leaving, wanted);
      }
      if (answer.status === 401 || answer.status === 403) {
        trouble(...parsed(await answer.text()));
        return false;
      }
      if (answer.status >= 500) throw new Error(String(answer.status));
      status(await answer.text());
      kept = sent;
      for (const input of wanted) files.delete(input);
      trouble();
      return true;
    } catch {
      told("failed");
      later(ONCE_MORE);
      return false;
    }
  };
  const queue = (leaving) => (running = running.then(() => (going ? true : keep(leaving))));
  const later = (wait) => {
    clearTimeout(soon);
    soon = setTimeout(queue, wait);
  };
  const typed = () => {
    if (going || (last() === kept && !files.size)) return;
    first ||= Date.now();
    later(Math.max(0, Math.min(SOON, first + AT_MOST - Date.now())));
  };
  const left = () => {
    if (!going && last() !== kept) keep(true);
  };
  const back = () => {
    if (document.visibilityState === "hidden") left();
    else if (!part("trouble").hidden) queue();
  };

  form.addEventListener("input", typed);
  form.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type === "file") files[input.files.length && input.files[0].size <= LARGEST ? "add" : "delete"](input);
    typed();
  });
  document.addEventListener("visibilitychange", back);
  window.addEventListener("pagehide", left);
  window.addEventListener("focus", back);
  window.addEventListener("online", back);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) going = asked = false;
  });
  form.addEventListener("submit", async (event) => {
    if (event.submitter?.hasAttribute("data-draft-button")) going = true;
    if (going) return;
    event.preventDefault();
    if (asked) return;
    asked = true;
    await running;
    const may = await keep();
    asked = false;
    if (may) {
      going = true;
      clearTimeout(soon);
      form.requestSubmit(event.submitter);
      return;
    }
    if (part("trouble").querySelector("[data-failed]")) told("not-sent");
    for (const button of form.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
    part("trouble").scrollIntoView({ block: "center" });
  });
}
