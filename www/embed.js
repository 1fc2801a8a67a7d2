// <gil-playground figure="cpu-bound"></gil-playground>: a figure in a frame as high as what it
// shows. More in docs/embedding.md.
(() => {
  const NAME = "gil-playground";
  const SETTINGS = ["figure", "preset", "cores", "threads", "count", "interval", "repeats", "seed", "httpbin"];
  // A module has no current script.
  const script = document.currentScript ?? document.querySelector("script[src*='embed.js']");
  const home = new URL(".", script?.src ?? location.href);

  class Playground extends HTMLElement {
    #frame;
    #origin;
    #waiting = [];

    connectedCallback() {
      const address = new URL(this.getAttribute("src") ?? home, location.href);
      for (const name of SETTINGS) {
        if (this.hasAttribute(name)) address.searchParams.set(name, this.getAttribute(name));
      }
      address.searchParams.set("embed", "1");
      const frame = document.createElement("iframe");
      frame.src = address.href;
      frame.title = this.getAttribute("title") ?? "A figure of the GIL Playground";
      frame.loading = "lazy";
      frame.allow = "cross-origin-isolated; fullscreen; clipboard-write";
      // Not as an attribute, which a strict policy of the page would forbid.
      this.style.display = "block";
      Object.assign(frame.style, { display: "block", width: "100%", height: "560px", border: 0 });
      this.#frame = frame;
      this.#origin = address.origin;
      this.#waiting = [];
      this.replaceChildren(frame);
      addEventListener("message", this.#hear);
    }

    disconnectedCallback() {
      removeEventListener("message", this.#hear);
    }

    /** Runs the figure. */
    run() {
      this.#say({ type: "run" });
    }

    /** Sets some settings: {threads: 4}. */
    set(settings) {
      const texts = Object.entries(settings).map(([name, value]) => [name, `${value}`]);
      this.#say({ type: "set", settings: Object.fromEntries(texts) });
    }

    #hear = ({ source, origin, data }) => {
      if (source !== this.#frame.contentWindow || origin !== this.#origin) return;
      if (data?.source !== NAME || data.version !== 1) return;
      const { type } = data;
      if (type === "ready") {
        const waiting = this.#waiting;
        this.#waiting = undefined;
        waiting?.forEach((message) => this.#say(message));
      }
      if (type === "height" && Number.isFinite(data.height) && data.height > 0) {
        this.#frame.style.height = `${Math.min(Math.ceil(data.height), 20000)}px`;
      }
      if (["ready", "height", "result", "error"].includes(type)) {
        this.dispatchEvent(new CustomEvent(type, { detail: data }));
      }
    };

    // Waits until the frame can hear it.
    #say(message) {
      if (this.#waiting) this.#waiting.push(message);
      else {
        const whole = { target: NAME, version: 1, ...message };
        this.#frame.contentWindow?.postMessage(whole, this.#origin);
      }
    }
  }

  if (!customElements.get(NAME)) customElements.define(NAME, Playground);
})();
