// Procedures beyond extradition, played in Chromium at two desks: an account is frozen, confiscated sums are returned and
// add up, data are preserved, a person is readmitted within working days. With JavaScript and without.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { DESKTOP, PHONE, launch } from './lib/chromium.mjs';
import { BINARY, Demo, ROOT } from './lib/demo.mjs';
import { Desk, answerSafeguards, clocks, fill, press, timeline, until } from './lib/desk.mjs';
import { expectAccessible, expectNoSidewaysScroll, expectWellFormed } from './lib/rules.mjs';
import { Stopped, Tally, expect } from './lib/tally.mjs';

const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Which choice leads on, by the name of the field; else the first. */
const CHOSEN = { 'content.asset-kind': 'account', 'content.basis': 'victims', 'content.track': 'accelerated' };

/** Fills in every field that is asked for and empty, by its type; a typed line shows how it is written. */
async function complete(form, given = {}) {
  const fields = await form.locator('[aria-required=true]').evaluateAll((list) =>
    list.map((field) => ({
      name: field.name,
      tag: field.tagName,
      type: field.type,
      value: field.value,
      options: field.tagName === 'SELECT' ? [...field.options].map((option) => option.value).filter(Boolean) : [],
      example: field.dataset.example,
    })),
  );
  for (const field of fields) {
    if (field.name in given || field.value !== '') continue;
    let value = `Stated for the demonstration: ${field.name}.`;
    if (field.tag === 'SELECT') value = CHOSEN[field.name] ?? field.options[0];
    else if (field.type === 'date') value = day(-1);
    else if (field.name === 'person.names') value = 'Giorgi Maisuradze';
    else if (field.name === 'amounts') value = 'EUR 100.10';
    else if (field.tag === 'INPUT' && field.example) value = field.example;
    await fill(form, { [field.name]: value });
  }
  await fill(form, given);
}

/** Attaches each document that is asked for and not there yet. */
async function attach(page) {
  for (let left = 12; left > 0; left -= 1) {
    const missing = page.locator('#documents [data-required][data-missing=true]').first();
    if ((await missing.count()) === 0) return;
    await page.locator('[name="attach.key"]').selectOption(await missing.getAttribute('data-required'));
    await page.fill('[name="attach.title"]', 'Certified copy');
    await page.fill('[name="attach.text"]', 'This stands for a document in the demonstration.\n');
    await press(page, '#attach-button');
  }
  throw new Error('documents are still missing after twelve were attached');
}

/** What a page must keep to, at a desk and on a phone. */
async function keepsTheRules(page, script) {
  await expectWellFormed(page);
  if (script) await expectAccessible(page);
  await page.setViewportSize(PHONE);
  await expectNoSidewaysScroll(page);
  if (script) await expectAccessible(page);
  await page.setViewportSize(DESKTOP);
}

async function play(browser, demo, tally, script, moment) {
  const how = script ? 'with JavaScript' : 'without JavaScript';
  console.log(`\nprocedures beyond extradition, ${how}`);
  const desk = (node) => new Desk(browser, demo, node, { script, viewport: DESKTOP });
  const [ee, de] = [desk('ee'), desk('de')];
  const step = (name, page, body) => tally.step(`${name} (${how})`, page, body);
  const check = (name, page, body) => tally.check(`${name} (${how})`, page, body);
  const officer = await step('officers of two states sign in', undefined, () => ee.signIn('officer'));
  const german = await de.signIn('officer');

  /** Fills a draft until nothing is missing, submits it, and has a second person send it. */
  async function together(page, node, given = {}) {
    const url = page.url().split('?')[0];
    for (let round = 0; round < 3; round += 1) {
      const form = page.locator('#draft-form');
      await complete(form, given);
      await answerSafeguards(form, 'Examined on the file.');
      await press(page, '#save-draft');
      await page.waitForSelector('#draft-form');
      await attach(page);
    }
    await press(page, '#submit-draft');
    if (await page.locator('#errors').count()) throw new Error(await page.locator('#errors').innerText());
    await page.waitForSelector('[data-draft-state=submitted]');
    const second = await node.signIn('approver', { not: page.login });
    await second.goto(url);
    await press(second, '#approve');
    await second.waitForSelector('#case');
    const id = await second.locator('#case').getAttribute('data-case');
    await second.context().close();
    return id;
  }

  async function ask(family, given = {}) {
    await officer.goto(`${ee.url}/drafts/new?family=${family}`);
    const partner = await officer
      .locator('#f-partner option')
      .evaluateAll((list) => list.map((option) => option.value).find((value) => value.startsWith('de.')));
    await officer.locator('#f-partner').selectOption(partner);
    await press(officer, '#new-request-form button[type=submit]');
    await officer.waitForSelector('#draft-form');
    await moment(`draft-${family}`, officer);
    return together(officer, ee, { purpose: 'Criminal proceedings 24230000123', ...given });
  }

  /** Takes a step of a case at a desk, alone or with a second person. */
  async function take(page, node, caseId, kind, given = {}) {
    await page.goto(`${node.url}/cases/${caseId}`);
    await until(page, async () => (await page.locator(`#step-${kind}`).count()) > 0, `the step ${kind}`);
    await press(page, `#step-${kind}`);
    if (await page.locator('#draft-form').count()) return together(page, node, given);
    const form = page.locator('#act-form');
    await complete(form, given);
    await answerSafeguards(form, 'Examined on the file.');
    await press(page, '#send-act');
    if (await page.locator('#errors').count()) throw new Error(await page.locator('#errors').innerText());
    await page.waitForSelector('#case');
    return caseId;
  }

  const sum = (page, currency, key) =>
    page.locator(`#case-amounts dl[data-currency=${currency}] dd[data-tally=${key}]`).innerText();

  const acts = (page, node, caseId, count) =>
    page.goto(`${node.url}/cases/${caseId}`).then(() =>
      until(page, async () => (await timeline(page)).length >= count, `${count} acts`),
    );

  const freezing = await step('Estonia asks Germany to freeze an account', officer, () => ask('asset-freezing'));
  await step('two Germans accept and freeze', german, async () => {
    await acts(german, de, freezing, 1);
    await take(german, de, freezing, 'acceptance', { order: 'Freezing is ordered.' });
    await take(german, de, freezing, 'measure-frozen', { amounts: 'EUR 214300.00\nCHF 0.10' });
  });
  await check('more than was frozen cannot be freed', german, async () => {
    await german.goto(`${de.url}/cases/${freezing}`);
    await press(german, '#step-measure-partly-unfrozen');
    await complete(german.locator('#act-form'), { amounts: 'EUR 214300.01' });
    await press(german, '#send-act');
    await german.waitForSelector('#errors');
    expect(/frozen/.test(await german.locator('#errors').innerText()), 'the reason is not told');
    expect((await german.locator('[name=amounts]').inputValue()).trim() === 'EUR 214300.01', 'what was typed is lost');
    await keepsTheRules(german, script);
  });
  await step('some of it is freed, and both desks show what is left', german, async () => {
    await take(german, de, freezing, 'measure-partly-unfrozen', { amounts: 'EUR 300.00' });
    await acts(officer, ee, freezing, 4);
    for (const page of [officer, german]) {
      await page.reload();
      expect((await sum(page, 'EUR', 'still-frozen')) === '214000.00', await page.locator('#case-amounts').innerText());
      expect((await sum(page, 'CHF', 'still-frozen')) === '0.10', await page.locator('#case-amounts').innerText());
    }
    await moment('freezing', officer);
    await keepsTheRules(officer, script);
  });

  const back = await step('Estonia asks for the return of what was confiscated', officer, () => ask('asset-return'));
  await step('Germany states the sum and the costs, and returns the rest', german, async () => {
    await acts(german, de, back, 1);
    await take(german, de, back, 'acceptance', { order: 'The return is prepared.' });
    await take(german, de, back, 'measure-sum-stated', { amounts: 'EUR 214000.00' });
    await take(german, de, back, 'measure-costs-stated', { amounts: 'EUR 1250.50' });
    await take(german, de, back, 'measure-returned', { amounts: 'EUR 212749.50' });
  });
  await step('Estonia confirms, Germany reports the end, and nothing is left over', officer, async () => {
    await acts(officer, ee, back, 5);
    expect((await sum(officer, 'EUR', 'to-dispose')) === '0.00', await officer.locator('#case-amounts').innerText());
    await take(officer, ee, back, 'measure-received');
    await acts(german, de, back, 6);
    await take(german, de, back, 'outcome', { result: 'executed' });
    await acts(officer, ee, back, 7);
    expect((await officer.locator('#case').getAttribute('data-status')) === 'closed', 'it is not closed');
  });

  const data = await step('Estonia asks for data to be preserved', officer, () => ask('preservation'));
  await step('Germany preserves them, and the sixty days run', german, async () => {
    await acts(german, de, data, 1);
    await take(german, de, data, 'acceptance', { order: 'Preservation is ordered.' });
    await take(german, de, data, 'measure-preserved', { until: day(60) });
    await acts(officer, ee, data, 3);
    const told = await clocks(officer);
    const running = Object.entries(told).filter(([, clock]) => clock.state === 'running');
    expect(running.length > 0, `no clock runs: ${JSON.stringify(told)}`);
    await moment('preservation', officer);
    await keepsTheRules(officer, script);
  });

  await check('the letter of a measure can be had', officer, async () => {
    const act = (await timeline(officer)).find((one) => one.kind === 'measure');
    const answer = await officer.request.get(`${ee.url}/acts/${act.act}/letter?language=ar`);
    expect(answer.status() === 200, `answered ${answer.status()}`);
    expect((await answer.body()).subarray(0, 5).toString() === '%PDF-', 'it is no PDF file');
  });

  const notice = await step('Estonia asks Germany to search for a person', officer, () =>
    ask('wanted-notice', { 'content.aim': 'locate' }),
  );
  await step('the notice is examined, published, and does what it was for', german, async () => {
    await acts(german, de, notice, 1);
    await take(german, de, notice, 'acceptance', { order: 'The notice may be acted on.' });
    await take(german, de, notice, 'measure-published');
    await take(german, de, notice, 'measure-located', { 'content.where-found': 'Dortmund' });
    await take(german, de, notice, 'measure-taken-out');
    await take(german, de, notice, 'outcome', { result: 'executed' });
    await acts(officer, ee, notice, 6);
    expect((await officer.locator('#case').getAttribute('data-status')) === 'closed', 'it is not closed');
    await moment('notice', officer);
    await keepsTheRules(officer, script);
  });

  await check('the steps of a procedure are worded in the language of the page', german, async () => {
    for (const language of ['de', 'ru', 'ar']) {
      await german.goto(`${de.url}/`);
      await german.locator('details.language > summary').click();
      await press(german, `details.language button[value=${language}]`);
      for (const procedure of ['wanted-notice', 'readmission', 'asset-freezing']) {
        await german.goto(`${de.url}/law/procedures/${procedure}`);
        const left = await german.locator('#steps [lang=en], li[data-measure] strong [lang=en]').count();
        expect(left === 0, `${procedure} in ${language} has ${left} words in English`);
        await moment(`law-${procedure}-${language}`, german);
        await keepsTheRules(german, script);
      }
    }
    await german.goto(`${de.url}/`);
    await german.locator('details.language > summary').click();
    await press(german, 'details.language button[value=en]');
  });

  await step('a person is arrested, and the desk says loudly until when', german, async () => {
    const arrest = await ask('extradition', {
      'procedure.extradition': false,
      'instrument.eu-fd-2002-584': false,
      'instrument.coe-ets-024': true,
      'residual-reason': 'The warrant is older than the framework decision.',
    });
    await acts(german, de, arrest, 1);
    await take(german, de, arrest, 'acceptance', { order: 'Arrest is ordered.' });
    await take(german, de, arrest, 'arrest', { place: 'Dortmund' });
    await acts(officer, ee, arrest, 3);
    for (const [page, node] of [[officer, ee], [german, de]]) {
      await page.goto(`${node.url}/cases/${arrest}`);
      expect((await page.locator('#liberty[data-must]').count()) === 1, 'the case does not say it');
      const first = await page.locator('#clocks .clock').first().getAttribute('data-frees');
      expect(first === 'may', `the first clock is ${first}`);
      await page.goto(`${node.url}/`);
      expect((await page.locator(`#liberty a[data-case="${arrest}"]`).count()) === 1, 'the front page does not say it');
      await moment('liberty', page);
      await keepsTheRules(page, script);
      await page.goto(`${node.url}/cases?liberty=1&sort=liberty`);
      expect((await page.locator(`a[data-case="${arrest}"]`).count()) === 1, 'the list does not find it');
      expect((await page.locator('[data-liberty]').count()) > 0, 'the list does not mark it');
    }
    await german.goto(`${de.url}/`);
    await german.locator('details.language > summary').click();
    await press(german, 'details.language button[value=ar]');
    await german.goto(`${de.url}/cases/${arrest}`);
    await moment('liberty-arabic', german);
    await keepsTheRules(german, script);
  });
}

async function main() {
  if (!existsSync(BINARY)) throw new Error(`build ${BINARY} first: cargo build`);
  const tally = new Tally(path.join(ROOT, 'target/browser'));
  const pictures = process.env.COMITY_PICTURES;
  const moment = async (name, page) => {
    if (!pictures) return;
    await page.screenshot({ path: path.join(pictures, `${page.node}-${name}.png`), fullPage: true });
    await page.setViewportSize(PHONE);
    await page.screenshot({ path: path.join(pictures, `${page.node}-${name}-phone.png`), fullPage: true });
    await page.setViewportSize(DESKTOP);
  };
  const demo = await Demo.start();
  const browser = await launch();
  const run = (script, told) =>
    play(browser, demo, tally, script, told).catch((error) => {
      if (!(error instanceof Stopped)) throw error;
    });
  try {
    await run(true, moment);
    await run(false, async () => {});
  } finally {
    await browser.close();
    await demo.close();
  }
  process.exitCode = tally.close();
}

await main();
