// Opens a sealed portal: the key behind # decrypts what the host stores, page by page. Specification: docs/sealed-format.md.
"use strict";
(() => {
  const root = document.documentElement, { rounds, state, words, wordsDigest, form } = root.dataset;
  const main = document.getElementById("main"), contact = document.getElementById("contact");
  const [path, token] = /^.*\/c\/([^/]*)/.exec(location.pathname), base = new URL(path + "/", location.origin);
  const subtle = globalThis.crypto?.subtle, utf8 = (text) => new TextEncoder().encode(text);
  const policy = globalThis.trustedTypes?.createPolicy("facturier", { createHTML: (text) => text });
  const pages = new Map(), places = new Map();
  let space, saved, shown, turns = 0, channel, heard;

  class Problem extends Error {}

  // Keys

  const derive = async (key, algorithm, length = 32) => {
    const imported = await subtle.importKey("raw", key, algorithm.name, false, ["deriveBits"]);
    return new Uint8Array(await subtle.deriveBits({ hash: "SHA-256", ...algorithm }, imported, 8 * length));
  };
  const hkdf = (key, info) => derive(key, { name: "HKDF", salt: new Uint8Array(), info: utf8(info) });
  const stretch = (typed) => derive(
    utf8(typed.toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/[IL]/g, "1").replace(/O/g, "0")),
    { name: "PBKDF2", salt: utf8("facturier/v1/passcode\0" + token), iterations: +rounds });
  const blobName = async (ring, name) => {
    const key = await subtle.importKey("raw", await hkdf(ring, "name"), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    let bits = "", text = "";
    for (const byte of new Uint8Array(await subtle.sign("HMAC", key, utf8(name)), 0, 16)) bits += byte.toString(2).padStart(8, "0");
    for (let at = 0; at < 128; at += 5) text += "abcdefghijklmnopqrstuvwxyz234567"[parseInt(bits.slice(at, at + 5).padEnd(5, "0"), 2)];
    return text + ".bin";
  };
  const keyOf = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

  // Blobs

  const load = async (path) => {
    const answer = await fetch(new URL(path, base), { cache: "no-cache" }).catch(() => { throw new Problem("offline"); });
    if (!answer.ok) return null;
    const bytes = new Uint8Array(await answer.arrayBuffer());
    // A host that answers with a page has no such file.
    return bytes[0] === 60 ? null : bytes;
  };
  const unseal = async (blob, key, name) => {
    try {
      if (String.fromCharCode(...blob.subarray(0, 4)) !== "FSL1" || blob[4] > 1) throw 0;
      const secret = await subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
      const additionalData = new Uint8Array([...blob.subarray(0, 5), ...utf8(name)]);
      const padded = await subtle.decrypt({ name: "AES-GCM", iv: blob.subarray(5, 17), additionalData }, secret, blob.subarray(17));
      const payload = new Uint8Array(padded, 8, Number(new DataView(padded).getBigUint64(0)));
      if (!blob[4]) return payload;
      const stream = new Blob([payload]).stream().pipeThrough(new DecompressionStream("gzip"));
      return new Uint8Array(await new Response(stream).arrayBuffer());
    } catch { throw new Problem("damaged"); }
  };
  const fetched = async (ring, name, folder = "") => {
    const blob = await load(folder + await blobName(ring, name));
    return blob && unseal(blob, await hkdf(ring, "file\0" + name), name);
  };
  const file = async (name) => {
    const { blob, key, document: number } = space.files.get(name), bytes = await load(blob);
    if (!bytes) throw new Problem("gone");
    const ring = number ? await hkdf(space.ring, "document\0" + number) : space.ring;
    return unseal(bytes, key ? keyOf(key) : await hkdf(ring, "file\0" + name), name);
  };

  // The link

  const asked = () => {
    let hash = location.hash;
    try { hash = decodeURIComponent(hash); } catch {}
    const part = (name) => new RegExp("[#&;]" + name + "=([^&]*)").exec(hash)?.[1];
    const k = part("k");
    return k === undefined ? null : { k: /^[\w-]*/.exec(k)[0].slice(0, 43), i: part("i") };
  };
  const remember = () => { try { sessionStorage.setItem(base.pathname, JSON.stringify(saved)); } catch {} };
  const remembered = () => { try { return JSON.parse(sessionStorage.getItem(base.pathname)); } catch { return null; } };
  const fromOtherTab = () => new Promise((resume) => {
    heard = resume;
    channel.postMessage(0);
    setTimeout(resume, 1e3);
  });
  const link = () => base.href + "#" + (saved.i ? "i=" + encodeURIComponent(saved.i) + "&" : "") + "k=" + saved.k;

  const open = async () => {
    const key = keyOf(saved.k), code = saved.s ? keyOf(saved.s) : new Uint8Array();
    let ring = key;
    if (!saved.i) ring = await hkdf(new Uint8Array([...key, ...code]), "vault");
    else if (saved.s) {
      const mask = await hkdf(code, "wrap\0" + saved.i);
      ring = key.map((byte, at) => byte ^ mask[at]);
    }
    const manifest = await fetched(ring, "manifest");
    if (!manifest) throw new Problem(await reason(key));
    const { files, start, language } = JSON.parse(new TextDecoder().decode(manifest));
    space = { ring, start, files: new Map(Object.entries(files)) };
    saved.l = language;
    remember();
  };
  const reason = async (key) => {
    if (saved.i) return rounds ? "code" : "wrong";
    const mark = await fetched(key, "mark", "../../k/");
    if (!mark) return "wrong";
    return new TextDecoder().decode(mark) !== token ? "other" : rounds ? "code" : "gone";
  };

  const enter = async () => {
    pages.clear();
    space = shown = null;
    const given = asked();
    if (given) history.replaceState(null, "", base.pathname);
    if (state) throw new Problem(state);
    if (!globalThis.isSecureContext) throw new Problem("insecure");
    if (!subtle || !globalThis.DecompressionStream) throw new Problem("old");
    channel ??= new BroadcastChannel(base.pathname);
    channel.onmessage = ({ data }) => { if (data) heard?.(data); else if (space) channel.postMessage(saved); };
    saved = given ?? remembered() ?? await fromOtherTab();
    if (!saved?.k && !given) throw new Problem("missing");
    if (saved.k.length < 43) throw new Problem("cut");
    if (rounds && !saved.s) return ask();
    await open();
    await route();
  };

  // Pages

  const TAGS = new RegExp("^(a|abbr|address|article|bdi|blockquote|br|button|caption|circle|code|dd|del|div|dl|dt|em|fieldset|figcaption|figure|footer|" +
    "h[1-6r]|header|img|input|ins|kbd|label|legend|li|main|nav|ol|output|p|path|pre|progress|rect|s|section|small|span|strong|su[bp]|svg|" +
    "table|tbody|t[dhr]|textarea|tfoot|thead|time|title|ul)$");
  const ATTRIBUTES = new RegExp("^(accept|action|alt|aria-[a-z]+|autocomplete|c[xy]|checked|class|colspan|d|data-[a-z]+|datetime|dir|fill|focusable|height|hidden|hreflang|" +
    "id|inputmode|lang|max|maxlength|method|placeholder|r[xy]?|required|role|rows|rowspan|scope|shape-rendering|spellcheck|start|stroke(-[a-z]+)?|tabindex|title|type|value|viewBox|width|[xy])$");

  const nameOf = (path) => /(^|\/)$/.test(path) ? path + "index.html" : path;
  const inside = (url) => url.href.startsWith(base.href) ? decodeURIComponent(url.pathname.slice(base.pathname.length)) : null;
  const address = (value, page) => { try { return new URL(value, new URL(page, base)); } catch { return null; } };
  const safeLink = (value, page) => {
    if (/^#[^/]/.test(value)) return value;
    const url = address(value, page), path = url && inside(url);
    if (path != null) return space.files.has(nameOf(path)) ? "#/" + encodeURI(path) : null;
    return url && /^(https|mailto|tel):$/.test(url.protocol) && url.origin !== base.origin ? url.href : null;
  };
  const safeImage = async (image, value, page) => {
    const url = address(value, page), path = url && inside(url);
    const at = base.pathname.replace(/c\/[^/]*\/$/, "assets/");
    if (path != null && space.files.has(path)) {
      const type = path.endsWith(".svg") ? "image/svg+xml" : "";
      image.src = URL.createObjectURL(new Blob([await file(path)], { type }));
    } else if (url?.origin === base.origin && url.pathname.startsWith(at)) image.src = url.href;
  };
  const scrub = (parsed, page) => {
    for (const element of parsed.body.querySelectorAll("*")) {
      const tag = element.localName;
      // Of forms, only the seller's own is left: the one that is posted to the address that the shell names.
      if (tag === "form" ? !element.matches("[method=post]") || element.getAttribute("action") !== form : !TAGS.test(tag)) { element.remove(); continue; }
      const href = element.getAttribute("href"), src = element.getAttribute("src");
      for (const { name } of [...element.attributes])
        if (!ATTRIBUTES.test(name === "name" && /^(input|textarea)$/.test(tag) ? "id" : name)) element.removeAttribute(name);
      if (tag === "a" && href !== null) {
        const safe = safeLink(href, page);
        if (safe) element.setAttribute("href", safe);
        if (safe && safe[0] !== "#") element.rel = "noopener noreferrer";
      }
      if (tag === "img" && src) safeImage(element, src, page).catch(() => {});
    }
  };
  const read = async (name) => {
    const text = new TextDecoder().decode(await file(name));
    const parsed = new DOMParser().parseFromString(policy ? policy.createHTML(text) : text, "text/html");
    scrub(parsed, name);
    return { title: parsed.title, language: parsed.documentElement.lang, kind: parsed.body.className, nodes: [...parsed.body.childNodes] };
  };
  const show = async (name, top) => {
    const turn = ++turns, known = pages.get(name), page = known ?? await read(name);
    if (turn !== turns) return;
    if (shown) places.set(shown, scrollY);
    pages.set(name, page);
    document.body.className = page.kind;
    document.body.replaceChildren(...page.nodes);
    [document.title, root.lang] = [page.title, page.language];
    if (!known) document.dispatchEvent(new Event("facturier:shown"));
    for (const button of document.querySelectorAll("[data-link]")) button.hidden = !navigator.clipboard;
    scrollTo({ top: top ? 0 : places.get(name) ?? 0, behavior: "instant" });
    if (shown) document.getElementById("main")?.focus({ preventScroll: true });
    shown = name;
  };
  const route = async (top) => {
    let path = location.hash.slice(2);
    try { path = decodeURIComponent(path); } catch {}
    const name = path ? nameOf(path) : space.start, page = name.replace(/[^/]*$/, "index.html");
    if (!space.files.has(name)) throw new Problem("unknown");
    await show(space.files.has(page) ? page : space.start, top);
    if (!name.endsWith(".html")) await download(name);
  };
  const download = async (name) => {
    const type = name.endsWith(".pdf") ? "application/pdf" : "application/octet-stream";
    const url = URL.createObjectURL(new Blob([await file(name)], { type }));
    Object.assign(document.createElement("a"), { href: url, download: name.split("/").pop() }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  };

  // What can go wrong

  const texts = async () => {
    const all = await (await fetch(words, { integrity: wordsDigest })).json();
    const language = [saved?.l, ...navigator.languages.map((name) => name.slice(0, 2)), root.lang].find((name) => all[name]);
    return { language, ...all[language] };
  };
  const make = (tag, textContent, more) => Object.assign(document.createElement(tag), { textContent }, more);
  const tell = async (name, ...more) => {
    const say = await texts();
    root.lang = say.language;
    document.body.className = "plain shell";
    document.title = say[name + ".title"];
    main.replaceChildren(main.firstElementChild, make("h1", say[name + ".title"]), ...["text", "remedy"].flatMap((part) => say[name + "." + part] ? make("p", say[name + "." + part]) : []),
      ...more.flatMap((part) => part(say)));
    main.dataset.problem = name;
    document.body.replaceChildren(main, contact);
    return say;
  };
  const again = (say) => make("button", say.again, { className: "button", type: "button", onclick: () => location.reload() });
  const home = (say) => make("a", say.home, { className: "button", href: "#/" });
  const fail = async (problem) => {
    const name = problem instanceof Problem ? problem.message : "damaged";
    shown = null;
    try {
      await tell(name, ...(/gone|offline|damaged/.test(name) ? [again] : name === "unknown" ? [home] : []));
      main.focus();
    } catch {
      // Not even the words came: the sentence that the shell holds has to do.
      for (const element of main.children) element.hidden = element.localName === "progress";
      document.body.replaceChildren(main, contact);
    }
  };
  const ask = () => tell("code", (say) => {
    const field = make("input", "", { id: "passcode", autocomplete: "off", autocapitalize: "characters", spellcheck: false, required: true });
    const button = make("button", say["code.action"], { className: "button primary" });
    const alert = make("p", "", { className: "bad", role: "alert" });
    const form = make("form", "", { className: "passcode", onsubmit: async (event) => {
      event.preventDefault();
      button.disabled = true;
      try {
        saved.s = btoa(String.fromCharCode(...await stretch(field.value)));
        await open();
        await route();
      } catch (problem) {
        delete saved.s;
        if (problem.message !== "code") return fail(problem);
        alert.textContent = say["code.wrong"];
        field.select();
      }
      button.disabled = false;
    } });
    form.append(make("label", say["code.label"], { htmlFor: "passcode" }), field, button, alert);
    return [form];
  }).then(() => document.getElementById("passcode").focus());

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-link]");
    if (button && space) navigator.clipboard.writeText(link()).then(() => {
      const label = button.textContent;
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = label; }, 2000);
    });
    const href = event.target.closest("a[href]")?.getAttribute("href") ?? "";
    if (href[0] !== "#" || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (href[1] !== "/") {
      const target = document.getElementById(href.slice(1));
      target?.scrollIntoView();
      target?.focus({ preventScroll: true });
    } else if (/\/$/.test(href)) {
      history.pushState(null, "", href);
      route(true).catch(fail);
    } else download(decodeURIComponent(href.slice(2))).catch(fail);
  });
  addEventListener("popstate", () => {
    if (asked()) enter().catch(fail);
    else if (space) route().catch(fail);
  });
  history.scrollRestoration = "manual";
  main.querySelector("progress").hidden = false;
  enter().catch(fail);
})();
