// Files, groups and recall, played in Chromium against real nodes: a large file crosses, a group is begun, written to and
// handed over, a message is recalled from everyone. With JavaScript and without.
import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DESKTOP, PHONE, launch } from './lib/chromium.mjs';
import { BINARY, Demo, ROOT } from './lib/demo.mjs';
import { Desk, download, fill, press, until } from './lib/desk.mjs';
import { expectAccessible, expectNoSidewaysScroll, expectWellFormed, reachByKeyboard } from './lib/rules.mjs';
import { Stopped, Tally, expect } from './lib/tally.mjs';

async function keepsTheRules(page, script) {
  await expectWellFormed(page);
  if (script) await expectAccessible(page);
  await page.setViewportSize(PHONE);
  await expectNoSidewaysScroll(page);
  await page.setViewportSize(DESKTOP);
}

async function play(browser, demo, tally, script) {
  const how = script ? 'with JavaScript' : 'without JavaScript';
  console.log(`\nfiles, groups and recall ${how}`);
  const check = (name, page, body) => tally.check(`${name} (${how})`, page, body);
  const step = (name, page, body) => tally.step(`${name} (${how})`, page, body);
  const open = (node) => new Desk(browser, demo, node, { script, viewport: DESKTOP });
  const [ee, de] = [open('ee'), open('de')];
  const page = await step('an Estonian officer signs in', undefined, () => ee.signIn('officer'));
  const other = await step('a German officer signs in', undefined, () => de.signIn('officer'));
  const bytes = Buffer.alloc(3_000_000, script ? 'with a script ' : 'without one ');
  const file = path.join(tmpdir(), `comity-browser-${process.pid}.bin`);
  writeFileSync(file, bytes);
  const title = `disk image ${script ? 'one' : 'two'}`;
  const partner = async () => (await page.locator('[name=to], [name=members]').evaluateAll((list) => list.map((box) => box.value))).find((id) => id.startsWith('de.'));

  await check('a file is sent, and the list shows it', page, async () => {
    await page.goto(`${ee.url}/files/new`);
    await keepsTheRules(page, script);
    await page.check(`[name=to][value="${await partner()}"]`);
    await fill(page.locator('#file-form'), { title, purpose: 'a test', 'legal-basis': 'an agreement' });
    await page.selectOption('#f-handling', 'H3');
    await page.setInputFiles('#f-file', file);
    await press(page, '#send');
    expect((await page.locator('#errors').count()) === 1, 'H3 was sent without conditions');
    await page.check(`[name=to][value="${await partner()}"]`);
    await page.selectOption('#f-handling', 'H0');
    await page.setInputFiles('#f-file', file);
    await press(page, '#send');
    await page.waitForSelector('#done[data-done=file-sent]');
    await keepsTheRules(page, script);
  });

  let offered;
  let root;
  await check('the other side has it, and downloads the same bytes', other, async () => {
    await other.goto(`${de.url}/files?q=${encodeURIComponent(title)}`);
    await until(other, () => other.locator('[data-file][data-state=stored]').count(), 'the file is complete', { most: 20_000 });
    const link = other.locator('[data-file][data-state=stored] a');
    offered = (await link.getAttribute('href')).split('/')[2];
    root = await other.locator('[data-file][data-state=stored]').getAttribute('data-file');
    const { bytes: got } = await download(other, '[data-file][data-state=stored] a');
    expect(Buffer.compare(got, bytes) === 0, `${got.length} bytes that are not those sent`);
    await keepsTheRules(other, script);
  });

  await check('the file is recalled, and the other side erases it and says so', page, async () => {
    await page.goto(`${ee.url}/custody/${offered}`);
    await keepsTheRules(page, script);
    await page.locator('#recall-form').locator('xpath=..').locator('summary').click();
    await fill(page.locator('#recall-form'), { reason: 'the wrong disk' });
    await press(page, '#recall');
    await page.waitForSelector('#done[data-done=recalled]');
    await until(page, () => page.locator('#holders [data-standing=purged]').count(), 'it is erased', { most: 20_000 });
    // With the file goes its title; the root, which says nothing of it, still finds the line.
    await other.goto(`${de.url}/files?q=${encodeURIComponent(title)}`);
    expect((await other.locator('[data-file]').count()) === 0, 'the title is still there');
    await other.goto(`${de.url}/files?q=${root}`);
    expect((await other.locator('[data-file][data-state=erased]').count()) === 1, 'the file is still there');
    await other.goto(`${de.url}/custody`);
    expect(await other.locator('#recalled-here').innerText().then((text) => text.includes('the wrong disk')), 'the reason is not told');
    await keepsTheRules(other, script);
  });

  let group;
  await check('a group is begun and written to', page, async () => {
    await page.goto(`${ee.url}/groups`);
    await fill(page.locator('#new-group'), { name: `Baltic Sea ${how}` });
    await page.selectOption('#f-form', 'regional');
    await page.check(`[name=members][value="${await partner()}"]`);
    await press(page, '#found-group');
    group = await page.locator('#group').getAttribute('data-group');
    await fill(page.locator('#message-form'), { subject: 'Agenda', text: 'Monday at nine' });
    await press(page, '#send-message');
    await page.waitForSelector('[data-message]');
    await keepsTheRules(page, script);
  });

  await check('the other member reads it and cannot admit anybody', other, async () => {
    await other.goto(`${de.url}/groups`);
    await until(other, () => other.locator(`[data-group="${group}"]`).count(), 'the group is there');
    await other.goto(`${de.url}/groups/${group}`);
    await until(other, () => other.locator('[data-message]').count(), 'the message is there');
    expect((await other.locator('#messages').innerText()).includes('Monday at nine'), 'the text is not there');
    expect((await other.locator('[name=then][value=admit]').count()) === 0, 'a member may admit');
    await keepsTheRules(other, script);
  });

  await check('the chair is handed over, and its buttons are reached by keyboard', page, async () => {
    await page.goto(`${ee.url}/groups/${group}`);
    await reachByKeyboard(page, page.locator('[name=then][value=hand-over]'));
    await press(page, '[name=then][value=hand-over]');
    const chair = await page.locator('#group').getAttribute('data-chair');
    expect(chair.startsWith('de.'), `the chair is ${chair}`);
  });

  for (const [language, direction] of [['ar', 'rtl'], ['ru', 'ltr'], ['de', 'ltr'], ['en', 'ltr']]) {
    await check(`these pages speak ${language}, written ${direction}`, page, async () => {
      await page.goto(`${ee.url}/files`);
      await page.locator('details.language > summary').click();
      await press(page, `details.language button[value=${language}]`);
      for (const at of ['/files', '/files/new', '/groups', `/groups/${group}`, '/custody', `/custody/${offered}`]) {
        await page.goto(`${ee.url}${at}`);
        const [lang, dir] = await page.locator('html').evaluate((html) => [html.lang, html.dir]);
        expect(lang === language && dir === direction, `${at} speaks ${lang}, ${dir}`);
        await keepsTheRules(page, script);
        if (process.env.COMITY_LOOK && script) {
          await page.screenshot({ path: path.join(process.env.COMITY_LOOK, `${language}-${at.replaceAll('/', '_').slice(0, 20)}.png`), fullPage: true });
          await page.setViewportSize(PHONE);
          await page.screenshot({ path: path.join(process.env.COMITY_LOOK, `${language}-${at.replaceAll('/', '_').slice(0, 20)}-phone.png`), fullPage: true });
          await page.setViewportSize(DESKTOP);
        }
      }
    });
  }

  await check('no page broke, and none asked anything of anybody else', undefined, async () => {
    expect(page.errors.length + other.errors.length === 0, [...page.errors, ...other.errors].join('\n'));
  });
  await page.context().close();
  await other.context().close();
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
        await play(browser, demo, tally, script);
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
