// 核验: the code comes behind the #, which no server sees; it is taken out of the address and posted.
"use strict";

const code = decodeURIComponent(window.location.hash.slice(1));
const form = document.querySelector("[data-check]");
if (form && /^[0-9a-fA-F-]{32,60}$/.test(code)) {
  history.replaceState(null, "", window.location.pathname);
  form.elements.code.value = code;
  form.submit();
}
