// Starts the real program with three real nodes and stops it again.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const BINARY = process.env.COMITY_BINARY ?? path.join(ROOT, 'target/debug/comity');

const START_MS = 120_000;

async function bindable(port) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** A port base whose six ports are free: pages at +1 to +3, peers a thousand above. */
async function portBase() {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const base = 20_000 + 10 * Math.floor(Math.random() * 1500);
    const ports = [1, 2, 3, 1001, 1002, 1003].map((offset) => base + offset);
    const free = await Promise.all(ports.map(bindable));
    if (free.every(Boolean)) return base;
  }
  throw new Error('found no free ports');
}

export class Demo {
  static async start() {
    const demo = new Demo();
    demo.dir = mkdtempSync(path.join(os.tmpdir(), 'comity-story-'));
    demo.base = await portBase();
    demo.output = '';
    await demo.run(['--fresh']);
    return demo;
  }

  async run(more) {
    const args = ['demo', ...more, '--dir', this.dir, '--port-base', String(this.base)];
    const began = Date.now();
    this.process = spawn(BINARY, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = new Promise((resolve) => this.process.once('exit', (code, signal) => resolve(signal ?? code)));
    this.ended = ended;
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => (this.output += text));
    }
    let gone;
    ended.then((how) => (gone = how));
    while (Date.now() - began < START_MS) {
      if (gone !== undefined) throw new Error(`the demo ended with ${gone}:\n${this.output.slice(-2000)}`);
      const up = await Promise.all(['ee', 'de', 'ru'].map((node) => this.answers(node)));
      if (up.every(Boolean)) {
        this.readyMs = Date.now() - began;
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the demo did not answer within ${START_MS} ms:\n${this.output.slice(-2000)}`);
  }

  url(node) {
    return `http://127.0.0.1:${this.base + { ee: 1, de: 2, ru: 3 }[node]}`;
  }

  async answers(node) {
    try {
      const response = await fetch(`${this.url(node)}/sign-in`, { redirect: 'manual' });
      return response.status < 500;
    } catch {
      return false;
    }
  }

  /** Stops it as Ctrl-C does and returns how it ended. */
  async stop() {
    if (!this.process) return undefined;
    this.process.kill('SIGINT');
    const late = new Promise((resolve) => setTimeout(() => resolve('late'), 15_000).unref());
    const how = await Promise.race([this.ended, late]);
    if (how === 'late') this.process.kill('SIGKILL');
    this.process = undefined;
    return how;
  }

  async close() {
    await this.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }
}
