// Runs before the page’s WebAssembly, and where that never comes: finds out whether this place has
// shared memory, gets it if it can be had, and says so on the root element:
//
//   data-tier         a  shared memory, by the headers of whoever hosts the page
//                     b  shared memory, by our service worker
//                     c  no shared memory
//                     d  no origin (a sandboxed frame, a file): no storage, workers only from blobs
//   data-tier-reason  why c or d, one word; `trying` as long as the page may still be reloaded
//
// Each change is an event `tier` on the document. `data-embed` is the name of the one figure to
// show. If the figures do not come alive, a sentence and a link take their place.
//
// An old browser has to be able to read this, in order to say that it is too old.
(() => {
  "use strict";
  const root = document.documentElement;
  const PATIENCE_MS = { reload: 4000, alive: 20000 };

  // Before anything is painted; the switch in the page’s head writes it.
  try {
    const theme = localStorage.getItem("gil-playground-theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch (_) {
    // Nothing is kept here.
  }

  const query = new URLSearchParams(location.search);
  if (query.get("embed") === "1") root.dataset.embed = query.get("figure") || "";

  // --- The tier ---

  const settle = (tier, reason) => {
    root.dataset.tier = tier;
    if (reason) root.dataset.tierReason = reason;
    else delete root.dataset.tierReason;
    document.dispatchEvent(new Event("tier"));
  };

  const makeMemory = () => new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });

  // Only sending it away shows whether memory may be shared: `crossOriginIsolated` is true in
  // browsers that share nothing, and shared memory can be made where nobody may have it.
  const sharesMemory = () => {
    try {
      const { port1 } = new MessageChannel();
      port1.postMessage(makeMemory());
      port1.close();
      return true;
    } catch (_) {
      return false;
    }
  };

  const canMakeMemory = () => {
    try {
      return Boolean(makeMemory());
    } catch (_) {
      return false;
    }
  };

  // In a frame only Document-Isolation-Policy helps, which came with Chromium 137.
  const isolatesFrames = () => {
    const { brands = [] } = navigator.userAgentData || {};
    return brands.some(({ brand, version }) => brand === "Chromium" && Number(version) >= 137);
  };

  const framed = self !== top;
  const folder = new URL(".", document.baseURI).href;
  const memo = `gil-playground: a reload did not help ${folder}`;

  const decide = () => {
    if (isFile) return settle("d", "file");
    if (self.origin === "null") return settle("d", "sandbox");
    let storage;
    let workers;
    try {
      storage = sessionStorage;
      storage.getItem(memo);
      workers = navigator.serviceWorker;
    } catch (_) {
      storage = undefined;
    }
    const controlled = Boolean(workers && workers.controller);
    const reloaded = takeMark();
    if (sharesMemory()) {
      if (storage) storage.removeItem(memo);
      if (!controlled && workers) serve(workers);
      return settle(controlled ? "b" : "a");
    }
    if (!self.isSecureContext) return settle("c", "insecure");
    if (self.crossOriginIsolated !== false || !canMakeMemory()) {
      return settle("c", "no-shared-memory");
    }
    if (framed && !isolatesFrames()) return settle("c", "frame");
    // Without storage there is no service worker, and nothing that would stop a loop of reloads.
    if (!storage) return settle("c", "storage-blocked");
    if (!workers) return settle("c", "no-service-worker");
    if (controlled || reloaded || storage.getItem(memo)) {
      storage.setItem(memo, "1");
      return settle("c", "reload-did-not-help");
    }
    settle("c", "trying");
    isolate(workers);
  };

  // The page needs no service worker here, but the engine can do with the slow service in it: then programs
  // really wait for a network. Without it that is simulated.
  const serve = (workers) => {
    workers
      .register(new URL("sw.js", document.baseURI), {
        scope: new URL("engine/", document.baseURI).href,
        updateViaCache: "none",
      })
      .catch(() => {});
  };

  // Has the service worker installed and loads the page again through it, unless the reader was
  // faster and has begun something.
  const isolate = (workers) => {
    let begun = false;
    const begin = ({ type, source, data }) => {
      begun = begun || type !== "message" ||
        (source === parent && Boolean(data) && data.target === "gil-playground");
    };
    const signs = ["click", "input", "keydown", "message"];
    for (const sign of signs) addEventListener(sign, begin, true);

    let over = false;
    const end = (reason) => {
      if (over) return;
      over = true;
      for (const sign of signs) removeEventListener(sign, begin, true);
      settle("c", reason);
    };
    setTimeout(end, PATIENCE_MS.reload, "next-load");
    workers
      .register(new URL("sw.js", document.baseURI), { updateViaCache: "none" })
      .then(() => workers.ready)
      .then(() => {
        if (over) return;
        if (begun) end("next-load");
        else if (leaveMark()) location.reload();
        else end("reload-did-not-help");
      })
      .catch(({ name }) => {
        const blocked = framed && (name === "NotSupportedError" || name === "SecurityError");
        end(blocked ? "storage-blocked" : "no-service-worker");
      });
  };

  // The mark that this load of this very frame is our reload. In the history entry, because frames
  // of the same page share their storage, and so it holds where there is none.
  const leaveMark = () => {
    try {
      history.replaceState(Object.assign({}, history.state, { isolating: true }), "");
      return history.state.isolating;
    } catch (_) {
      return false;
    }
  };

  const takeMark = () => {
    const { state } = history;
    if (!state || !state.isolating) return false;
    const rest = Object.assign({}, state);
    delete rest.isolating;
    try {
      history.replaceState(Object.keys(rest).length ? rest : null, "");
    } catch (_) {
      // Then the mark stays, and there will be no further reload.
    }
    return true;
  };

  // --- Figures that do not come alive ---

  let alive = false;
  let told = [];

  const clear = () => {
    for (const element of told) element.remove();
    told = [];
  };

  const tell = (why) => {
    if (alive) return;
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => tell(why));
      return;
    }
    clear();
    const figures = document.querySelectorAll("[data-figure]");
    const alone = root.dataset.embed !== undefined || figures.length === 0;
    for (const place of alone ? [document.body] : figures) {
      told.push(place.insertBefore(sentence(why), place.firstChild));
    }
  };

  const isFile = location.protocol === "file:";

  const sentence = (why) => {
    const paragraph = document.createElement("p");
    paragraph.className = "fallback";
    paragraph.dataset.testid = "fallback";
    paragraph.append(why);
    if (isFile) return paragraph;
    const address = new URL(location.href);
    address.searchParams.delete("embed");
    const link = document.createElement("a");
    link.href = address.href;
    link.textContent = framed ? "Open the full page" : "Load the page again";
    if (framed) {
      link.target = "_blank";
      link.rel = "noopener";
    }
    paragraph.append(" ", link, ".");
    return paragraph;
  };

  const fail = () => {
    tell(
      isFile
        ? "The text can be read from a file, but figures run only on pages that come from a web server."
        : framed
          ? "This figure could not be started inside this page."
          : "The figures could not be started: something they need did not load.",
    );
  };
  // Scripts that do not load, and errors while they start.
  const onError = ({ target }) => {
    if (target === window || (target && target.nodeName === "SCRIPT")) fail();
  };
  addEventListener("error", onError, true);
  addEventListener("unhandledrejection", fail);
  const late = setTimeout(() => {
    tell("The figures have not started yet; the connection may be slow.");
  }, PATIENCE_MS.alive);
  addEventListener("TrunkApplicationStarted", () => {
    alive = true;
    clear();
    clearTimeout(late);
    removeEventListener("error", onError, true);
    removeEventListener("unhandledrejection", fail);
  });

  decide();
  if (typeof WebAssembly !== "object" || !("noModule" in HTMLScriptElement.prototype)) {
    tell("This browser is too old for the figures, which need WebAssembly and modules.");
  }
})();
