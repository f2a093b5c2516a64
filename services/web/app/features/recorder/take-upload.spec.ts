import { describe, expect, it } from '@jest/globals';
import { type Part, sizeOf } from './parts.ts';
import { TakeBytes } from './take-bytes.ts';
import { TakeUpload, type UploadApi, type UploadOptions, type Verdict } from './take-upload.ts';

class Refusal extends Error {
  constructor(readonly verdict: Verdict) { super(verdict); }
}
type Step = 'begin' | 'status' | 'send' | 'complete' | 'throwAway';

/** A store and its API in memory, with parts of 10 bytes. */
class FakeApi implements UploadApi {
  readonly uploads = new Map<string, { key: string; state: 'open' | 'completed' | 'gone'; parts: Map<number, string> }>();
  readonly calls: string[] = [];
  /** What the next calls of a step throw, first to last. */
  readonly failures: Partial<Record<Step, Verdict[]>> = {};
  loseNextAnswer = false;

  #step(step: Step, what = ''): void {
    this.calls.push(`${step}${what}`);
    const failure = this.failures[step]?.shift();
    if (failure !== undefined) throw new Refusal(failure);
  }
  async begin(key: string) {
    this.#step('begin', ` ${key}`);
    const found = [...this.uploads].find(([, upload]) => upload.key === key);
    const id = found?.[0] ?? `u${this.uploads.size + 1}`;
    if (found === undefined) this.uploads.set(id, { key, state: 'open', parts: new Map() });
    if (this.loseNextAnswer) { this.loseNextAnswer = false; throw new Refusal('again'); }
    return { uploadId: id, assetId: `asset-${id}`, partSize: 10 };
  }
  async status(uploadId: string) {
    this.#step('status');
    const upload = this.uploads.get(uploadId);
    if (upload === undefined || upload.state === 'gone') return null;
    return { completed: upload.state === 'completed', arrived: [...upload.parts].map(([partNumber, text]) => ({ partNumber, size: text.length, etag: `e${partNumber}` })) };
  }
  async send(uploadId: string, part: Part, bytes: Blob, _signal: AbortSignal, onProgress: (sent: number) => void) {
    this.#step('send', ` ${part.partNumber}`);
    const upload = this.uploads.get(uploadId);
    if (upload?.state !== 'open') throw new Refusal('renew');
    expect(bytes.size).toBe(sizeOf(part));
    onProgress(bytes.size);
    upload.parts.set(part.partNumber, await bytes.text());
  }
  async complete(uploadId: string, parts: readonly { partNumber: number; etag: string }[]) {
    this.#step('complete', ` ${parts.map(({ partNumber, etag }) => `${partNumber}:${etag}`).join(' ')}`);
    const upload = this.uploads.get(uploadId);
    if (upload !== undefined) upload.state = 'completed';
  }
  async throwAway(uploadId: string) {
    this.#step('throwAway', ` ${uploadId}`);
    const upload = this.uploads.get(uploadId);
    if (upload !== undefined) upload.state = 'gone';
  }
  text(id = 'u1'): string {
    return [...this.uploads.get(id)?.parts ?? []].toSorted(([a], [b]) => a - b).map(([, part]) => part).join('');
  }
}

function setUp(known?: UploadOptions['known']) {
  const api = new FakeApi();
  const bytes = new TakeBytes(null);
  const told: string[] = [];
  const waits: number[] = [];
  let keys = 0;
  const upload = new TakeUpload({
    api, bytes, file: { name: 'me.webm', type: 'video/webm' }, ...(known === undefined ? {} : { known }), newKey: () => `k${++keys}`, onAsked: (key) => told.push(`asked ${key}`), onUpload: ({ uploadId }) => told.push(`upload ${uploadId}`),
    onProgress: (sent) => told.push(`${sent}`), onStuck: () => told.push('stuck'), judge: (error) => (error instanceof Refusal ? error.verdict : 'stop'), wait: async (tries) => { waits.push(tries); },
  });
  const add = (text: string) => bytes.append(new Blob([text]));
  return { api, upload, add, told, waits };
}
const settled = () => new Promise((resolve) => { setTimeout(resolve, 5); });

describe('sending a take', () => {
  it('should send full parts while it grows, and the rest at its end', async () => {
    const { api, upload, add, told } = setUp();
    void add('abcdefg');
    upload.grown();
    await settled();
    expect(api.calls).toEqual(['begin k1']);
    void add('hijklmnopqrstuvwxyz');
    upload.grown();
    await settled();
    expect(api.calls).toEqual(['begin k1', 'send 1', 'send 2']);
    expect(await upload.finish()).toBe('asset-u1');
    expect(api.text()).toBe('abcdefghijklmnopqrstuvwxyz');
    expect(api.calls.slice(3)).toEqual(['status', 'send 3', 'status', 'complete 1:e1 2:e2 3:e3']);
    expect(told.slice(0, 2)).toEqual(['asked k1', 'upload u1']);
    expect(told.at(-1)).toBe('26');
  });

  it('should wait for a lost network, at every step, and send nothing twice that has arrived', async () => {
    const { api, upload, add, waits } = setUp();
    void add('abcdefghijklmnopqrstuvwxyz');
    Object.assign(api.failures, { begin: ['again', 'again'], send: ['again'], status: ['again'], complete: ['again'] });
    upload.grown();
    expect(await upload.finish()).toBe('asset-u1');
    expect(api.text()).toBe('abcdefghijklmnopqrstuvwxyz');
    expect(api.calls.filter((call) => call.startsWith('send'))).toEqual(['send 1', 'send 1', 'send 2', 'send 3']);
    expect(waits.slice(0, 3)).toEqual([1, 2, 3]);
    expect(api.uploads.size).toBe(1);
  });

  it('should ask under the same key when the answer was lost, so that no second upload is begun', async () => {
    const { api, upload, add } = setUp();
    void add('abc');
    api.loseNextAnswer = true;
    expect(await upload.finish()).toBe('asset-u1');
    expect(api.calls.slice(0, 2)).toEqual(['begin k1', 'begin k1']);
  });

  it('should go on from what the store says has arrived when an earlier page was killed', async () => {
    const { api, upload, add } = setUp({ key: 'k0', upload: { uploadId: 'u1', assetId: 'asset-u1', partSize: 10 } });
    api.uploads.set('u1', { key: 'k0', state: 'open', parts: new Map([[1, 'abcdefghij']]) });
    void add('abcdefghijklmno');
    expect(await upload.finish()).toBe('asset-u1');
    expect(api.calls).toEqual(['status', 'send 2', 'status', 'complete 1:e1 2:e2']);
    expect(api.text()).toBe('abcdefghijklmno');
  });

  it('should begin another upload, from the first byte, when the one before has expired', async () => {
    const { api, upload, add, told } = setUp({ key: 'k0', upload: { uploadId: 'u0', assetId: 'asset-u0', partSize: 10 } });
    void add('abcdefghijklmno');
    expect(await upload.finish()).toBe('asset-u1');
    expect(api.text()).toBe('abcdefghijklmno');
    expect(told.slice(0, 2)).toEqual(['asked k1', 'upload u1']);
  });

  it('should do the same when it ends while it is sent to', async () => {
    const { api, upload, add } = setUp();
    void add('abcdefghijklmno');
    upload.grown();
    await settled();
    const first = api.uploads.get('u1');
    if (first !== undefined) first.state = 'gone';
    void add('pqrstuvwxyz');
    upload.grown();
    expect(await upload.finish()).toBe('asset-u2');
    expect(api.text('u2')).toBe('abcdefghijklmnopqrstuvwxyz');
  });

  it('should not complete a second time what another page has completed', async () => {
    const { api, upload, add } = setUp({ key: 'k0', upload: { uploadId: 'u1', assetId: 'asset-u1', partSize: 10 } });
    api.uploads.set('u1', { key: 'k0', state: 'completed', parts: new Map() });
    void add('abc');
    expect(await upload.finish()).toBe('asset-u1');
    expect(api.calls).toEqual(['status']);
  });

  it('should stop asking when it is refused, say so once, and try again only at the end', async () => {
    const { api, upload, add, told } = setUp();
    api.failures.begin = ['stop', 'stop'];
    void add('abc');
    for (let i = 0; i < 3; i += 1) {
      upload.grown();
      await settled();
    }
    expect([api.calls, told]).toEqual([['begin k1'], ['asked k1', 'stuck']]);
    await expect(upload.finish()).rejects.toThrow('stop');
    expect(await upload.finish()).toBe('asset-u1');
  });

  it('should throw away what was sent, also where the answer to its beginning was lost', async () => {
    const first = setUp();
    void first.add('abcdefghijklmno');
    first.upload.grown();
    await settled();
    await first.upload.throwAway();
    expect(first.api.uploads.get('u1')?.state).toBe('gone');
    const second = setUp({ key: 'k0', upload: null });
    await second.upload.throwAway();
    expect(second.api.calls).toEqual(['begin k0', 'throwAway u1']);
    const never = setUp();
    await never.upload.throwAway();
    expect(never.api.calls).toEqual([]);
  });

  it('should send nothing more when it is stopped', async () => {
    const { api, upload, add } = setUp();
    upload.stop();
    void add('abcdefghijklmno');
    upload.grown();
    await settled();
    await expect(upload.finish()).rejects.toThrow();
    expect(api.calls).toEqual([]);
  });

  it('should not argue for ever with a store that keeps nothing', async () => {
    const { api, upload, add } = setUp();
    api.send = async () => undefined;
    void add('abc');
    await expect(upload.finish()).rejects.toThrow('does not keep');
  });
});
