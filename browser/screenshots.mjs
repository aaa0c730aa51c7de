// Takes the pictures in docs/screenshots: search, request, timeline and ledger, on a desk and on a phone.
// cargo build --release --package comity && COMITY_BINARY=target/release/comity node browser/screenshots.mjs
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { DESKTOP, PHONE, launch } from './lib/chromium.mjs';
import { Demo, ROOT } from './lib/demo.mjs';
import { GRANTED, play } from './lib/tale.mjs';
import { Tally } from './lib/tally.mjs';

const folder = path.join(ROOT, 'docs/screenshots');
/** A picture shows at most so much of a long page. */
const TALLEST = { desktop: 1900, phone: 1800 };

async function photograph(name, page) {
  for (const [size, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    await page.setViewportSize(viewport);
    await page.waitForTimeout(300);
    const height = Math.min(TALLEST[size], await page.evaluate(() => document.documentElement.scrollHeight));
    const file = path.join(folder, `${name}-${size}.png`);
    await page.setViewportSize({ width: viewport.width, height });
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: file });
    console.log(`${file}: ${Math.round(statSync(file).size / 1024)} kB`);
  }
  await page.setViewportSize(DESKTOP);
}

mkdirSync(folder, { recursive: true });
const tally = new Tally(path.join(ROOT, 'target/browser'));
const browser = await launch();
const demo = await Demo.start();
try {
  await play(browser, demo, tally, GRANTED, { script: true, moment: photograph });
} finally {
  await browser.close();
  await demo.close();
}
process.exitCode = tally.close();
