// 草稿: saving stops once the form is handed in, or a late save would bring back what was just submitted.
"use strict";

const OVERTAKEN = 409; // another window has kept another draft; the answer shows both

for (const box of document.querySelectorAll("[data-draft]")) {
  const form = box.closest("form");
  const status = box.querySelector("[data-draft-status]");
  const last = () => new URLSearchParams([...new FormData(form)].filter(([name, value]) => name !== "draft_seen" && typeof value === "string")).toString();
  let kept = last();
  box.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target === box && last() === kept) event.preventDefault();
  });
  box.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === OVERTAKEN) event.detail.shouldSwap = true;
  });
  box.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful || event.detail.xhr.status === OVERTAKEN) kept = last();
    else status.textContent = "草稿未能保存，请检查网络，先不要关闭页面。";
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.hasAttribute("data-draft-button")) return;
    htmx.trigger(box, "htmx:abort");
    box.removeAttribute("hx-post");
    box.replaceWith(...box.querySelectorAll("input[type=hidden]"));
  });
}
