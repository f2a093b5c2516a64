import { createHash, randomBytes } from 'node:crypto';
import { eventually, type TestAnswer, TestClient } from '@practika/testing';
import { type AccountRole, platform } from './platform.config.js';

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export interface Ticket {
  readonly uploadId: string;
  readonly assetId: string;
  readonly partSize: number;
  readonly partCount: number;
}

export interface Asset {
  readonly id: string;
  readonly state: string;
  readonly sha256: string | null;
  readonly durationMs: number | null;
  readonly reason: { readonly code: string; readonly text: string } | null;
  readonly renditions: readonly { readonly name: string; readonly sha256: string; readonly size: number }[];
  readonly history: readonly { readonly state: string }[];
}

/** States that an upload does not leave by itself. */
export const FINAL = new Set(['ready', 'rejected', 'quarantined', 'failed', 'expired', 'consent_hold', 'deleted']);

/** A person as a client written from the contract sees one. */
export class Person extends TestClient {
  id = '';
  email = '';
  username = '';
  password = '';

  constructor() {
    super(platform.origin);
  }

  /** The answer's body; a status that was not expected is the test's failure, with the problem's words. */
  async must(status: number, method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
    const answer = await this.request(method, path, body, headers);
    if (answer.status !== status) throw new Error(`${method} ${path} answered ${answer.status} instead of ${status}: ${answer.text.slice(0, 500)}`);
    return answer.body;
  }

  async signIn(identifier = this.username, password = this.password): Promise<TestAnswer> {
    const answer = await this.post('/api/auth/v1/sessions', { identifier, password });
    if (answer.status === 201) this.id = (answer.body['user'] as { id: string }).id;
    return answer;
  }

  async upload(bytes: Uint8Array, options: { filename?: string; contentType?: string; size?: number; sha256?: string } = {}): Promise<Asset> {
    const ticket = (await this.must(201, 'POST', '/api/media/v1/uploads', {
      filename: options.filename ?? 'take.mp4', size: options.size ?? bytes.length, contentType: options.contentType ?? 'video/mp4', ...(options.sha256 === undefined ? {} : { sha256: options.sha256 }),
    })) as unknown as Ticket;
    const parts = await this.sendParts(ticket, bytes);
    return (await this.must(202, 'POST', `/api/media/v1/uploads/${ticket.uploadId}/complete`, { parts })) as unknown as Asset;
  }

  async sendParts(ticket: Ticket, bytes: Uint8Array): Promise<{ partNumber: number; etag: string }[]> {
    const signed = (await this.must(200, 'POST', `/api/media/v1/uploads/${ticket.uploadId}/parts`, { partNumbers: Array.from({ length: ticket.partCount }, (_, i) => i + 1) }))['parts'] as { partNumber: number; url: string; headers: Record<string, string> }[];
    const sent = [];
    for (const { partNumber, url, headers } of signed) {
      const start = (partNumber - 1) * ticket.partSize;
      const answer = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(bytes.subarray(start, start + ticket.partSize)) });
      if (!answer.ok) throw new Error(`part ${partNumber} was refused: ${answer.status} ${await answer.text()}`);
      sent.push({ partNumber, etag: answer.headers.get('etag') ?? '' });
    }
    return sent;
  }

  async asset(id: string): Promise<Asset> {
    return (await this.must(200, 'GET', `/api/media/v1/assets/${id}`)) as unknown as Asset;
  }

  /** Waits until an asset stays where it is. */
  settled(id: string, timeoutMs = 60_000): Promise<Asset> {
    return eventually(async () => {
      const asset = await this.asset(id);
      return FINAL.has(asset.state) ? asset : undefined;
    }, timeoutMs, 200);
  }

  until(id: string, state: string, timeoutMs = 30_000): Promise<Asset> {
    return eventually(async () => {
      const asset = await this.asset(id);
      if (asset.state !== state) throw new Error(`asset is ${asset.state}, not ${state}`);
      return asset;
    }, timeoutMs, 200);
  }

  async give(purpose: string, state: 'given' | 'withdrawn' = 'given', recipient?: string): Promise<Record<string, unknown>> {
    const notice = await this.must(200, 'GET', '/api/consent/v1/notices/current');
    return this.must(200, 'PUT', `/api/consent/v1/consents/${purpose}`, { state, noticeVersion: notice['version'], ...(recipient === undefined ? {} : { recipient }) });
  }
}

/** The mail that came to an address last and matches. */
export async function mailTo(address: string, matching: RegExp): Promise<string> {
  return eventually(async () => {
    const mails = (await (await fetch(platform.inbox)).json()) as { to: { address: string }[]; text?: string }[];
    return mails.filter((m) => m.to.some((to) => to.address === address) && matching.test(m.text ?? '')).at(-1)?.text;
  }, 20_000, 200);
}

export const tokenIn = (mail: string): string => /[?&]token=([^\s&]+)/.exec(mail)?.[1] ?? '';

/** Signs up, reads the mail, verifies and signs in. */
export async function newPerson(): Promise<Person> {
  const person = new Person();
  const tag = randomBytes(5).toString('hex');
  person.username = `p${tag}`;
  person.email = `${person.username}@example.org`;
  person.password = `correct horse ${randomBytes(6).toString('hex')}`;
  await person.must(202, 'POST', '/api/auth/v1/sign-up', { email: person.email, username: person.username, password: person.password, displayName: `Person ${tag}` });
  await person.must(204, 'POST', '/api/auth/v1/verify-email', { token: tokenIn(await mailTo(person.email, /verify-email/)) });
  const answer = await person.signIn();
  if (answer.status !== 201) throw new Error(`a new person cannot sign in: ${answer.text}`);
  return person;
}

/** One of the accounts that the platform made. */
export async function signedIn(role: AccountRole): Promise<Person> {
  const person = new Person();
  Object.assign(person, platform.accounts[role]);
  const answer = await person.signIn();
  if (answer.status !== 201) throw new Error(`the ${role} account cannot sign in: ${answer.text}`);
  return person;
}
