// Counts what was checked and says what failed, in one closing line that `bin/test` adds up.
import { mkdirSync } from 'node:fs';
import path from 'node:path';

export class Tally {
  passed = 0;
  failed = 0;

  constructor(folder) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** Runs one check; a failure is shown, photographed when a page is given, and does not stop the others. */
  async check(name, page, body) {
    try {
      const value = await body();
      this.passed += 1;
      console.log(`  ok      ${name}`);
      return value;
    } catch (error) {
      this.failed += 1;
      console.log(`  FAILED  ${name}\n${indent(error.message ?? String(error))}`);
      await this.photograph(name, page);
      return undefined;
    }
  }

  /** As `check`, but what follows needs its result, so a failure ends the story. */
  async step(name, page, body) {
    const before = this.failed;
    const value = await this.check(name, page, body);
    if (this.failed > before) throw new Stopped(name);
    return value;
  }

  async photograph(name, page) {
    if (!page) return;
    const file = path.join(this.folder, `${name.replace(/[^a-z0-9]+/gi, '-').slice(0, 80)}.png`);
    try {
      await page.screenshot({ path: file, fullPage: true, timeout: 5000 });
      console.log(`          at ${page.url()}\n          see ${file}`);
      const errors = page.locator('#errors');
      if (await errors.count()) console.log(indent(await errors.first().innerText()));
    } catch {
      // The page may be gone; the message above says what failed.
    }
  }

  close() {
    console.log(`browser: ${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 && this.passed > 0 ? 0 : 1;
  }
}

/** The story cannot go on; the step that failed has been counted. */
export class Stopped extends Error {
  constructor(name) {
    super(`stopped after: ${name}`);
  }
}

export function expect(truth, message) {
  if (!truth) throw new Error(message);
}

export function indent(text) {
  return text
    .split('\n')
    .slice(0, 12)
    .map((line) => `          ${line}`)
    .join('\n');
}
