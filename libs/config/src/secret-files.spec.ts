import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { loadConfig } from './load-config.js';
import { SecretFiles, SecretRefused } from './secret-files.js';

const schema = z.object({ DATABASE_URL: z.string().regex(/^postgres:/), ACCESS: z.string().optional(), SECRET: z.string().optional(), PLAIN: z.string().optional() })
  .superRefine((env, context) => { if (env.PLAIN === 'strict' && env.DATABASE_URL.includes('weak')) context.addIssue({ code: 'custom', message: 'too weak' }); });
const NAMES = ['DATABASE_URL', 'ACCESS', 'SECRET', 'PLAIN'];

describe('settings that come from files', () => {
  let folder: string;
  let files: SecretFiles;
  let outcomes: string[];
  let version = 0;

  /** As a kubelet does it: a folder of its own for each version, and one symlink that is swapped by a rename. */
  function mount(content: Record<string, string>): void {
    version += 1;
    mkdirSync(join(folder, `..v${version}`));
    for (const [name, value] of Object.entries(content)) writeFileSync(join(folder, `..v${version}`, name), value);
    symlinkSync(`..v${version}`, join(folder, '..data_tmp'));
    renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
    for (const name of Object.keys(content)) {
      rmSync(join(folder, name), { force: true });
      symlinkSync(join('..data', name), join(folder, name));
    }
  }

  const load = (plain?: string) => loadConfig(schema, NAMES, {
    DATABASE_URL_FILE: join(folder, 'database-url'), ACCESS_FILE: join(folder, 'access'), SECRET_FILE: join(folder, 'secret'), ...(plain === undefined ? {} : { PLAIN: plain }),
  }, files);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'practika-secrets-'));
    files = new SecretFiles();
    outcomes = [];
    files.report((name, outcome) => outcomes.push(`${name} ${outcome}`));
    mount({ 'database-url': 'postgres://a\n', access: 'A1', secret: 'S1' });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('should be told once when their content changes, by a swapped symlink too', async () => {
    expect(load().DATABASE_URL).toBe('postgres://a');
    const told: string[] = [];
    const end = files.on<string>('DATABASE_URL', (url) => void told.push(url));
    await files.look();
    mount({ 'database-url': 'postgres://b', access: 'A1', secret: 'S1' });
    await Promise.all([files.look(), files.look()]);
    await files.look();
    end();
    mount({ 'database-url': 'postgres://c', access: 'A1', secret: 'S1' });
    await files.look();
    expect([told, outcomes, files.current('DATABASE_URL')]).toEqual([['postgres://b'], ['DATABASE_URL reloaded', 'DATABASE_URL restart'], 'postgres://c']);
  });

  it('should keep what they had when the new content breaks the rules, alone or with the others, and say so once', async () => {
    load('strict');
    const told: string[] = [];
    files.on<string>('DATABASE_URL', (url) => void told.push(url));
    for (const wrong of ['mysql://b', '', 'postgres://weak']) {
      mount({ 'database-url': wrong, access: 'A1', secret: 'S1' });
      await files.look();
      await files.look();
    }
    expect([told, outcomes, files.current('DATABASE_URL')]).toEqual([[], Array.from({ length: 3 }, () => 'DATABASE_URL invalid'), 'postgres://a']);
    for (const url of ['postgres://a', 'postgres://c']) {
      mount({ 'database-url': url, access: 'A1', secret: 'S1' });
      await files.look();
    }
    expect(told).toEqual(['postgres://c']);
  });

  it('should try again what does not work yet, and not what was refused', async () => {
    load();
    let tries = 0;
    files.on('DATABASE_URL', () => {
      tries += 1;
      if (tries < 3) throw new Error('password authentication failed');
    });
    files.on('ACCESS', () => { throw new SecretRefused('only a restart may bring it'); });
    mount({ 'database-url': 'postgres://b', access: 'A2', secret: 'S1' });
    await files.look();
    expect([files.current('DATABASE_URL'), files.current('ACCESS')]).toEqual(['postgres://a', 'A1']);
    for (let i = 0; i < 3; i += 1) await files.look();
    expect([tries, files.current('DATABASE_URL')]).toEqual([3, 'postgres://b']);
    expect([...outcomes].sort()).toEqual(['ACCESS refused', 'DATABASE_URL failed', 'DATABASE_URL failed', 'DATABASE_URL reloaded']);
  });

  it('should take up together what was changed together', async () => {
    load();
    let seen: unknown;
    files.on('ACCESS', () => { seen = [files.current('ACCESS'), files.current('SECRET')]; });
    mount({ 'database-url': 'postgres://a', access: 'A2', secret: 'S2' });
    await files.look();
    expect(seen).toEqual(['A2', 'S2']);
  });

  it('should survive a file that is away for a moment', async () => {
    load();
    rmSync(join(folder, 'access'));
    await files.look();
    expect([outcomes, files.current('ACCESS')]).toEqual([[], 'A1']);
  });

  it('should look by themselves once they are started', async () => {
    load();
    const end = files.start(10);
    const told = new Promise((resolve) => files.on('DATABASE_URL', resolve));
    mount({ 'database-url': 'postgres://b', access: 'A1', secret: 'S1' });
    expect(await told).toBe('postgres://b');
    end();
  });
});
