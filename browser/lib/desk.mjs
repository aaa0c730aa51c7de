// What a person does at a desk, in the words of the pages: sign in, search, fill in, send.
// Everything here works without JavaScript: it follows links, fills fields and presses buttons.
import { expect } from './tally.mjs';

export class Desk {
  constructor(browser, demo, node, options) {
    this.browser = browser;
    this.url = demo.url(node);
    this.node = node;
    this.options = options;
  }

  /** A window of its own for one person, signed in. */
  async signIn(role, { not } = {}) {
    const context = await this.browser.newContext({
      javaScriptEnabled: this.options.script,
      viewport: this.options.viewport,
      locale: 'en-GB',
      timezoneId: 'Europe/Tallinn',
      acceptDownloads: true,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.errors = [];
    page.on('pageerror', (error) => page.errors.push(error.message));
    page.on('console', (message) => {
      // A form that comes back says so by its status, and Chromium notes that as an error.
      const expected = /status of (409|422)/.test(message.text());
      if (message.type() === 'error' && !expected) page.errors.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(this.url) && !request.url().startsWith('data:')) {
        page.errors.push(`the page asked ${request.url()} of somebody else`);
      }
    });
    await page.goto(`${this.url}/sign-in`);
    const accounts = await this.accounts(page);
    const account = accounts.find((a) => a.roles.includes(role) && a.login !== not);
    expect(account, `no account with the role ${role} among ${JSON.stringify(accounts)}`);
    await page.fill('#sign-in-form [name=login]', account.login);
    await page.fill('#sign-in-form [name=password]', account.password);
    await press(page, '#sign-in');
    await page.waitForSelector('#sign-out');
    page.login = account.login;
    page.node = this.node;
    return page;
  }

  async accounts(page) {
    const rows = page.locator('#demo-accounts tbody tr');
    const accounts = [];
    for (const row of await rows.all()) {
      const [login, password] = await row.locator('code').allInnerTexts();
      const roles = (await row.locator('td').last().innerText()).toLowerCase().split(/,\s*/);
      accounts.push({ login: login.trim(), password: password.trim(), roles });
    }
    return accounts;
  }
}

/** Presses a button or link and waits for the page it leads to. */
export async function press(page, selector) {
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.click(selector)]);
}

/** Reads the page again until `ready` says so; a page without a script is read again by its reader, too. */
export async function until(page, ready, what, { reload = true, most = 10_000 } = {}) {
  const end = Date.now() + most;
  for (;;) {
    const value = await ready();
    if (value) return value;
    expect(Date.now() < end, `waited ${most} ms in vain for: ${what}`);
    await page.waitForTimeout(reload ? 300 : 100);
    if (reload) await page.reload();
  }
}

export async function search(page, { name, born, purpose }) {
  await page.goto(new URL('/search', page.url()).href);
  await page.fill('#search-form [name=name]', name);
  if (born) await page.fill('#search-form [name=born]', born);
  await page.fill('#search-form [name=purpose]', purpose);
  await press(page, '#search-button');
  await page.waitForSelector('#partner-answers');
}

/** The hits of one's own registers, or of a partner, as the page shows them. */
export async function hits(scope) {
  return scope.locator('.hit').evaluateAll((cards) =>
    cards.map((card) => ({
      name: card.querySelector('.person-name').textContent.trim(),
      score: Number(card.dataset.score),
      reasons: [...card.querySelectorAll('[data-reason]')].map((reason) => reason.dataset.reason),
      words: card.querySelector('.reasons')?.textContent.trim() ?? '',
    })),
  );
}

/** Fills the fields of a form by their names. A text is filled in, a list chosen by value, a box ticked by truth. */
export async function fill(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.locator(`[name="${name}"]:not([type=hidden])`).first();
    expect((await field.count()) === 1, `the form has no field ${name}`);
    const [tag, type] = await field.evaluate((element) => [element.tagName, element.type]);
    if (type === 'radio') await form.locator(`[name="${name}"][value="${value}"]`).check();
    else if (type === 'checkbox') await field.setChecked(Boolean(value));
    else if (tag === 'SELECT') await field.selectOption(value);
    else await field.fill(String(value));
  }
}

/** The names of the fields of a form that begin so, each once. */
export async function fieldNames(form, prefix) {
  const names = await form
    .locator(`[name^="${prefix}"]:not([type=hidden])`)
    .evaluateAll((fields) => fields.map((field) => field.name));
  return [...new Set(names)];
}

/** Answers every safeguard that is asked with its first answer, which by the law files is the one that lets it pass. */
export async function answerSafeguards(form, reasoning) {
  const answers = (await fieldNames(form, 'safeguard.')).filter((name) => name.endsWith('.answer'));
  for (const name of answers) {
    const field = form.locator(`[name="${name}"]:not([type=hidden])`).first();
    const type = await field.evaluate((element) => element.type);
    if (type === 'radio') await field.check();
    else {
      const value = await field.evaluate((list) => [...list.options].map((option) => option.value).find((v) => v !== ''));
      await field.selectOption(value);
    }
    const reasons = form.locator(`[name="${name.replace(/answer$/, 'reasoning')}"]`);
    if ((await reasons.count()) === 1) await reasons.fill(reasoning);
  }
  return answers.length;
}

/** The timeline of a case as both sides must show it alike. */
export async function timeline(page) {
  return page.locator('article.act').evaluateAll((acts) =>
    acts.map((act) => ({
      act: act.dataset.act,
      kind: act.dataset.kind,
      ours: act.dataset.ours === 'true',
      fault: act.dataset.fault === 'true',
      delivery: act.querySelector('[data-delivery]')?.dataset.delivery,
      stage: act.querySelector('[data-delivery]')?.dataset.stage,
      second: act.textContent.includes('Second person'),
      time: act.querySelector('time')?.dateTime,
    })),
  );
}

export async function clocks(page) {
  return page.locator('.clock').evaluateAll((list) =>
    Object.fromEntries(
      list.map((clock) => [
        clock.dataset.deadline,
        { state: clock.dataset.state, due: clock.dataset.dueAt, article: clock.querySelector('.article')?.textContent },
      ]),
    ),
  );
}

/** Downloads what a link gives and returns its bytes and name. */
export async function download(page, selector) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.click(selector)]);
  const stream = await file.createReadStream();
  const parts = [];
  for await (const part of stream) parts.push(part);
  return { name: file.suggestedFilename(), bytes: Buffer.concat(parts) };
}
