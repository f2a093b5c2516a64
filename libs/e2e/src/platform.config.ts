import { readFileSync } from 'node:fs';
import { join } from 'node:path';

function need(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: run this ring with "npm test -- --ring e2e"`);
  return value;
}

export interface PlatformFile {
  readonly origin: string;
  readonly ports: { readonly metricsOf: Readonly<Record<string, number>> };
  readonly databases: Readonly<Record<string, { readonly owner: string; readonly runtime: string }>>;
  readonly redis: { readonly cache: string; readonly queue: string };
  readonly s3: { readonly endpoint: string; readonly publicEndpoint: string; readonly identities: Readonly<Record<string, { readonly accessKey: string; readonly secretKey: string }>> };
  readonly control: { readonly url: string; readonly token: string };
}

export type AccountRole = 'student' | 'instructor' | 'staff' | 'admin';
export interface Account {
  readonly email: string;
  readonly username: string;
  readonly password: string;
}

/** The platform that the runner started for this ring. */
export const platform = {
  get origin() { return need('TEST_PLATFORM_URL'); },
  get inbox() { return need('TEST_MAIL_INBOX_URL'); },
  get file() { return JSON.parse(readFileSync(join(need('TEST_PLATFORM_DIR'), 'platform.json'), 'utf8')) as PlatformFile; },
  get accounts() { return JSON.parse(readFileSync(join(need('TEST_PLATFORM_DIR'), 'accounts.json'), 'utf8')) as Record<AccountRole, Account>; },
  get folder() { return need('TEST_PLATFORM_DIR'); },
  get chromium() { return process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'; },
  get ffmpeg() { return process.env['FFMPEG_PATH'] ?? 'ffmpeg'; },
};
