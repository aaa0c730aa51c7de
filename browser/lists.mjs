// Lists with rows in them, in Chromium against real nodes: searched, sorted, turned page by page, exported. With JavaScript
// and without.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { DESKTOP, launch } from './lib/chromium.mjs';
import { BINARY, Demo, ROOT } from './lib/demo.mjs';
import { Desk, fill, press, search, until } from './lib/desk.mjs';
import { expectNoSidewaysScroll, expectWellFormed } from './lib/rules.mjs';
import { GRANTED, REFUSED } from './lib/tale.mjs';
import { Stopped, Tally, expect } from './lib/tally.mjs';

/** Rows of a CSV file, by RFC 4180. */
function rowsOf(csv) {
  const rows = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  for (let found; cell.lastIndex < csv.length && (found = cell.exec(csv)); ) {
    rows.at(-1).push(found[1]?.replaceAll('""', '"') ?? found[2]);
    if (found[3] !== ',') rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

/** One list at an address: what is asked of it goes into the address, as the links and forms of the page do. */
class Rows {
  constructor(page, url, at, id) {
    Object.assign(this, { page, url, at, id });
  }

  async open(asked = {}) {
    const query = new URLSearchParams(asked).toString();
    const answer = await this.page.goto(`${this.url}${this.at}${query && `?${query}`}`);
    expect(answer.status() === 200, `${this.at} answered ${answer.status()}`);
  }

  async total() {
    return Number(await this.page.locator(`#${this.id}-list`).getAttribute('data-total'));
  }

  /** The texts of all cells, row by row. */
  rows() {
    return this.page.locator(`#${this.id} tbody tr`).evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));
  }

  async export(format, asked = {}) {
    const query = new URLSearchParams({ ...asked, format }).toString();
    const answer = await this.page.request.get(`${this.url}${this.at}?${query}`);
    expect(answer.ok(), `${this.at} as ${format}: ${answer.status()}`);
    expect(answer.headers()['content-disposition'].startsWith('attachment'), 'it is shown, not kept');
    return answer.text();
  }
}

/**
 * `word`: what a search finds some of, or the column whose first long word in the first row it finds; `whole`: short lists that have one page; `grows`: a line more for each look, or whenever a
 * partner speaks.
 */
async function tried(check, page, url, at, id, { least = 2, word, whole = false, grows = false } = {}) {
  const list = new Rows(page, url, at, id);
  const name = at.replace(/[0-9a-f]{32,}/, '…');
  const same = (got, expected, what) =>
    expect(grows ? got >= expected : got === expected, `${what}: ${got} instead of ${expected}`);

  await check(`${name} has rows, and is a page like the others`, page, async () => {
    await list.open();
    const total = await list.total();
    expect(total >= least, `${total} rows`);
    expect((await list.rows()).length === (whole ? total : Math.min(total, 25)), 'not all rows are shown');
    await expectWellFormed(page);
    await expectNoSidewaysScroll(page);
  });
  await check(`${name} is exported`, page, async () => {
    await list.open();
    const total = await list.total();
    const json = JSON.parse(await list.export('json'));
    same(json.length, total, 'JSON');
    const [head, ...rows] = rowsOf(await list.export('csv'));
    same(rows.length, total, 'CSV');
    expect(rows.every((row) => row.length === head.length), 'rows of other lengths than the heading');
    expect(Object.keys(json[0]).every((key) => head.includes(key)), `${head} lacks some of ${Object.keys(json[0])}`);
  });
  if (!whole) await check(`${name} is turned page by page`, page, async () => {
    await list.open({ 'per-page': 200 });
    const all = await list.rows();
    const size = all.length > 20 ? 10 : 1;
    await list.open({ 'per-page': size });
    const most = Math.min(4, Math.ceil(all.length / size));
    for (let turned = 0; turned < most; turned += 1) {
      const shown = await list.rows();
      if (!grows) {
        const expected = all.slice(turned * size, (turned + 1) * size);
        expect(JSON.stringify(shown) === JSON.stringify(expected), `page ${turned + 1}: ${JSON.stringify(shown)}`);
      }
      expect((await page.locator('[rel=prev]').count()) === Number(turned > 0), 'a way back, or none');
      if (turned + 1 < most) await press(page, '[rel=next]');
    }
    if (most > 1) {
      await press(page, '[rel=prev]');
      expect(page.url().includes(`page=${most - 1}`), `back to ${page.url()}`);
    }
  });
  await check(`${name} is sorted by each heading, both ways`, page, async () => {
    await list.open({ 'per-page': 200 });
    const heads = await page.locator(`#${id} thead th`).evaluateAll((heads) => heads.map((head) => Boolean(head.querySelector('a'))));
    for (const [column, sortable] of heads.entries()) {
      if (!sortable) continue;
      await list.open({ 'per-page': 200 });
      const ways = [];
      for (const way of ['ascending', 'descending']) {
        const head = page.locator(`#${id} thead th`).nth(column);
        await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), head.locator('a').click()]);
        expect((await head.getAttribute('aria-sort')) === way, `column ${column} is not marked as ${way}`);
        ways.push((await list.rows()).map((row) => row[column]));
      }
      if (grows || (await list.total()) > 200) continue;
      // What has no value stands last both ways.
      const none = ways[0].at(-1) === ways[1].at(-1) ? ways[0].at(-1) : undefined;
      const [up, down] = ways.map((way) => way.filter((cell) => cell !== none));
      expect(JSON.stringify(up) === JSON.stringify([...down].reverse()), `column ${column}: ${JSON.stringify(ways)}`);
    }
  });
  if (word === undefined) return;
  await check(`${name} is searched`, page, async () => {
    await list.open();
    const total = await list.total();
    const asked = typeof word === 'number' ? (await list.rows())[0][word].match(/\p{L}{4,}/u)[0] : word;
    await page.fill(`#${id}-q`, asked);
    await press(page, `#${id}-list form[role=search] button`);
    const found = await list.total();
    expect(found > 0 && found <= total + (grows ? 5 : 0), `${found} of ${total} for ${asked}`);
    same(JSON.parse(await list.export('json', { q: asked })).length, found, 'the search goes into the file');
    await page.fill(`#${id}-q`, 'zzqqxxyy');
    await press(page, `#${id}-list form[role=search] button`);
    expect((await list.total()) === 0 && (await page.locator(`#${id}-list .empty`).count()) === 1, 'nothing was found, and it is not said');
  });
}

async function story(browser, demo, tally, script) {
  const how = script ? 'with JavaScript' : 'without JavaScript';
  console.log(`\nlists with rows, ${how}`);
  const check = (name, page, body) => tally.check(`${name} (${how})`, page, body);
  const step = (name, page, body) => tally.step(`${name} (${how})`, page, body);
  const [ee, de] = ['ee', 'de'].map((node) => new Desk(browser, demo, node, { script, viewport: DESKTOP }));
  const officer = await step('an Estonian officer signs in', undefined, () => ee.signIn('officer'));
  const auditor = await ee.signIn('auditor');
  const admin = await ee.signIn('admin');
  const german = await de.signIn('auditor');

  await step('two requests are begun, two files sent, two groups founded', officer, async () => {
    for (const { asked } of [GRANTED, REFUSED]) {
      await search(officer, { ...asked, purpose: `prosecution ${how}` });
      const answer = officer.locator('article.partner[data-partner^="de."]');
      await until(officer, async () => (await answer.getAttribute('data-answer')) === 'hits', 'a hit', { reload: !script });
      await press(officer, 'article.partner[data-partner^="de."] .open-request');
      await officer.waitForSelector('#draft-form');
    }
    for (const name of ['first', 'second']) {
      await officer.goto(`${ee.url}/files/new`);
      await officer.locator('[name=to][value^="de."]').check();
      await fill(officer.locator('#file-form'), { title: `${name} image ${how}`, purpose: 'a test', 'legal-basis': 'an agreement' });
      await officer.selectOption('#f-handling', 'H0');
      await officer.setInputFiles('#f-file', { name: `${name}.bin`, mimeType: 'application/octet-stream', buffer: Buffer.from(name + how) });
      await press(officer, '#send');
      await officer.waitForSelector('#done[data-done=file-sent]');
      await officer.goto(`${ee.url}/groups`);
      await fill(officer.locator('#new-group'), { name: `${name} group ${how}` });
      await officer.selectOption('#f-form', 'regional');
      await officer.locator('[name=members][value^="de."]').check();
      await press(officer, '#found-group');
      await officer.waitForSelector('#group');
    }
    await officer.goto(`${ee.url}/files`);
    const here = () => officer.locator('[data-file][data-state=stored]').count();
    await until(officer, async () => (await here()) >= 2, 'the files are there', { most: 20_000 });
  });

  await officer.goto(`${ee.url}/registers`);
  const register = await officer.locator('#registers-list tbody a').first().getAttribute('href');
  await tried(check, officer, ee.url, '/drafts', 'drafts', { word: 0 });
  await tried(check, officer, ee.url, '/files', 'files', { word: 'second image' });
  await tried(check, officer, ee.url, '/groups', 'groups', { word: 'second', whole: true });
  await tried(check, officer, ee.url, '/talks', 'talks', { word: 'Germany' });
  await tried(check, officer, ee.url, '/commitments', 'commitments', { word: 0 });
  await tried(check, officer, ee.url, '/registers', 'registers', { least: 1, whole: true });
  await tried(check, officer, ee.url, register, 'subjects', { word: 'Jevgeni' });
  await tried(check, officer, ee.url, '/law/instruments', 'instruments', { word: 'extradition' });
  await tried(check, admin, ee.url, '/officers', 'officers', { word: 'a' });
  await tried(check, german, de.url, '/partner-queries', 'partner-queries', { word: 'ee.', grows: true });
  await tried(check, auditor, ee.url, '/ledger', 'entries', { grows: true });
  await tried(check, auditor, ee.url, '/audit', 'audit', { word: 'search', grows: true });
  await check('no page made an error', officer, async () => {
    const errors = [officer, auditor, admin, german].flatMap((page) => page.errors);
    expect(errors.length === 0, errors.join('\n'));
  });
  for (const page of [officer, auditor, admin, german]) await page.context().close();
}

async function main() {
  expect(existsSync(BINARY), `${BINARY} is missing: cargo build --package comity`);
  const tally = new Tally(path.join(ROOT, 'target/browser'));
  const browser = await launch();
  let demo;
  try {
    demo = await tally.step('three nodes start', undefined, () => Demo.start());
    for (const script of [true, false]) {
      try {
        await story(browser, demo, tally, script);
      } catch (error) {
        if (!(error instanceof Stopped)) throw error;
      }
    }
  } catch (error) {
    if (!(error instanceof Stopped)) {
      tally.failed += 1;
      console.log(error.stack);
    }
  } finally {
    await browser.close();
    await demo?.close();
  }
  process.exitCode = tally.close();
}

await main();
