// Reloads the page when the book has changed. Part of `facturier serve` alone, never of a site.
"use strict";
(async () => {
  const version = document.currentScript.dataset.version;
  for (;;) {
    try {
      const answer = await fetch("/_version?after=" + version, { cache: "no-store" });
      if (answer.ok && (await answer.text()) !== version) return location.reload();
    } catch {
      await new Promise((resume) => setTimeout(resume, 1000));
    }
  }
})();
