// Searches at partners, played in Chromium against three real nodes: blindly, with a person who decides, under agreements.
// Once with JavaScript and once without.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { DESKTOP, PHONE, launch } from './lib/chromium.mjs';
import { BINARY, Demo, ROOT } from './lib/demo.mjs';
import { Desk, fill, hits, press, until } from './lib/desk.mjs';
import { accessibilityFaults, expectAccessible, expectNoSidewaysScroll, expectWellFormed } from './lib/rules.mjs';
import { GRANTED } from './lib/tale.mjs';
import { Stopped, Tally, expect } from './lib/tally.mjs';

const DE = 'article[data-partner="de.bfj"]';

/** Fills the form, asks Germany openly or blindly and nobody else. */
async function ask(page, url, values, blindly) {
  await page.goto(`${url}/search`);
  const form = page.locator('#search-form');
  // The partner's terms of the blind form come with an act of its own.
  if (blindly) {
    const offered = () => form.locator('[name=blind][value="de.bfj"]').count();
    await until(page, offered, 'the blind form to be offered', { most: 20_000 });
  }
  for (const box of await form.locator('[name=partner]').all()) await box.setChecked(false);
  await form.locator(`[name=${blindly ? 'blind' : 'partner'}][value="de.bfj"]`).check();
  if (Object.keys(values).some((name) => ['kind', 'sex', 'documents', 'birth-place'].includes(name))) {
    const more = page.locator('#search-more');
    if (!(await more.evaluate((element) => element.open))) await page.click('#search-more > summary');
  }
  await fill(form, values);
  await press(page, '#search-button');
  await page.waitForSelector('#partner-answers');
  return page.url();
}

async function answered(page, script, states) {
  const card = page.locator(`#partner-answers ${DE}`);
  return until(
    page,
    async () => {
      const state = await card.getAttribute('data-answer');
      return states.includes(state) ? state : undefined;
    },
    states.join(' or '),
    { reload: !script },
  );
}

async function rules(tally, page, url, at) {
  for (const [language, direction] of [['en', 'ltr'], ['ar', 'rtl']]) {
    await tally.check(`${at.replace(/[0-9a-f]{32,}/, '…')} keeps the rules of a page in ${language}`, page, async () => {
      const joint = at.includes('?') ? '&' : '?';
      const answer = await page.goto(`${url}${at}${joint}lang=${language}`);
      expect(answer.status() === 200, `answered ${answer.status()}`);
      expect((await page.locator('html').getAttribute('dir')) === direction, 'another direction');
      await expectWellFormed(page);
      await expectAccessible(page);
      for (const summary of await page.locator('main details > summary').all()) await summary.click();
      await tally.photograph(`searches ${at.replace(/[0-9a-f]{32,}/, 'one')} ${language} desktop`, page);
      await page.setViewportSize(PHONE);
      await expectNoSidewaysScroll(page);
      const faults = await accessibilityFaults(page);
      expect(faults.length === 0, `on a phone: ${faults.join('\n')}`);
      await tally.photograph(`searches ${at.replace(/[0-9a-f]{32,}/, 'one')} ${language} phone`, page);
      await page.setViewportSize(DESKTOP);
    });
  }
}

async function story(browser, demo, tally, script) {
  console.log(`\nsearches at partners, ${script ? 'with' : 'without'} JavaScript`);
  const options = { script, viewport: DESKTOP };
  const [ee, de] = ['ee', 'de'].map((node) => new Desk(browser, demo, node, options));
  const [officer, auditor] = [await ee.signIn('officer'), await de.signIn('auditor')];
  const [clerk, admin] = [await de.signIn('officer'), await de.signIn('admin')];
  const { name, born } = GRANTED.asked;
  const purpose = 'prosecution in case 12/2026';

  await tally.step('a blind search finds the person', officer, async () => {
    await ask(officer, ee.url, { name, born, purpose }, true);
    await answered(officer, script, ['hits']);
    const found = await hits(officer.locator(`#partner-answers ${DE}`));
    expect(found.some((hit) => hit.reasons.some((reason) => reason.startsWith('blind-'))), JSON.stringify(found));
    expect(await officer.locator(`#partner-answers ${DE} .blind`).count(), 'the page does not say that it was blind');
  });
  await tally.check('the partner sees that it was asked and not for whom', auditor, async () => {
    await auditor.goto(`${de.url}/partner-queries`);
    const row = auditor.locator('#partner-queries-list tbody tr').first();
    const text = await row.innerText();
    expect(!text.includes(name) && text.includes(purpose), text);
    expect(Number(await auditor.locator('#partner-uses').getAttribute('data-rows')) > 0, 'no uses are shown');
  });
  await tally.check('a number that is too short is told beside its field', officer, async () => {
    await officer.goto(`${ee.url}/search`);
    await officer.click('#search-more > summary');
    await fill(officer.locator('#search-form'), { documents: '12', purpose });
    await press(officer, '#search-button');
    expect((await officer.locator('#documents-notes .field-error').innerText()).includes('too short'), 'nothing is told');
  });

  await tally.step('a register is answered by a person', admin, async () => {
    await admin.goto(`${de.url}/registers`);
    await press(admin, '#registers-list tbody a');
    await admin.locator('#rule-form [name=by-person]').check();
    await press(admin, '#rule-form button');
    await admin.waitForSelector('#done');
  });
  const asked = await tally.step('the partner waits for the person', officer, async () => {
    const url = await ask(officer, ee.url, { name, born, purpose, sex: 'male' }, false);
    await answered(officer, script, ['pending']);
    return url;
  });
  let decision;
  await tally.step('the person decides', clerk, async () => {
    await clerk.goto(`${de.url}/`);
    const waiting = Number(await clerk.locator('#tile-partner-queries').getAttribute('data-count'));
    expect(waiting > 0, 'the front page does not say that a query waits');
    await press(clerk, '#tile-partner-queries');
    await press(clerk, '.query-link');
    decision = new URL(clerk.url()).pathname;
    expect(Number(await clerk.locator('#partner-query').getAttribute('data-candidates')) > 0, 'nobody to decide about');
  });
  if (script) {
    await rules(tally, clerk, de.url, decision);
    await clerk.goto(`${de.url}${decision}?lang=en`);
  }
  await tally.step('the decision is sent and arrives', officer, async () => {
    await clerk.locator('[name="tell.0"][value=hit]').check();
    await press(clerk, '#decide');
    await clerk.waitForSelector('#done[data-done=decided]');
    await officer.goto(asked);
    await answered(officer, script, ['hits']);
    const found = await hits(officer.locator(`#partner-answers ${DE}`));
    expect(found.length === 1, JSON.stringify(found));
  });
  await tally.check('an agreement is taken back, and the partner declines', admin, async () => {
    const set = async (forms) => {
      await admin.goto(`${de.url}/agreements`);
      const section = admin.locator('[data-partner="ee.justice"], [data-partner^="ee."]').first();
      await section.locator('[name=forms]').selectOption(forms);
      await Promise.all([
        admin.waitForNavigation({ waitUntil: 'load' }),
        section.locator('.save-agreement').click(),
      ]);
      await admin.waitForSelector('#done[data-done=agreed]');
    };
    await set('none');
    await ask(officer, ee.url, { name, purpose }, false);
    await answered(officer, script, ['declined']);
    await set('both');
    await admin.goto(`${de.url}/registers`);
    await press(admin, '#registers-list tbody a');
    await admin.locator('#rule-form [name=by-person]').uncheck();
    await press(admin, '#rule-form button');
  });
  if (script) {
    await rules(tally, officer, ee.url, '/search');
    await rules(tally, auditor, de.url, '/partner-queries');
    await rules(tally, admin, de.url, '/agreements');
  }
  await tally.check('no page made an error', officer, async () => {
    const errors = [officer, auditor, clerk, admin].flatMap((page) => page.errors);
    expect(errors.length === 0, errors.join('\n'));
  });
  for (const page of [officer, auditor, clerk, admin]) await page.context().close();
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
