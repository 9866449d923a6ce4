// What pages gain where scripts run; every page works without.
"use strict";

document.addEventListener("keydown", (event) => {
  const find = document.getElementById("find");
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && find && !typing) {
    event.preventDefault();
    find.focus();
  }
});

function growLines(box) {
  const button = box.querySelector(".add-line");
  const body = box.querySelector("tbody");
  button.hidden = false;
  button.addEventListener("click", () => {
    const row = body.lastElementChild.cloneNode(true);
    const index = body.children.length;
    for (const input of row.querySelectorAll("input")) {
      input.name = input.name.replace(/-\d+-/, `-${index}-`);
      input.value = "";
      input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+/, index + 1));
    }
    body.append(row);
    row.querySelector("input").focus();
  });
}

function search(box) {
  const select = box.querySelector("select");
  const several = select.multiple;
  const label = document.querySelector(`label[for="${select.id}"]`);
  const panel = document.createElement("div");
  panel.className = "people-box";
  panel.innerHTML = '<ul class="picked"></ul><input type="search" class="box" autocomplete="off"><ul class="suggestions" hidden></ul>';
  const [picked, input, list] = panel.children;
  input.placeholder = box.dataset.placeholder;
  input.id = `${select.id}_search`;
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  if (label) label.htmlFor = input.id;
  select.hidden = true;
  select.required = false;
  box.append(panel);

  const option = (value, text) => {
    const known = [...select.options].find((one) => one.value === value);
    return known || select.appendChild(new Option(text, value));
  };
  const show = () => {
    picked.replaceChildren(...[...select.selectedOptions].filter((one) => one.value).map((one) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `${one.text} ×`;
      button.setAttribute("aria-label", `移除 ${one.text}`);
      button.addEventListener("click", () => { one.selected = false; if (!several) select.value = ""; changed(); input.focus(); });
      item.append(button);
      return item;
    }));
  };
  const changed = () => {
    show();
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const offer = (people) => {
    list.replaceChildren(...people.map(([value, text]) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = text;
      button.addEventListener("click", () => {
        option(value, text).selected = true;
        input.value = "";
        list.hidden = true;
        changed();
        input.focus();
      });
      item.append(button);
      return item;
    }));
    list.hidden = people.length === 0;
  };
  const suggest = async () => {
    const text = input.value.trim();
    const near = [...select.options].filter((one) => one.value && !one.selected && one.text.includes(text)).map((one) => [one.value, one.text]);
    offer(near);
    const address = document.body.dataset[`${box.dataset.picker}Search`];
    if (text.length < 2 || !address) return;
    const asked = new URLSearchParams({ q: text, kinds: box.dataset.kinds || "", kept: box.dataset.kept || "" });
    const answer = await fetch(`${address}?${asked}`, { headers: { Accept: "application/json" } });
    if (!answer.ok || input.value.trim() !== text) return;
    const found = (await answer.json()).found.map((one) => [String(one.id), one.text]);
    const known = new Set(near.map(([value]) => value));
    offer([...near, ...found.filter(([value]) => !known.has(value))]);
  };
  input.addEventListener("input", suggest);
  input.addEventListener("focus", suggest);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); list.querySelector("button")?.focus(); }
    if (event.key === "Enter") { event.preventDefault(); list.querySelector("button")?.click(); }
  });
  panel.addEventListener("keydown", (event) => { if (event.key === "Escape") list.hidden = true; });
  panel.addEventListener("focusout", (event) => { if (!panel.contains(event.relatedTarget)) list.hidden = true; });
  show();
}

function selectAll(box) {
  box.hidden = false;
  const all = box.querySelector("input");
  all.addEventListener("change", () => {
    for (const one of document.querySelectorAll("input[name=task]")) one.checked = all.checked;
  });
}

function sumRows(box) {
  const total = document.querySelector(`[name="${box.dataset.total}"]`);
  const show = () => {
    for (const row of box.querySelectorAll("tbody tr")) {
      const typed = [...row.querySelectorAll("input")].filter((one) => one.value.trim() !== "");
      const sum = typed.reduce((all, one) => all + Number(one.value), 0);
      const output = row.querySelector("output");
      if (!output) continue;
      output.textContent = typed.length ? String(sum) : "";
      row.classList.toggle("adds-up", typed.length > 0 && String(sum) === total?.value);
      row.classList.toggle("differs", typed.length > 0 && Boolean(total?.value) && String(sum) !== total.value);
    }
  };
  box.addEventListener("input", show);
  total?.addEventListener("input", show);
  show();
}

document.querySelectorAll("[data-roster]").forEach(sumRows);
document.querySelectorAll("[data-lines]").forEach(growLines);
document.querySelectorAll("[data-picker]").forEach(search);
document.querySelectorAll("[data-select-all]").forEach(selectAll);
for (const select of document.querySelectorAll("select[data-reload]")) {
  select.addEventListener("change", () => {
    if (select.value) location.search = new URLSearchParams({ [select.name]: select.value }).toString();
  });
}
for (const box of document.querySelectorAll("[data-goes]")) {
  box.addEventListener("change", (event) => { if (event.target.value) box.closest("form").requestSubmit(); });
}
document.getElementById("error-summary")?.focus();
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", () => {
    for (const button of form.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-disabled", "true");
  });
}
