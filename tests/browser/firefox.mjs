// Firefox without a driver: a page that asks this process what to do next. Under WebDriver BiDi
// Firefox ESR 153 often holds back workers that workers start, and the engine’s start with them.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FIREFOX = process.env.FIREFOX ?? "/usr/bin/firefox-esr";

const PREFERENCES = `
user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("dom.min_background_timeout_value", 4);
user_pref("toolkit.telemetry.reportingpolicy.firstRun", false);
user_pref("ui.prefersReducedMotion", 1);
`;

const ISOLATED = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** Asks for a function, calls it, says what came of it, and asks again. */
const PAGE = `<!doctype html><title>Tests</title><link rel="icon" href="data:,">
<iframe width="900" height="900" allow="cross-origin-isolated"></iframe>
<script>
  const frame = document.querySelector("iframe");
  const heard = [];
  addEventListener("message", ({ data }) => heard.push(data));
  (async () => {
    for (;;) {
      const { source, args } = await (await fetch("/next")).json();
      const said = {};
      try {
        said.result = await eval("(" + source + ")")({ frame, heard }, ...args);
      } catch (error) {
        said.error = String(error);
      }
      await fetch("/said", { method: "POST", body: JSON.stringify(said) });
    }
  })();
</script>`;

/**
 * A Firefox at a page with a frame, which stands at the same address as the site. `evaluate` calls
 * a function there, with that `frame` and what was `heard` of it, and gives what it gives.
 */
export async function startFirefox(site, { isolated }) {
  const waiting = [];
  const asked = [];
  let settle = () => {};
  const hand = () => {
    if (waiting.length > 0 && asked.length > 0) waiting.shift().end(asked.shift());
  };
  const server = createServer(async (request, response) => {
    if (request.url === "/drive") {
      response.writeHead(200, { "Content-Type": "text/html", ...(isolated ? ISOLATED : {}) });
      response.end(PAGE);
    } else if (request.url === "/next") {
      waiting.push(response);
      hand();
    } else if (request.url === "/said") {
      const parts = await request.toArray();
      response.end();
      settle(JSON.parse(Buffer.concat(parts).toString()));
    } else {
      const { status, headers, body } = await fetch(new URL(request.url, site.url));
      const kept = [...headers].filter(([name]) => !/^(connection|keep-alive|transfer)/.test(name));
      response.writeHead(status, Object.fromEntries(kept));
      for await (const part of body) response.write(part);
      response.end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const profile = mkdtempSync(join(tmpdir(), "gil-playground-"));
  writeFileSync(join(profile, "user.js"), PREFERENCES);
  const address = `http://127.0.0.1:${server.address().port}`;
  const options = ["--headless", "--no-remote", "--profile", profile, `${address}/drive`];
  // A group of its own: its processes end together.
  const firefox = spawn(FIREFOX, options, { stdio: "ignore", detached: true });
  const ended = new Promise((resolve) => firefox.once("close", resolve));
  return {
    async evaluate(call, ...args) {
      const said = await new Promise((resolve, reject) => {
        const late = () => reject(new Error(`Firefox does not answer to\n${call}`));
        const timer = setTimeout(late, 90_000);
        settle = (said) => {
          clearTimeout(timer);
          resolve(said);
        };
        asked.push(JSON.stringify({ source: String(call), args }));
        hand();
      });
      if (said.error) throw new Error(said.error);
      return said.result;
    },
    async close() {
      if (firefox.exitCode === null) process.kill(-firefox.pid);
      await ended;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
