// What every page must keep to: no serious fault of accessibility, its own language, reach by keyboard, no sideways
// scrolling on a phone, and nothing fetched from elsewhere.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { expect } from './tally.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Serious and critical faults that axe-core finds on the page as it is. */
export async function accessibilityFaults(page) {
  await page.evaluate(axeSource);
  const result = await page.evaluate(async () => {
    const found = await globalThis.axe.run(document, { resultTypes: ['violations'] });
    return found.violations
      .filter((fault) => ['serious', 'critical'].includes(fault.impact))
      .map((fault) => `${fault.id}: ${fault.help} (${fault.nodes.length}×, first ${fault.nodes[0].html.slice(0, 160)})`);
  });
  return result;
}

export async function expectAccessible(page) {
  const faults = await accessibilityFaults(page);
  expect(faults.length === 0, faults.join('\n'));
}

/** The page says its language, its direction and one heading, and has a way past the navigation. */
export async function expectWellFormed(page) {
  const facts = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    headings: document.querySelectorAll('h1').length,
    title: document.title,
    main: document.querySelectorAll('main').length,
    unlabelled: [...document.querySelectorAll('input:not([type=hidden]), select, textarea')].filter(
      (field) => field.labels.length === 0 && !field.getAttribute('aria-label') && !field.getAttribute('aria-labelledby'),
    ).length,
  }));
  expect(facts.lang.length >= 2, 'the page does not say its language');
  expect(facts.headings === 1, `the page has ${facts.headings} first headings`);
  expect(facts.title.length > 0, 'the page has no title');
  expect(facts.main === 1, `the page has ${facts.main} main parts`);
  expect(facts.unlabelled === 0, `${facts.unlabelled} fields have no label`);
}

export async function expectNoSidewaysScroll(page) {
  const { wide, seen, culprit } = await page.evaluate(() => {
    const seen = document.documentElement.clientWidth;
    const culprit = [...document.querySelectorAll('main *')].find((part) => part.getBoundingClientRect().right > seen + 1);
    return { wide: document.documentElement.scrollWidth, seen, culprit: culprit?.outerHTML.slice(0, 160) };
  });
  expect(wide <= seen + 1, `the page is ${wide} wide where ${seen} is seen; first too far: ${culprit}`);
}

/** Presses Tab until the control is focused, as somebody without a mouse does. */
export async function reachByKeyboard(page, locator, most = 120) {
  const target = await locator.elementHandle();
  await page.evaluate(() => document.activeElement?.blur());
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) {
      const outline = await target.evaluate((element) => {
        const style = getComputedStyle(element);
        return style.outlineStyle !== 'none' || style.boxShadow !== 'none';
      });
      expect(outline, 'the focused control does not show that it is focused');
      return;
    }
  }
  throw new Error(`not reached within ${most} presses of Tab`);
}
