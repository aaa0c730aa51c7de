// Talks, played in Chromium against real nodes: a readout is pasted, its findings are corrected, the record is signed, a
// second readout of the same meeting contradicts it, and a promise is followed up and closed. With JavaScript and without.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { DESKTOP, PHONE, launch } from './lib/chromium.mjs';
import { BINARY, Demo, ROOT } from './lib/demo.mjs';
import { Desk, download, fill, press } from './lib/desk.mjs';
import { expectAccessible, expectNoSidewaysScroll, expectWellFormed, reachByKeyboard } from './lib/rules.mjs';
import { Stopped, Tally, expect } from './lib/tally.mjs';

/** Two readouts of one meeting of people who do not exist. Place, and who owes what by when, are told differently. */
const TALES = [
  {
    script: true,
    first: `Tallinn, 14 May 2026

Estonian Minister of the Interior Kadri Lepik met the Federal Minister of the Interior of Germany, Dietmar Vollrath, in Tallinn on 12 May 2026. The talks dealt with cybercrime, drug trafficking and money laundering.

The ministers discussed the search for and extradition of persons who had committed crimes and the return of assets obtained by crime. The work of the liaison officers of both countries was praised.

Germany undertook to send a liaison officer to Tallinn by 1 September 2026. Both sides agreed to set up a joint working group on cybercrime by the end of 2026.
`,
    second: `Berlin, 13. Mai 2026

Bundesinnenminister Dietmar Vollrath hat am 12. Mai 2026 in Berlin die estnische Innenministerin Kadri Lepik empfangen. Im Mittelpunkt der Gespräche standen Cyberkriminalität, Drogenhandel und Geldwäsche.

Die Minister sprachen über die Auslieferung gesuchter Personen und die Rückführung von Vermögenswerten aus Straftaten. Beide Seiten vereinbarten, bis Ende 2026 eine gemeinsame Arbeitsgruppe gegen Cyberkriminalität einzurichten.
`,
    day: '2026-05-12',
    states: ['EE', 'DE'],
    partner: 'DE',
    topics: ['cybercrime', 'drugs', 'money-laundering'],
    one: { who: 'DE', what: 'Send a liaison officer to Tallinn', due: '2026-09-01' },
    two: { who: 'EE', what: 'Send a liaison officer', due: '2026-10-01' },
    places: ['Tallinn', 'Berlin'],
  },
  {
    script: false,
    first: `Riga, 4 March 2025

Estonian Minister of the Interior Kadri Lepik met the Minister of the Interior of Latvia, Valdis Ozolkalns, in Riga on 3 March 2025. The talks dealt with drug trafficking and terrorism.

The ministers discussed the search for and extradition of persons who had committed crimes and the return of assets obtained by crime. The work of the liaison officers of both countries was praised.

Latvia undertook to send a liaison officer to Tallinn by 1 June 2025.
`,
    second: `Tallinn, 4 March 2025

Estonian Minister of the Interior Kadri Lepik met the Minister of the Interior of Latvia, Valdis Ozolkalns, in Tallinn on 3 March 2025. The talks dealt with drug trafficking and terrorism.

The ministers discussed the extradition of wanted persons and the return of assets obtained by crime.
`,
    day: '2025-03-03',
    states: ['EE', 'LV'],
    partner: 'LV',
    topics: ['drugs', 'terrorism'],
    one: { who: 'LV', what: 'Send a liaison officer to Tallinn', due: '2025-06-01' },
    two: { who: 'EE', what: 'Send a liaison officer', due: '2025-07-01' },
    places: ['Riga', 'Tallinn'],
  },
];

/** What a page must keep to, at a desk and on a phone. */
async function keepsTheRules(page, script) {
  await expectWellFormed(page);
  if (script) await expectAccessible(page);
  await page.setViewportSize(PHONE);
  await expectNoSidewaysScroll(page);
  if (script) await expectAccessible(page);
  await page.setViewportSize(DESKTOP);
}

const values = (page, kind) =>
  page.locator(`.entries[data-kind=${kind}] .entry`).evaluateAll((list) => list.map((entry) => entry.dataset.value));

/** Opens an entry, so that its fields can be filled in. */
async function open(entry) {
  if (!(await entry.locator('details').first().evaluate((details) => details.open))) await entry.locator('summary').first().click();
}

/** Makes the promises of the draft exactly the one given, whatever was found. */
async function promise(page, given) {
  const list = page.locator('.entries[data-kind=commitments]');
  for (let left = 12; left > 0 && (await list.locator('.entry').count()) > 0; left -= 1) {
    await open(list.locator('.entry').first());
    await press(page, '.entries[data-kind=commitments] .entry [data-remove]');
  }
  await list.locator('.entry-add > summary').click();
  await fill(page.locator('#record-form'), {
    'commitments.new.what': given.what,
    'commitments.new.who': given.who,
    'commitments.new.due': given.due,
  });
  await press(page, '[data-add=commitments]');
  const found = await list.locator('.entry').count();
  expect(found === 1, `${found} promises`);
}

async function paste(page, url, text, source) {
  await page.goto(`${url}/talks/new`);
  await fill(page.locator('#talks-form'), { text, source });
  await press(page, '#read-text');
  await page.waitForSelector('#talks[data-state=draft]');
  return page.locator('#talks').getAttribute('data-talks');
}

async function sign(page) {
  if (await page.locator('#accept-all').count()) await press(page, '#accept-all');
  await press(page, '#to-sign');
  await page.waitForSelector('#sign-form');
  await press(page, '#sign-record');
  await page.waitForSelector('#talks[data-state=signed]');
}

async function play(browser, demo, tally, tale) {
  const how = tale.script ? 'with JavaScript' : 'without JavaScript';
  console.log(`\ntalks of ${tale.states.join(' and ')}, ${how}`);
  const ee = new Desk(browser, demo, 'ee', { script: tale.script, viewport: DESKTOP });
  const step = (name, page, body) => tally.step(`${name} (${how})`, page, body);
  const check = (name, page, body) => tally.check(`${name} (${how})`, page, body);
  const rules = (name, page) => check(`the page ${name} keeps the rules`, page, () => keepsTheRules(page, tale.script));
  const page = await step('an officer signs in', undefined, () => ee.signIn('officer'));

  await check('an empty text, and a day that is none, come back with words', page, async () => {
    await page.goto(`${ee.url}/talks/new`);
    await press(page, '#read-text');
    expect((await page.locator('#errors').getAttribute('data-unread')) === 'empty', 'the empty text is not named');
    await fill(page.locator('#talks-form'), { text: tale.first, day: '2026-13-40' });
    await press(page, '#read-text');
    expect((await page.locator('#errors').getAttribute('data-unread')) === 'day', 'the day is not named');
    expect((await page.locator('#f-text').inputValue()).trim() === tale.first.trim(), 'what was pasted is lost');
    await keepsTheRules(page, tale.script);
  });

  await check('a recipe is told to be no readout', page, async () => {
    await paste(page, ee.url, 'Beat three eggs with sugar, add flour and butter, and bake the cake for forty minutes.', '');
    await page.waitForSelector('#no-meeting');
    await keepsTheRules(page, tale.script);
    await press(page, '#discard-talks');
  });

  const first = await step('a pasted readout becomes a draft with its findings marked', page, async () => {
    const id = await paste(page, ee.url, tale.first, 'Newspaper of the demonstration');
    expect((await page.locator('#f-date').inputValue()) === tale.day, `the day is ${await page.locator('#f-date').inputValue()}`);
    const states = await values(page, 'countries');
    expect(tale.states.every((state) => states.includes(state)), `the states are ${states}`);
    const topics = await values(page, 'topics');
    expect(tale.topics.every((topic) => topics.includes(topic)), `the topics are ${topics}`);
    for (const kind of ['date', 'countries', 'people', 'topics', 'mechanisms', 'places', 'commitments']) {
      const marks = await page.locator(`#readout mark[data-kind=${kind}]`).count();
      expect(marks > 0, `no mark of ${kind}`);
    }
    const shown = await page.locator('#readout').evaluate((part) => {
      const copy = part.cloneNode(true);
      copy.querySelectorAll('.mark-letter, .visually-hidden').forEach((extra) => extra.remove());
      return copy.textContent;
    });
    expect(shown.trim() === tale.first.trim(), 'the marks change the text');
    const dead = await page
      .locator('#readout mark a')
      .evaluateAll((links) => links.filter((link) => !document.querySelector(link.getAttribute('href'))).length);
    expect(dead === 0, `${dead} marks lead nowhere`);
    return id;
  });
  await rules('of a draft', page);

  await check('a mark leads by keyboard to its entry', page, async () => {
    const mark = page.locator('#readout mark[data-kind=topics] a').first();
    const target = (await mark.getAttribute('href')).slice(1);
    await reachByKeyboard(page, mark, 200);
    await page.keyboard.press('Enter');
    await page.waitForFunction((id) => location.hash === `#${id}`, target);
    const place = await page.locator(`#${target}`).boundingBox();
    expect(place && place.y < DESKTOP.height, `the entry is out of sight: ${JSON.stringify(place)}`);
  });

  await check('search for persons, extradition and return of assets lead to the procedures of the law', page, async () => {
    const links = (code) =>
      page
        .locator(`#talks-law [data-code=${code}] [data-procedure]`)
        .evaluateAll((list) => list.map((link) => [link.dataset.procedure, link.getAttribute('href')]));
    for (const [code, procedure] of [
      ['wanted-persons', 'extradition'],
      ['extradition', 'extradition'],
      ['asset-recovery', 'asset-confiscation'],
    ]) {
      const found = await links(code);
      expect(found.some(([key]) => key === procedure), `${code} leads to ${JSON.stringify(found)}`);
    }
    const [[, href]] = (await links('extradition')).filter(([key]) => key === 'extradition');
    const answer = await page.request.get(new URL(href, ee.url).href);
    expect(answer.status() === 200, `${href} answers ${answer.status()}`);
    expect((await page.locator('#talks-law [data-instrument]').count()) > 0, 'no instrument is named');
  });

  await step('a finding is corrected, accepted, removed and added', page, async () => {
    const before = Number(await page.locator('#talks').getAttribute('data-unread'));
    const topic = page.locator('.entries[data-kind=topics] .entry[data-value=drugs]');
    await open(topic);
    await fill(topic, { [await topic.locator('select').getAttribute('name')]: 'smuggling' });
    await press(page, `#${await topic.getAttribute('id')} [name=then][value=save]`);
    let topics = await values(page, 'topics');
    expect(topics.includes('smuggling') && !topics.includes('drugs'), `after the correction: ${topics}`);
    const corrected = page.locator('.entries[data-kind=topics] .entry[data-value=smuggling]');
    expect((await corrected.getAttribute('data-origin')) === 'written', 'the correction is not marked as an officer’s');
    const other = page.locator('.entries[data-kind=topics] .entry[data-origin=read]').first();
    const value = await other.getAttribute('data-value');
    await open(other);
    await press(page, `#${await other.getAttribute('id')} [data-accept]`);
    const origin = await page.locator(`.entries[data-kind=topics] .entry[data-value=${value}]`).getAttribute('data-origin');
    expect(origin === 'accepted', `${value} is ${origin}`);
    await open(corrected);
    await press(page, `#${await corrected.getAttribute('id')} [data-remove]`);
    topics = await values(page, 'topics');
    expect(!topics.includes('smuggling'), 'the removed topic is still there');
    const left = Number(await page.locator('#talks').getAttribute('data-unread'));
    expect(left === before - 2, `${before} unread before, ${left} after`);
    const people = page.locator('.entries[data-kind=people]');
    const minister = people.locator('.entry', { hasText: 'Kadri Lepik' });
    expect((await minister.count()) === 1, 'the minister was not read, or twice');
    expect((await minister.innerText()).includes('Minister of the Interior of Estonia'), await minister.innerText());
    await open(minister);
    const names = await minister.locator('textarea').first().getAttribute('name');
    await fill(minister, { [names]: 'Kadri Lepik\nLepik, Kadri' });
    await press(page, `#${await minister.getAttribute('id')} [name=then][value=save]`);
    expect((await people.locator('.entry', { hasText: 'Lepik, Kadri' }).count()) === 1, 'the second spelling is not kept');
    await people.locator('.entry-add > summary').click();
    await fill(page.locator('#record-form'), {
      'people.new.names': 'Maret Kuusk',
      'people.new.office': 'Director General of the Police of Estonia',
      'people.new.country': 'EE',
    });
    await press(page, '[data-add=people]');
    expect((await people.locator('.entry', { hasText: 'Maret Kuusk' }).count()) === 1, 'the added person is not there');
    await promise(page, tale.one);
  });

  await check('a window that saves late is shown both', page, async () => {
    const late = await page.context().newPage();
    await late.goto(`${ee.url}/talks/${first}`);
    await page.goto(`${ee.url}/talks/${first}`);
    await page.fill('[name=title]', 'Talks of two ministers');
    await press(page, '#save-record');
    await late.fill('[name=title]', 'Talks about crime');
    await press(late, '#save-record');
    await late.waitForSelector('#conflict');
    const shown = await late.locator('#conflict').innerText();
    expect(shown.includes('Talks of two ministers') && shown.includes('Talks about crime'), shown);
    await late.close();
  });

  await step('she signs it, and it is private', page, async () => {
    await page.goto(`${ee.url}/talks/${first}`);
    await press(page, '#to-sign');
    await page.waitForSelector('#sign-form');
    await keepsTheRules(page, tale.script);
    await page.goto(`${ee.url}/talks/${first}`);
    await sign(page);
    expect((await page.locator('#signed-record').getAttribute('data-shared')) === '0', 'it was shared');
    expect((await page.locator('#record-form').count()) === 0, 'a signed record can still be changed');
    expect((await page.locator('#tasks .commitment-link').count()) === 1, 'the promise is no task');
  });
  await rules('of a signed record', page);

  await step('a second readout of the same meeting is recognised', page, async () => {
    await paste(page, ee.url, tale.second, 'Another newspaper');
    await promise(page, tale.two);
    const alike = page.locator(`[data-alike="${first}"]`);
    expect((await alike.count()) === 1, 'it is not recognised');
    expect(Number(await alike.getAttribute('data-percent')) >= 60, 'hardly alike');
    await sign(page);
    await press(page, `[data-alike="${first}"] .compare-link`);
    await page.waitForSelector('#comparison');
  });

  await step('the contradictions stand side by side', page, async () => {
    const rows = await page.locator('.difference').evaluateAll((list) =>
      list.map((row) => ({
        field: row.dataset.field,
        contradicts: row.dataset.contradicts === 'true',
        sides: [...row.querySelectorAll('td')].map((cell) => cell.textContent.trim()),
      })),
    );
    const place = rows.find((row) => row.field === 'places');
    expect(place?.contradicts, `the places agree: ${JSON.stringify(rows)}`);
    expect(tale.places.every((name) => place.sides.some((side) => side.includes(name))), JSON.stringify(place));
    const promised = rows.find((row) => row.field === 'commitments' && row.contradicts);
    expect(promised, `nobody promised otherwise: ${JSON.stringify(rows)}`);
    expect([tale.one, tale.two].every((one) => promised.sides.some((side) => side.includes(one.due))), JSON.stringify(promised));
    await press(page, '#same-meeting');
    expect((await page.locator('#comparison').getAttribute('data-said')) === 'true', 'the answer is not kept');
  });
  await rules('of two readouts', page);

  const task = await step('the promise is given an owner, a day and reminders', page, async () => {
    await page.goto(`${ee.url}/talks/${first}`);
    await press(page, '#tasks .commitment-link');
    await page.waitForSelector('#commitment');
    const id = await page.locator('#commitment').getAttribute('data-commitment');
    await fill(page.locator('#plan-form'), { owner: page.login, due: 'some day', reminders: '' });
    await press(page, '#save-plan');
    await page.waitForSelector('#errors');
    await page.goto(`${ee.url}/commitments/${id}`);
    await fill(page.locator('#plan-form'), { owner: page.login, due: '2026-12-01', reminders: '2026-11-01' });
    await press(page, '#save-plan');
    expect((await page.locator('#f-due').inputValue()) === '2026-12-01', 'the day is not kept');
    return id;
  });
  await rules('of a promise', page);

  await check('it stands in the list of what falls due', page, async () => {
    await page.goto(`${ee.url}/commitments?owner=me&country=${tale.partner}`);
    const row = page.locator('tr', { has: page.locator(`[data-commitment="${task}"]`) });
    expect((await row.count()) === 1, 'it is not in the list');
    expect((await row.innerText()).includes('2026-12-01'), 'the day is not in the list');
    await page.goto(`${ee.url}/commitments`);
    await keepsTheRules(page, tale.script);
  });

  await check('the list goes out as CSV and as a calendar', page, async () => {
    await page.goto(`${ee.url}/commitments?owner=me`);
    const calendar = await download(page, '#calendar');
    const ics = calendar.bytes.toString('utf8').replace(/\r\n /g, '');
    expect(/^BEGIN:VCALENDAR\r\n/.test(ics) && /END:VCALENDAR\r\n$/.test(ics), ics.slice(0, 200));
    expect(ics.includes('20261201') && ics.includes(tale.one.what), 'the promise is not in the calendar');
    const csv = await page.request.get(`${ee.url}/commitments?owner=me&format=csv`);
    expect(csv.status() === 200 && /text\/csv/.test(csv.headers()['content-type']), `${csv.status()}`);
    expect((await csv.text()).includes(tale.one.what), 'the promise is not in the table');
    const talks = await page.request.get(`${ee.url}/talks?format=csv`);
    expect((await talks.text()).includes(tale.day), 'the meeting is not in the table of talks');
  });

  await step('an outcome without a word is refused; with one it closes the promise', page, async () => {
    await page.goto(`${ee.url}/commitments/${task}`);
    await fill(page.locator('#outcome-form'), { state: 'kept', outcome: '' });
    await press(page, '#save-outcome');
    await page.waitForSelector('#errors');
    await keepsTheRules(page, tale.script);
    await page.goto(`${ee.url}/commitments/${task}`);
    await fill(page.locator('#outcome-form'), { state: 'kept', outcome: 'The officer took up her post in Tallinn.' });
    await press(page, '#save-outcome');
    expect((await page.locator('#commitment').getAttribute('data-outcome')) === 'kept', 'it is not kept');
    await page.goto(`${ee.url}/commitments?owner=me`);
    expect((await page.locator(`[data-commitment="${task}"]`).count()) === 0, 'it still falls due');
  });

  await check('the page of the partner has meetings, promises and topics over time', page, async () => {
    await page.goto(`${ee.url}/talks-with/${tale.partner}`);
    expect((await page.locator('#meetings tbody tr').count()) >= 2, 'the meetings are not there');
    const kept = Number(await page.locator('.tile[data-outcome=kept]').getAttribute('data-count'));
    expect(kept >= 1, `${kept} promises are kept`);
    expect((await page.locator('#topics-over-time svg rect[x]').count()) > 0, 'the chart is empty');
    await page.locator('#topics-over-time details > summary').click();
    expect((await page.locator('#topics-table tbody tr').count()) > 0, 'the table is empty');
    await keepsTheRules(page, tale.script);
  });

  for (const at of ['/talks', '/talks/new', '/talks-with', '/commitments?state=any']) {
    await check(`${at} keeps the rules of a page`, page, async () => {
      await page.goto(`${ee.url}${at}`);
      await keepsTheRules(page, tale.script);
    });
  }

  await check('all is reached by keyboard', page, async () => {
    await page.goto(`${ee.url}/talks/new`);
    await reachByKeyboard(page, page.locator('#f-text'));
    await reachByKeyboard(page, page.locator('#read-text'));
    await page.goto(`${ee.url}/commitments/${task}`);
    await reachByKeyboard(page, page.locator('#save-plan'));
    await reachByKeyboard(page, page.locator('#save-outcome'));
  });

  for (const [language, direction] of [['ar', 'rtl'], ['ru', 'ltr'], ['de', 'ltr'], ['en', 'ltr']]) {
    await check(`the pages of talks speak ${language}, written ${direction}`, page, async () => {
      await page.goto(`${ee.url}/talks`);
      await page.locator('details.language > summary').click();
      await press(page, `details.language button[value=${language}]`);
      for (const at of [`/talks/${first}`, `/commitments/${task}`, `/talks-with/${tale.partner}`, '/talks/new']) {
        await page.goto(`${ee.url}${at}`);
        const [lang, dir] = await page.locator('html').evaluate((html) => [html.lang, html.dir]);
        expect(lang === language && dir === direction, `${at} speaks ${lang}, ${dir}`);
        await keepsTheRules(page, tale.script);
      }
      await page.goto(`${ee.url}/talks/${first}`);
      const runs = await page.locator('#readout').evaluate((text) => getComputedStyle(text).direction);
      expect(runs === 'ltr', `an English text runs ${runs}`);
    });
  }

  await check('no page broke, and none asked anything of anybody else', undefined, async () => {
    expect(page.errors.length === 0, page.errors.join('\n'));
  });
  await page.context().close();
}

async function main() {
  expect(existsSync(BINARY), `${BINARY} is missing: cargo build --package comity`);
  const tally = new Tally(path.join(ROOT, 'target/browser'));
  const browser = await launch();
  let demo;
  try {
    demo = await tally.step('three nodes start', undefined, () => Demo.start());
    for (const tale of TALES) {
      try {
        await play(browser, demo, tally, tale);
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
