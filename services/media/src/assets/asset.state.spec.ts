import { describe, expect, it } from '@jest/globals';
import { ASSET_STATES, entriesOf, LIFE_CYCLE, mayMove } from './asset.state.js';
import { reason, REASON_CODES } from './asset.words.js';

describe('life cycle table', () => {
  it('[M4] should give every state an owner, words and, where nobody else ends it, a deadline', () => {
    for (const state of ASSET_STATES) {
      const rule = LIFE_CYCLE[state];
      expect(rule.words).toMatch(/^[A-Z].*\.$/);
      if (state !== 'ready') expect(rule.deadline).not.toBeNull();
      if (rule.deadline !== null) expect(rule.onDeadline).not.toBe('nothing');
    }
  });

  it('[M4] should let a deletion win from every state but the tombstone', () => {
    expect(entriesOf('deleting')).toEqual(ASSET_STATES.filter((s) => s !== 'deleting' && s !== 'deleted'));
    expect(LIFE_CYCLE.deleted.exits).toEqual([]);
  });

  it('[M4] should reach a final state from every state', () => {
    for (const start of ASSET_STATES) {
      const reached = new Set([start]);
      for (const state of reached) LIFE_CYCLE[state].exits.forEach((s) => reached.add(s));
      expect(reached.has('deleted')).toBe(true);
    }
  });

  it('[M6] should let nothing be processed or kept for its owner that does not come out of the scan', () => {
    expect(entriesOf('processing')).toEqual(['scanning', 'failed', 'consent_hold']);
    expect(entriesOf('consent_hold')).toEqual(['scanning', 'processing', 'ready']);
    expect(entriesOf('ready')).toEqual(['processing']);
    expect(entriesOf('failed')).toEqual(['processing', 'ready']);
  });

  it('[M8] should let what is in quarantine out by a new check alone', () => {
    expect(LIFE_CYCLE.quarantined.exits).toEqual(['checking', 'rejected', 'deleting']);
    expect(mayMove('quarantined', 'ready')).toBe(false);
  });

  it('should give every reason in one or two sentences', () => {
    for (const code of REASON_CODES) expect(reason(code).text).toMatch(/^[A-Z].*\.$/);
  });
});
