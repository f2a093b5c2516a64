import { describe, expect, it } from '@jest/globals';
import { InternalCallError, type InternalCall, type InternalClient } from '@practika/identity';
import { unavailable } from '@practika/problems';
import { InternalConsentGate } from './internal.consent-gate.js';

/** Answers like the consent service; keeps what it was asked. */
function gateOver(answer: (method: string, path: string) => unknown): { gate: InternalConsentGate; asked: string[] } {
  const asked: string[] = [];
  const client = {
    call: async (service: string, call: InternalCall<unknown>) => {
      asked.push(`${service} ${call.method} ${call.path}`);
      return call.answer.parse(answer(call.method, call.path));
    },
  };
  return { gate: new InternalConsentGate(client as unknown as InternalClient), asked };
}
const permit = { permitId: 'p1', epoch: 4, recordId: null, expiresAt: '2026-11-24T10:00:00Z' };
const fail = (error: unknown): never => { throw error; };

describe('consent gate', () => {
  it('[C3] should commit under a permit and give it back', async () => {
    const { gate, asked } = gateOver((method) => (method === 'POST' ? permit : undefined));
    expect(await gate.withPermit('s', 'video_processing', async ({ permitId }) => `done under ${permitId}`)).toEqual({ granted: true, value: 'done under p1' });
    expect(asked).toEqual(['consent POST /internal/permits', 'consent DELETE /internal/permits/p1']);
  });

  it('[C3] should not commit when the permit is refused', async () => {
    const { gate } = gateOver(() => fail(new InternalCallError(403, 'consent-required', '')));
    let ran = false;
    expect(await gate.withPermit('s', 'video_processing', async () => { ran = true; })).toEqual({ granted: false });
    expect(ran).toBe(false);
  });

  it.each([['unreachable', unavailable('The consent service')], ['saying no for another reason', new InternalCallError(403, 'forbidden', '')]])('[C3] [M6] should not commit with consent %s', async (_, error) => {
    const { gate } = gateOver(() => fail(error));
    let ran = false;
    await expect(gate.withPermit('s', 'video_processing', async () => { ran = true; })).rejects.toBe(error);
    await expect(gate.check('s', 'video_processing')).rejects.toBe(error);
    expect(ran).toBe(false);
  });

  it('[C3] should take an answer that is no answer for no', async () => {
    const { gate } = gateOver(() => ({ allow: 'yes' }));
    await expect(gate.check('s', 'video_processing')).rejects.toThrow();
  });

  it('should give the permit back when the commit fails, and keep a commit whose permit cannot be given back', async () => {
    const failing = gateOver((method) => (method === 'POST' ? permit : undefined));
    await expect(failing.gate.withPermit('s', 'video_processing', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(failing.asked).toHaveLength(2);
    const { gate } = gateOver((method) => (method === 'POST' ? permit : fail(unavailable('The consent service'))));
    expect(await gate.withPermit('s', 'video_processing', async () => 1)).toEqual({ granted: true, value: 1 });
  });
});
