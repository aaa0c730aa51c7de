// The whole story of a request, played in Chromium against three real nodes: found under another spelling, asked for,
// supplemented, arrested, decided, surrendered or refused, and proved. Once with JavaScript and once without.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { DESKTOP, PHONE, launch } from './lib/chromium.mjs';
import { BINARY, Demo, ROOT } from './lib/demo.mjs';
import { Desk } from './lib/desk.mjs';
import {
  accessibilityFaults,
  expectAccessible,
  expectNoSidewaysScroll,
  expectWellFormed,
  reachByKeyboard,
} from './lib/rules.mjs';
import { GRANTED, REFUSED, play } from './lib/tale.mjs';
import { Stopped, Tally, expect } from './lib/tally.mjs';

/** Every page a role can reach keeps the rules: well formed, accessible, fit for a phone, in each language. */
async function everyPage(tally, { ee, officer, caseId }) {
  console.log('\nevery page');
  const admin = await ee.signIn('admin');
  const auditor = await ee.signIn('auditor');
  const searchUrl = await officer
    .goto(`${ee.url}/search`)
    .then(() => officer.locator('#recent-searches a').first().getAttribute('href'));
  const pages = [
    [officer, '/'],
    [officer, '/search'],
    [officer, searchUrl],
    [officer, '/cases'],
    [officer, `/cases/${caseId}`],
    [officer, '/drafts'],
    [officer, '/partners'],
    [officer, '/registers'],
    [officer, '/law'],
    [officer, '/law?from=EE&to=RU&procedure=extradition&on=2021-12-01'],
    [officer, '/law/instruments'],
    [officer, '/law/instruments/coe-ets-024'],
    [officer, '/law/states'],
    [officer, '/law/states/EE/DE'],
    [officer, '/law/procedures'],
    [officer, '/law/procedures/extradition'],
    [officer, '/account'],
    [officer, '/help'],
    [auditor, '/ledger'],
    [auditor, '/audit'],
    [admin, '/officers'],
    [admin, '/partners'],
    [admin, '/registers'],
  ];
  for (const [page, at] of pages) {
    await tally.check(`${at} keeps the rules of a page`, page, async () => {
      const answer = await page.goto(`${ee.url}${at}`);
      expect(answer.status() === 200, `answered ${answer.status()}`);
      await expectWellFormed(page);
      await expectAccessible(page);
      await page.setViewportSize(PHONE);
      await expectNoSidewaysScroll(page);
      const faults = await accessibilityFaults(page);
      expect(faults.length === 0, `on a phone: ${faults.join('\n')}`);
      await page.setViewportSize(DESKTOP);
    });
  }

  await tally.check('the main actions are reached by keyboard', officer, async () => {
    await officer.goto(`${ee.url}/search`);
    await officer.keyboard.press('Tab');
    const first = await officer.evaluate(() => document.activeElement.getAttribute('href'));
    expect(first === '#main', `the first stop is ${first}, not the way past the navigation`);
    await reachByKeyboard(officer, officer.locator('#search-form [name=name]'));
    await reachByKeyboard(officer, officer.locator('#search-button'));
    await officer.goto(`${ee.url}/cases/${caseId}`);
    await reachByKeyboard(officer, officer.locator('#evidence-button'));
  });

  for (const [language, direction] of [['ar', 'rtl'], ['ru', 'ltr'], ['de', 'ltr'], ['en', 'ltr']]) {
    await tally.check(`the pages speak ${language}, written ${direction}`, officer, async () => {
      await officer.goto(`${ee.url}/search`);
      await officer.locator('details.language > summary').click();
      await officer.locator(`details.language button[value=${language}]`).click();
      await officer.waitForSelector(`html[lang=${language}]`);
      for (const at of ['/search', searchUrl, `/cases/${caseId}`]) {
        await officer.goto(`${ee.url}${at}`);
        expect((await officer.locator('html').getAttribute('dir')) === direction, 'another direction');
        await expectAccessible(officer);
        await officer.setViewportSize(PHONE);
        await expectNoSidewaysScroll(officer);
        await officer.setViewportSize(DESKTOP);
      }
    });
  }
  await admin.context().close();
  await auditor.context().close();
}

/** The nodes keep everything over a stop. */
async function restart(browser, demo, tally) {
  console.log('\na second start');
  await tally.check('Ctrl-C stops the nodes, and a second start finds everything as it was', undefined, async () => {
    const ee = new Desk(browser, demo, 'ee', { script: true, viewport: DESKTOP });
    const count = async () => {
      const page = await ee.signIn('officer');
      await page.goto(`${ee.url}/cases`);
      const total = await page.locator('[data-total]').first().getAttribute('data-total');
      await page.context().close();
      return total;
    };
    const before = await count();
    const how = await demo.stop();
    expect(how === 0, `it ended with ${how}`);
    await demo.run([]);
    const after = await count();
    expect(before === after && Number(after) > 0, `${before} cases before, ${after} after`);
  });
}

async function main() {
  expect(existsSync(BINARY), `${BINARY} is missing: cargo build --package comity`);
  const tally = new Tally(path.join(ROOT, 'target/browser'));
  const browser = await launch();
  let demo;
  try {
    demo = await tally.step('three nodes start', undefined, () => Demo.start());
    console.log(`          ready after ${demo.readyMs} ms`);
    for (const [tale, script] of [
      [GRANTED, true],
      [REFUSED, false],
      [REFUSED, true],
      [GRANTED, false],
    ]) {
      try {
        const played = await play(browser, demo, tally, tale, { script });
        if (script && tale === GRANTED) await everyPage(tally, played);
        for (const page of [played.officer, played.desk]) await page.context().close();
      } catch (error) {
        if (!(error instanceof Stopped)) throw error;
      }
    }
    await restart(browser, demo, tally);
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
