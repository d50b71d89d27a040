// The page of `wechatpay-sandbox` in a browser. Run by tests/page.sh.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

const { BUILT, WORK, CHROMIUM, PICTURES } = process.env;
const run = promisify(execFile);

/** The sandbox, its address and its keys. */
async function startSandbox() {
  const folder = join(WORK, "keys");
  const program = spawn(join(BUILT, "wechatpay-sandbox"), ["--port", "0", "--keys", folder], { stdio: ["ignore", "pipe", "inherit"] });
  const { value: first } = await createInterface(program.stdout)[Symbol.asyncIterator]().next();
  const index = JSON.parse(await readFile(join(folder, "sandbox.json"), "utf8"));
  assert.equal(first, `listening on ${index.base_url}`);
  const env = {
    ...process.env,
    WECHATPAY_BASE_URL: index.base_url,
    WECHATPAY_MCHID: index.mchid,
    WECHATPAY_SERIAL: index.merchant_serial,
    WECHATPAY_KEY: join(folder, index.merchant_key),
    WECHATPAY_CERTIFICATE: join(folder, index.merchant_certificate),
    WECHATPAY_PUBLIC_KEY_ID: index.platform_public_key_id,
    WECHATPAY_PUBLIC_KEY: join(folder, index.platform_public_key),
    WECHATPAY_APPID: index.appid,
    WECHATPAY_OPENID: index.openid,
  };
  return { program, index, env };
}

/** The app's server: accepts notifications, once it is told to. */
async function startApp() {
  const app = { accepts: false, events: [] };
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const piece of request) text += piece;
    app.events.push(JSON.parse(text).event_type);
    response.writeHead(app.accepts ? 204 : 500).end();
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  app.url = `http://127.0.0.1:${server.address().port}/notify`;
  app.stop = () => server.close();
  return app;
}

/** Names, contrast, structure: what a checker of accessibility can tell. */
async function accessible(page) {
  await page.evaluate(await readFile(join(WORK, "node_modules/axe-core/axe.min.js"), "utf8"));
  const { violations } = await page.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]), []);
}

async function picture(page, name) {
  if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

async function look(page, { index, env }, app) {
  const example = (name, more = {}) => run(join(BUILT, "examples", name), { env: { ...env, WECHATPAY_NOTIFY_URL: app.url, ...more } });
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("request", (request) => request.url().startsWith(index.base_url) || request.url().startsWith("data:") || problems.push(request.url()));
  await page.goto(`${index.base_url}/_sandbox/`);
  await page.getByText("Nothing yet.").waitFor();
  await page.getByText(index.mchid, { exact: true }).waitFor();

  // An exchange appears while the page is open, and is opened by the keyboard.
  await example("jsapi_pay");
  const line = page.locator("#lines").getByRole("button", { name: "POST /v3/pay/transactions/jsapi" });
  await line.focus();
  await page.keyboard.press("Enter");
  const detail = page.locator("#detail");
  await detail.getByText("status 200", { exact: true }).waitFor();
  const shown = await detail.innerText();
  for (const part of ["What was checked and right", "signature", "out_trade_no", "POST\\n", "/v3/pay/transactions/jsapi\\n", "prepay_id"]) {
    assert.ok(shown.includes(part), `${part} is missing in\n${shown}`);
  }
  // Escape goes back to the list.
  await page.keyboard.press("Escape");
  assert.ok(await line.evaluate((button) => button === document.activeElement));
  await picture(page, "exchange");

  // It is paid by a button. The app refuses the notification, then accepts it when it is posted again by a button.
  const order = page.locator("#things tr").filter({ hasText: "example-" });
  assert.match(await order.innerText(), /NOTPAY/);
  await order.getByRole("button", { name: "Pay" }).click();
  await order.getByText("SUCCESS").waitFor();
  const notification = page.locator("#notifications tr").filter({ hasText: "TRANSACTION.SUCCESS" });
  await notification.getByText("status 500").waitFor();
  await page.locator("#lines").getByRole("button", { name: "TRANSACTION.SUCCESS" }).first().click();
  await detail.getByText("What was wrong").waitFor();
  assert.ok((await detail.innerText()).includes("transaction_id"), "the notification is shown in plain");
  app.accepts = true;
  await notification.getByRole("button").click();
  await notification.getByText("accepted").waitFor();
  assert.ok(app.events.length >= 2 && app.events.every((event) => event === "TRANSACTION.SUCCESS"), String(app.events));
  await page.getByLabel("filter orders").fill("no such number");
  await order.waitFor({ state: "detached" });
  await page.getByLabel("filter orders").fill("");
  // What is paid cannot be paid again, and the page says so.
  await order.getByRole("button", { name: "Pay" }).click();
  await page.locator("#message.bad").waitFor();

  // The doctor calls; a secret that it sent encrypted is shown in plain.
  const { stdout } = await example("doctor");
  assert.match(stdout, /ok +encryption/);
  await page.locator("#lines").getByRole("button", { name: "POST /v3/security/echo" }).click();
  await detail.getByText(/doctor-\w+-encrypted/).first().waitFor();

  // The next answer is scripted: a wrong signature, which the client must refuse.
  const form = page.locator("#script-form");
  await form.getByLabel("operation").fill("POST /v3/security/echo");
  await form.getByLabel("fault").selectOption("bad-signature");
  await form.getByRole("button", { name: "Script", exact: true }).click();
  await page.locator("#scripts").getByText("bad-signature").waitFor();
  await assert.rejects(example("doctor"), (error) => /FAILED +answer signature/.test(error.stdout));
  await page.locator("#scripts").getByText("bad-signature").waitFor({ state: "detached" });
  // What is no JSON is not sent.
  await form.getByLabel("fields").fill("{");
  await form.getByRole("button", { name: "Script", exact: true }).click();
  await page.locator("#message.bad").getByText("fields").waitFor();

  // A call with a wrong key, and only what went wrong.
  await assert.rejects(example("jsapi_pay", { WECHATPAY_SERIAL: "AB".repeat(20) }));
  const all = await page.locator("#lines tr:visible").count();
  await page.getByLabel("only what went wrong").check();
  const wrong = page.locator("#lines tr:visible").filter({ hasText: "401" });
  await wrong.waitFor();
  assert.ok((await page.locator("#lines tr:visible").count()) < all + 1);
  await wrong.getByRole("button").click();
  await detail.getByText("the merchant has no certificate").first().waitFor();
  await accessible(page);
  await picture(page, "wrong");
  await page.getByLabel("only what went wrong").uncheck();

  // What comes from a caller stays text.
  const markup = "/v3/<img src=x onerror=document.title='taken'>";
  await fetch(index.base_url + markup.replaceAll(" ", "%20"), { method: "POST", body: "<b>markup</b>" });
  await page.locator("#lines").getByRole("button", { name: /v3\/.*img/ }).first().click();
  await detail.getByText("status 404", { exact: true }).waitFor();
  assert.equal(await page.locator("main img, main b").count(), 0);
  assert.equal(await page.title(), "WeChat Pay sandbox");

  // The clock moves, a certificate is added, a sample is posted, the journal is forgotten.
  const clock = page.locator("#clock-form");
  await clock.getByLabel("move clock by").fill("2");
  await clock.getByLabel("unit").selectOption("hours");
  await clock.getByRole("button").click();
  await page.locator("#ahead").getByText("2 h").waitFor();
  const before = await page.locator("#platform-key").innerText();
  await page.getByRole("button", { name: "Add certificate" }).click();
  await page.waitForFunction((before) => document.querySelector("#platform-key").textContent !== before, before);
  await page.getByText("Post a sample of any notification").click();
  const sample = page.locator("#notify-form");
  await sample.getByLabel("event").fill("REFUND.SUCCESS");
  await sample.getByLabel("to", { exact: true }).fill(app.url);
  await sample.getByRole("button", { name: "Post" }).click();
  await page.locator("#notifications tr").filter({ hasText: "REFUND.SUCCESS" }).getByText("accepted").waitFor();
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await page.getByText("Nothing yet.").waitFor();

  // Pages of other sites get nothing done.
  const refused = await fetch(`${index.base_url}/_sandbox/rotate`, {
    method: "POST", headers: { "Content-Type": "application/json", Origin: "https://example.com" }, body: "{}",
  });
  assert.equal(refused.status, 403);

  // Of a refused request the browser tells as an error; these were meant.
  const meant = /409|Failed to load resource/;
  assert.deepEqual(problems.filter((problem) => !meant.test(problem)), []);
}

const sandbox = await startSandbox();
const app = await startApp();
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ colorScheme, viewport: { width: 1400, height: 1000 } });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    if (colorScheme === "light") await look(page, sandbox, app);
    else {
      await page.goto(`${sandbox.index.base_url}/_sandbox/`);
      await page.getByText("NOTPAY").or(page.getByText("SUCCESS")).first().waitFor();
      await accessible(page);
      await picture(page, "dark");
      // On a narrow screen nothing is cut off.
      await page.setViewportSize({ width: 420, height: 900 });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      await picture(page, "narrow");
    }
    await context.close();
  }
  console.log("the page does what it should");
} finally {
  await browser.close();
  sandbox.program.kill();
  app.stop();
}
