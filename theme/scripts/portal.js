// Comforts the pages also do without: copying bank details, finding a document by its text, checking a PDF, mending a mangled link.
"use strict";

const copying = () => {
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) break;
    const label = button.textContent;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = label; }, 2000);
    });
  }
};

const searching = () => {
  const search = document.getElementById("search");
  if (!search) return;
  const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f\s]/g, "").toLowerCase();
  const rows = [...document.querySelectorAll("#documents > li")].map((row) => [row, plain(row.textContent)]);
  const none = document.getElementById("none");
  const find = () => {
    const wanted = plain(search.value);
    for (const [row, text] of rows) row.hidden = !text.includes(wanted);
    const found = rows.some(([row]) => row.getClientRects().length);
    none.textContent = found ? "" : none.dataset.none;
  };
  search.closest("label").hidden = false;
  search.addEventListener("input", find);
  for (const radio of document.querySelectorAll(".filters [type=radio]")) radio.addEventListener("change", find);
  find();
};

const proving = () => {
  const section = document.querySelector("[data-original]");
  if (!section || !globalThis.crypto?.subtle) return;
  const file = section.querySelector("input"), told = section.querySelector("output");
  section.hidden = false;
  file.addEventListener("change", async () => {
    const digest = await crypto.subtle.digest("SHA-256", await file.files[0].arrayBuffer());
    const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
    told.textContent = hex === section.dataset.original ? told.dataset.same : told.dataset.other;
  });
};

const enhance = () => { copying(); searching(); proving(); };
enhance();
document.addEventListener("facturier:shown", enhance); // a sealed portal shows its pages one after the other

// Some mail gateways write # as %23: the host then looks for a page of that name, and answers with the 404 page.
const mangled = /^(.*\/)%(?:25)*23(.*)$/.exec(location.pathname + location.search);
if (mangled) location.replace(location.origin + mangled[1] + "#" + mangled[2]);
