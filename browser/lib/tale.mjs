// The story of a request from the first search to the last proof, played by people at two desks.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { DESKTOP } from './chromium.mjs';
import { BINARY } from './demo.mjs';
import { Desk, answerSafeguards, clocks, download, fieldNames, fill, hits, press, search, timeline, until } from './desk.mjs';
import { expect } from './tally.mjs';

const DAY_MS = 86_400_000;
const PURPOSE = 'Criminal proceedings 24230000123, aggravated fraud';

export const GRANTED = {
  title: 'granted and surrendered',
  asked: { name: 'Евгений Щукарёв', born: '1979-04-17' },
  own: 'Jevgeni Štšukarjov',
  found: 'Schtschukarjow',
  acts: 'request question supplement acceptance arrest request decision surrender outcome',
};
export const REFUSED = {
  title: 'refused on the ground of nationality',
  asked: { name: 'Juergen Weissgerber', born: '1968-11-02' },
  own: 'Juergen Weissgerber',
  found: 'Weißgerber',
  acts: 'request question supplement decision outcome',
};

function date(ms) {
  return new Date(ms).toISOString().slice(0, 10);
}

/** What the request says, by the key of the content; the rest is stated in general. */
const CONTENTS = {
  'offence-statement':
    'Between March and July 2023, in Narva, the person induced forty-one pensioners to transfer EUR 218,400 for ' +
    'apartments that did not exist (aggravated fraud, Penal Code § 209(2)).',
  'person-description': '1.82 m, slim, brown hair, scar on the left hand; identity established from the population register.',
};

/** Fills in every content that the chosen instruments ask for, and answers every safeguard of this side. */
async function complete(page) {
  const form = page.locator('#draft-form');
  for (const name of await fieldNames(form, 'content.')) {
    const key = name.slice(8);
    await fill(form, { [name]: CONTENTS[key] ?? `Stated for the demonstration: ${key.replaceAll('-', ' ')}.` });
  }
  await answerSafeguards(form, 'Examined on the file; milder means were considered and found insufficient.');
  if ((await form.locator('[name="legal-basis"]').inputValue()) === '') {
    await fill(form, { 'legal-basis': 'European Convention on Extradition, Articles 12 and 16' });
  }
  await press(page, '#save-draft');
}

/** Attaches each document that is asked for and not there yet. */
async function attach(page) {
  for (let left = 12; left > 0; left -= 1) {
    const missing = page.locator('#documents [data-required][data-missing=true]').first();
    if ((await missing.count()) === 0) return;
    const key = await missing.getAttribute('data-required');
    await page.locator('[name="attach.key"]').selectOption(key);
    await page.fill('[name="attach.title"]', `Certified copy: ${key.replaceAll('-', ' ')}`);
    await page.fill('[name="attach.text"]', `This stands for the document "${key}" in the demonstration.\n`);
    await press(page, '#attach-button');
  }
  throw new Error('documents are still missing after twelve were attached');
}

/**
 * One run of the story. `script` says whether pages may run JavaScript; `moment` is called with a name and a page at
 * the moments worth a picture. Returns the case and who is signed in.
 */
export async function play(browser, demo, tally, tale, { script, moment = async () => {} }) {
  const how = script ? 'with JavaScript' : 'without JavaScript';
  console.log(`\n${tale.title}, ${how}`);
  const options = { script, viewport: DESKTOP };
  const ee = new Desk(browser, demo, 'ee', options);
  const de = new Desk(browser, demo, 'de', options);
  const step = (name, page, body) => tally.step(`${name} (${how})`, page, body);
  const check = (name, page, body) => tally.check(`${name} (${how})`, page, body);

  const officer = await step('an Estonian officer signs in', undefined, () => ee.signIn('officer'));

  await step('a search says within a second what her own register knows', officer, async () => {
    await officer.goto(`${ee.url}/search`);
    const began = Date.now();
    await search(officer, { ...tale.asked, purpose: PURPOSE });
    const [best] = await hits(officer.locator('#own-results'));
    expect(best?.name.includes(tale.own), `the best own hit is ${JSON.stringify(best)}`);
    expect(best.score >= 900 && best.reasons.length >= 3, `weakly explained: ${JSON.stringify(best)}`);
    expect(Date.now() - began < 4000, `it took ${Date.now() - began} ms with the page`);
  });

  await step('Germany answers with a hit, Russia with none', officer, async () => {
    const answers = () =>
      officer
        .locator('article.partner')
        .evaluateAll((list) => Object.fromEntries(list.map((one) => [one.dataset.partner.slice(0, 2), one.dataset.answer])));
    await until(officer, async () => Object.values(await answers()).every((a) => a !== 'waiting'), 'both partners to answer', {
      reload: !script,
    });
    const told = await answers();
    expect(told.de === 'hits' && told.ru === 'no-hit', JSON.stringify(told));
    const [best] = await hits(officer.locator('article.partner[data-partner^="de."]'));
    expect(best.name.includes(tale.found) || best.name.length > 0, JSON.stringify(best));
    expect(best.score >= 900, `the German hit has ${best.score}`);
    expect(best.reasons.length >= 2 && best.words.length > 20, `no reasons: ${JSON.stringify(best)}`);
    await moment('search', officer);
  });

  const draftUrl = await step('the hit opens a request, with the law of the day', officer, async () => {
    await press(officer, 'article.partner[data-partner^="de."] .open-request');
    await officer.waitForSelector('#draft-form');
    const text = await officer.locator('main').innerText();
    expect(/extradition/i.test(text), 'the page does not speak of extradition');
    const form = officer.locator('#draft-form');
    expect((await fieldNames(form, 'instrument.')).includes('instrument.coe-ets-024'), 'the convention is not offered');
    expect((await fieldNames(form, 'content.')).length > 0, 'no contents are asked for');
    expect((await fieldNames(form, 'safeguard.')).length > 4, 'no safeguards are asked');
    expect((await officer.locator('.missing-mark').count()) > 0, 'nothing is shown as missing');
    return officer.url().split('?')[0];
  });

  await check('an incomplete request cannot be submitted', officer, async () => {
    expect(Number(await officer.locator('#missing').getAttribute('data-count')) > 5, 'too little is shown as missing');
    await press(officer, '#submit-draft');
    await officer.waitForSelector('#errors');
    const blocking = await officer.locator('#errors [data-blocks=true]').count();
    expect(blocking > 5, `${blocking} things are held against it`);
    await officer.goto(draftUrl);
  });

  await step('she relies on the convention instead and says why', officer, async () => {
    const form = officer.locator('#draft-form');
    // The full request may follow after the arrest; then the 18 and the 40 days run.
    if (tale === GRANTED) await fill(form, { 'procedure.extradition': false });
    await fill(form, {
      'instrument.eu-fd-2002-584': false,
      'instrument.coe-ets-024': true,
      'residual-reason': 'The warrant was issued under the convention before both states applied the framework decision.',
      purpose: PURPOSE,
    });
    await press(officer, '#save-draft');
  });

  await step('she fills in what the convention asks for', officer, () => complete(officer));

  await moment('request', officer);

  await check('a second window that saves late is shown both texts', officer, async () => {
    const late = await officer.context().newPage();
    await late.goto(draftUrl);
    await fill(officer.locator('#draft-form'), { 'person.description': 'Scar on the left hand.' });
    await press(officer, '#save-draft');
    await officer.waitForSelector('#draft-form');
    await fill(late.locator('#draft-form'), { 'person.description': 'Wears glasses.' });
    await press(late, '#save-draft');
    await late.waitForSelector('#conflict');
    const shown = await late.locator('#conflict').innerText();
    expect(shown.includes('Scar on the left hand.'), 'what was stored is not shown');
    const typed = late.locator('#conflict [name="person.description"]');
    expect((await typed.inputValue()).includes('Wears glasses.'), 'what was typed is lost');
    await typed.fill('Scar on the left hand; wears glasses.');
    await press(late, '#save-merged');
    await late.waitForSelector('#draft-form');
    const merged = await late.locator('[name="person.description"]').inputValue();
    expect(merged === 'Scar on the left hand; wears glasses.', merged);
    await late.close();
    await officer.goto(draftUrl);
  });

  await step('she attaches the documents that are asked for', officer, () => attach(officer));

  await step('she submits it', officer, async () => {
    const missing = officer.locator('#missing');
    expect((await missing.getAttribute('data-ready')) === 'true', `still missing:\n${await missing.innerText()}`);
    await press(officer, '#submit-draft');
    await officer.waitForSelector('[data-draft-state=submitted]');
  });

  await check('she cannot approve what she wrote', officer, async () => {
    expect((await officer.locator('#approve').count()) === 0, 'the button is there');
    // The button being away proves little: the same request, made by hand, must be refused too.
    const token = await officer.locator('input[name=token]').first().inputValue();
    const answer = await officer.request.post(`${draftUrl}/approve`, {
      form: { token, version: '1' },
      headers: { origin: ee.url },
      maxRedirects: 0,
    });
    expect([403, 409].includes(answer.status()), `the node answered ${answer.status()}`);
  });

  const approver = await step('another person approves it', undefined, async () => {
    const page = await ee.signIn('approver', { not: officer.login });
    await page.goto(draftUrl);
    expect(/residual/i.test(await page.locator('#review').innerText()), 'the approver is not told that the convention is residual');
    await press(page, '#approve');
    await page.waitForSelector('#case');
    return page;
  });

  const caseId = await step('it stands on the timeline with a German receipt', officer, async () => {
    const id = await approver.locator('#case').getAttribute('data-case');
    await officer.goto(`${ee.url}/cases/${id}`);
    await until(
      officer,
      async () => (await timeline(officer)).find((act) => act.kind === 'request')?.delivery === 'receipted',
      'the receipt',
      { reload: !script },
    );
    return id;
  });

  const desk = await step('the German desk sees it arrive', undefined, async () => {
    const page = await de.signIn('officer');
    await page.goto(`${de.url}/cases`);
    expect((await page.locator(`a[href*="${caseId}"], a[href*="${caseId.slice(0, 8)}"]`).count()) > 0, 'it is not in the list');
    await page.goto(`${de.url}/cases/${caseId}`);
    expect((await page.locator('#next-move').getAttribute('data-ours')) === 'true', 'it is not its move');
    expect(/framework decision/.test(await page.locator('#case-law').innerText()), 'the stated reason is not shown');
    return page;
  });

  /** Fills the form of an act that one person sends, and sends it. */
  async function act(page, node, kind, values) {
    await page.goto(`${node.url}/cases/${caseId}`);
    await press(page, `#step-${kind}`);
    await page.waitForSelector('#act-form');
    await fill(page.locator('#act-form'), values);
    await press(page, '#send-act');
    await page.waitForSelector('#case');
  }

  async function arrived(page, node, kind) {
    await page.goto(`${node.url}/cases/${caseId}`);
    await until(page, async () => (await timeline(page)).some((one) => one.kind === kind), `the ${kind} to arrive`);
  }

  await step('it asks for supplementary information', desk, () =>
    act(desk, de, 'question', { 'item.1.text': 'Please state where the proceeds were received, and by whom.' }),
  );

  await step('Estonia answers', officer, async () => {
    await arrived(officer, ee, 'question');
    await act(officer, ee, 'supplement', {
      text: 'They were received in Narva on the account of a company whose register extract is attached.',
      'attach.title': 'Register extract',
      'attach.text': 'Extract from the commercial register, for the demonstration.\n',
    });
    await arrived(desk, de, 'supplement');
  });

  /** Drafts an act that needs a second person, and has a second person approve it. */
  async function together(kind, values) {
    await desk.goto(`${de.url}/cases/${caseId}`);
    await press(desk, `#step-${kind}`);
    await desk.waitForSelector('#draft-form');
    const url = desk.url().split('?')[0];
    await fill(desk.locator('#draft-form'), values);
    await answerSafeguards(desk.locator('#draft-form'), 'Examined on the request and its documents.');
    await press(desk, '#save-draft');
    await desk.waitForSelector('#draft-form');
    await press(desk, '#submit-draft');
    await desk.waitForSelector('[data-draft-state=submitted]');
    const second = await de.signIn('approver', { not: desk.login });
    await second.goto(url);
    await press(second, '#approve');
    await second.waitForSelector('#case');
    await second.context().close();
  }

  if (tale === GRANTED) {
    await step('two Germans answer the safeguards and order the arrest', desk, () =>
      together('acceptance', { order: 'Provisional arrest is ordered under Article 16 of the convention.' }),
    );

    await step('the arrest starts the 18 and the 40 days', desk, async () => {
      await act(desk, de, 'arrest', { place: 'Dortmund' });
      const running = await clocks(desk);
      const arrest = (await timeline(desk)).find((one) => one.kind === 'arrest');
      expect(arrest, 'the arrest is not on the timeline');
      const told = Object.values(running).filter((clock) => clock.due && /16/.test(clock.article ?? ''));
      const days = told.map((clock) => Math.round((Date.parse(clock.due) - Date.parse(arrest.time)) / DAY_MS));
      expect(told.some((clock) => clock.state === 'running'), `no clock runs: ${JSON.stringify(running)}`);
      expect(days.some((n) => n === 18 || n === 19), `no 18 days in ${JSON.stringify(running)}`);
      expect(days.some((n) => n === 40 || n === 41), `no 40 days in ${JSON.stringify(running)}`);
      await moment('timeline', desk);
    });

    await step('Estonia sends the full request in time, and the 18 days are met', officer, async () => {
      await arrived(officer, ee, 'arrest');
      await press(officer, '#step-request');
      await officer.waitForSelector('#draft-form');
      const url = officer.url().split('?')[0];
      await complete(officer);
      await attach(officer);
      await press(officer, '#submit-draft');
      await officer.waitForSelector('[data-draft-state=submitted]');
      await approver.goto(url);
      await press(approver, '#approve');
      await approver.waitForSelector('#case');
      await desk.goto(`${de.url}/cases/${caseId}`);
      const full = async () => (await timeline(desk)).filter((one) => one.kind === 'request').length === 2;
      await until(desk, full, 'the full request to arrive');
      const told = Object.values(await clocks(desk)).filter((clock) => /16\(4\)/.test(clock.article ?? ''));
      expect(told.some((clock) => clock.state === 'met'), `none is met: ${JSON.stringify(told)}`);
    });

    await step('Germany grants, with the article, and names day and place', desk, async () => {
      await together('decision', {
        outcome: 'granted',
        reasons: 'The conditions of Articles 1 and 2 of the convention are met and no ground stands against it.',
        'surrender-on': date(Date.now() + DAY_MS),
        'surrender-place': 'Frankfurt am Main airport',
      });
      await arrived(desk, de, 'decision');
    });

    await step('Germany records the surrender', desk, () =>
      act(desk, de, 'surrender', { place: 'Frankfurt am Main airport', 'days-in-custody': '1' }),
    );
  } else {
    await step('Germany refuses, with the ground and its article', desk, async () => {
      await desk.goto(`${de.url}/cases/${caseId}`);
      await together('decision', {
        outcome: 'refused',
        ground: 'coe-ets-024/nationality',
        reasons: 'The person is a German national; Germany has declared that it does not extradite its nationals.',
      });
      await arrived(desk, de, 'decision');
      const refusal = await desk.locator('article.act[data-kind=decision]').innerText();
      expect(/6/.test(refusal), `the article is not named: ${refusal}`);
    });
  }

  await step('Germany reports the outcome', desk, () =>
    act(desk, de, 'outcome', { result: tale === GRANTED ? 'surrendered' : 'refused' }),
  );

  await step('both sides show the same acts, each with a receipt', officer, async () => {
    await arrived(officer, ee, 'outcome');
    const all = (list) => list.every((one) => one.delivery !== 'waiting');
    for (const [page, node] of [[officer, ee], [desk, de]]) {
      await page.goto(`${node.url}/cases/${caseId}`);
      await until(page, async () => all(await timeline(page)), 'every receipt');
    }
    const [ours, theirs] = [await timeline(officer), await timeline(desk)];
    const told = (list) => list.map((one) => `${one.kind} ${one.act}`).join('\n');
    expect(told(ours) === told(theirs), `Estonia:\n${told(ours)}\nGermany:\n${told(theirs)}`);
    expect(ours.map((one) => one.kind).join(' ') === tale.acts, `the acts are:\n${told(ours)}`);
    expect(![...ours, ...theirs].some((one) => one.fault), 'an act does not fit');
    for (const one of ours) {
      const other = theirs.find((their) => their.act === one.act);
      expect(one.ours !== other.ours, `${one.kind}: both or neither claim to have made it`);
      const [sent, received] = one.ours ? [one, other] : [other, one];
      expect(sent.delivery === 'receipted' && received.delivery === 'received', `${one.kind}: ${JSON.stringify([sent, received])}`);
    }
    const states = [officer, desk].map((page) => page.locator('#case').getAttribute('data-status'));
    const [ee_status, de_status] = await Promise.all(states);
    expect(ee_status === de_status, `${ee_status} here, ${de_status} there`);
  });

  for (const [name, node] of [['Estonian', ee], ['German', de]]) {
    await step(`the ${name} auditor verifies the ledger`, undefined, async () => {
      const page = await node.signIn('auditor');
      try {
        await page.goto(`${node.url}/ledger`);
        await press(page, '#verify-ledger');
        await page.waitForSelector('#ledger-report');
        const holds = await page.locator('#ledger-report').getAttribute('data-holds');
        expect(holds === 'true', await page.locator('#ledger-report').innerText());
        await moment('ledger', page);
      } catch (error) {
        await tally.photograph(`${name} ledger`, page);
        throw error;
      } finally {
        await page.context().close();
      }
    });
  }

  const bundle = await step('the evidence downloads and verifies offline', officer, async () => {
    const file = await download(officer, '#evidence-button');
    const at = path.join(tally.folder, `evidence-${script}.comity`);
    writeFileSync(at, file.bytes);
    expect(verifies(at), 'comity verify refuses the bundle');
    return { at, bytes: file.bytes };
  });

  await check('any changed byte is found', undefined, async () => {
    const sample = 24;
    for (let n = 0; n < sample; n += 1) {
      const at = Math.floor((n * (bundle.bytes.length - 1)) / (sample - 1));
      const changed = Buffer.from(bundle.bytes);
      changed[at] ^= 1 << (n % 8);
      writeFileSync(`${bundle.at}.changed`, changed);
      expect(!verifies(`${bundle.at}.changed`), `byte ${at} of ${bundle.bytes.length} was changed unnoticed`);
    }
  });

  await check('no page broke, and none asked anything of anybody else', undefined, async () => {
    const errors = [officer, approver, desk].flatMap((page) => page.errors);
    expect(errors.length === 0, errors.join('\n'));
  });

  await approver.context().close();
  return { ee, de, officer, desk, caseId };
}

function verifies(file) {
  try {
    execFileSync(BINARY, ['verify', file], { stdio: 'pipe' });
    return true;
  } catch (error) {
    if (error.status === 1) return false;
    throw new Error(`comity verify ended with ${error.status}: ${error.stderr}`);
  }
}
