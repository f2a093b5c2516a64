import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { holdsTake, keyAct, next, OFF, type RecorderEvent, type Stage } from './recorder-machine.ts';

const run = (...events: readonly RecorderEvent[]): Stage => events.reduce(next, OFF);
const opened: readonly RecorderEvent[] = [{ is: 'ask' }, { is: 'opened' }];
const recording: readonly RecorderEvent[] = [...opened, { is: 'start', count: 3 }, { is: 'tick' }, { is: 'tick' }, { is: 'tick' }, { is: 'begun' }];
const review: readonly RecorderEvent[] = [...recording, { is: 'stop', reason: 'person' }, { is: 'finished' }];

describe('the recorder', () => {
  it('should go from the camera over a countdown to a take that is sent', () => {
    expect(run(...opened)).toEqual({ at: 'ready' });
    expect(run(...opened, { is: 'start', count: 3 }, { is: 'tick' })).toEqual({ at: 'counting', left: 2 });
    expect(run(...recording)).toEqual({ at: 'recording' });
    expect(run(...recording, { is: 'pause' }, { is: 'resume' }, { is: 'pause' }, { is: 'stop', reason: 'time' })).toEqual({ at: 'finishing', reason: 'time' });
    expect(run(...review, { is: 'use' }, { is: 'sent' })).toEqual({ at: 'sent', reason: 'person' });
  });

  it('should be stopped while it counts, and take every key and timer that comes too late for nothing', () => {
    expect(run(...opened, { is: 'start', count: 3 }, { is: 'cancelCount' }, { is: 'tick' }, { is: 'begun' })).toEqual({ at: 'ready' });
    expect(run(...recording, { is: 'start', count: 3 }, { is: 'tick' }, { is: 'begun' }, { is: 'ask' })).toEqual({ at: 'recording' });
    expect(run(...review, { is: 'stop', reason: 'device' })).toEqual({ at: 'review', reason: 'person' });
  });

  it('should keep a take whose device went away, and show the trouble only where there is no take', () => {
    expect(run(...recording, { is: 'trouble', trouble: 'unplugged' })).toEqual({ at: 'recording' });
    expect(run(...recording, { is: 'stop', reason: 'device' }, { is: 'finished' })).toEqual({ at: 'review', reason: 'device' });
    expect(run(...opened, { is: 'trouble', trouble: 'unplugged' })).toEqual({ at: 'trouble', trouble: 'unplugged' });
    expect(run(...opened, { is: 'trouble', trouble: 'unplugged' }, { is: 'ask' })).toEqual({ at: 'asking' });
  });

  it('should keep a take that could not be sent, to be sent again or thrown away', () => {
    const refused = [...review, { is: 'use' }, { is: 'notSent', error: 'quota' }] as const;
    expect(run(...refused)).toEqual({ at: 'refused', reason: 'person', error: 'quota' });
    expect(run(...refused, { is: 'use' }, { is: 'sent' }).at).toBe('sent');
    expect(run(...refused, { is: 'retake' })).toEqual(OFF);
    expect(run(...review, { is: 'use' }, { is: 'retake' }).at).toBe('sending');
  });

  it('should never lose a take to anything but the person', () => {
    const events = fc.constantFrom<RecorderEvent>(
      { is: 'ask' }, { is: 'opened' }, { is: 'tick' }, { is: 'cancelCount' }, { is: 'begun' }, { is: 'pause' }, { is: 'resume' }, { is: 'finished' }, { is: 'use' },
      { is: 'trouble', trouble: 'inUse' }, { is: 'start', count: 0 }, { is: 'stop', reason: 'device' }, { is: 'notSent', error: 0 },
    );
    fc.assert(fc.property(fc.array(events), (after) => { expect(holdsTake(after.reduce(next, run(...recording)))).toBe(true); }));
  });

  it('should be worked by two keys', () => {
    expect([keyAct('r', run(...opened)), keyAct('R', run(...recording)), keyAct('r', run(...opened, { is: 'start', count: 3 }))]).toEqual(['start', 'stop', 'cancelCount']);
    expect([keyAct('p', run(...recording)), keyAct('p', run(...recording, { is: 'pause' })), keyAct('p', run(...opened)), keyAct('r', run(...review)), keyAct('x', run(...recording))]).toEqual(['pause', 'resume', null, null, null]);
  });
});
