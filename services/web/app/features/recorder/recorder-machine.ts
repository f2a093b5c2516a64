import type { Trouble } from './camera-errors.ts';

/** Why a take ended. */
export type EndReason = 'person' | 'time' | 'device' | 'browser';

export type Stage =
  | { readonly at: 'off' | 'asking' | 'ready' | 'recording' | 'paused' }
  | { readonly at: 'trouble'; readonly trouble: Trouble }
  /** Seconds until it begins. */
  | { readonly at: 'counting'; readonly left: number }
  | { readonly at: 'finishing' | 'review'; readonly reason: EndReason }
  | { readonly at: 'sending' | 'sent'; readonly reason: EndReason }
  /** Sending was refused; the take is still here. */
  | { readonly at: 'refused'; readonly reason: EndReason; readonly error: unknown };

export type RecorderEvent =
  | { readonly is: 'ask' | 'opened' | 'tick' | 'cancelCount' | 'begun' | 'pause' | 'resume' | 'finished' | 'use' | 'sent' | 'retake' }
  | { readonly is: 'trouble'; readonly trouble: Trouble }
  /** Seconds to count down; 0: begins at once. */
  | { readonly is: 'start'; readonly count: number }
  | { readonly is: 'stop'; readonly reason: EndReason }
  | { readonly is: 'notSent'; readonly error: unknown };

export const OFF: Stage = { at: 'off' };

/** What comes of an event. One that means nothing now changes nothing: keys are pressed twice, timers come late, devices go at any time. */
export function next(stage: Stage, event: RecorderEvent): Stage {
  switch (event.is) {
    case 'ask': return isOneOf(stage, 'off', 'trouble', 'ready') ? { at: 'asking' } : stage;
    case 'opened': return stage.at === 'asking' ? { at: 'ready' } : stage;
    // While a take is recorded, a device that goes ends the take ('stop'); afterwards it does not matter.
    case 'trouble': return isOneOf(stage, 'off', 'asking', 'ready', 'counting') ? { at: 'trouble', trouble: event.trouble } : stage;
    case 'start': return stage.at === 'ready' ? { at: 'counting', left: event.count } : stage;
    case 'tick': return stage.at === 'counting' ? { at: 'counting', left: Math.max(0, stage.left - 1) } : stage;
    case 'cancelCount': return stage.at === 'counting' ? { at: 'ready' } : stage;
    case 'begun': return stage.at === 'counting' ? { at: 'recording' } : stage;
    case 'pause': return stage.at === 'recording' ? { at: 'paused' } : stage;
    case 'resume': return stage.at === 'paused' ? { at: 'recording' } : stage;
    case 'stop': return isOneOf(stage, 'recording', 'paused') ? { at: 'finishing', reason: event.reason } : stage;
    case 'finished': return stage.at === 'finishing' ? { at: 'review', reason: stage.reason } : stage;
    case 'use': return isOneOf(stage, 'review', 'refused') ? { at: 'sending', reason: stage.reason } : stage;
    case 'sent': return stage.at === 'sending' ? { at: 'sent', reason: stage.reason } : stage;
    case 'notSent': return stage.at === 'sending' ? { at: 'refused', reason: stage.reason, error: event.error } : stage;
    case 'retake': return isOneOf(stage, 'review', 'refused') ? OFF : stage;
  }
}

function isOneOf<At extends Stage['at']>(stage: Stage, ...names: readonly At[]): stage is Extract<Stage, { at: At }> {
  return (names as readonly string[]).includes(stage.at);
}

/** Something would be missed if the page went away now. */
export const holdsTake = ({ at }: Stage): boolean => at === 'recording' || at === 'paused' || at === 'finishing' || at === 'review' || at === 'sending' || at === 'refused';
/** The camera's picture is on the screen. */
export const showsCamera = ({ at }: Stage): boolean => at === 'ready' || at === 'counting' || at === 'recording' || at === 'paused' || at === 'finishing';

export type KeyAct = 'start' | 'cancelCount' | 'stop' | 'pause' | 'resume';
/** What the keys do: R begins and stops, P makes and ends a pause. */
export function keyAct(key: string, { at }: Stage): KeyAct | null {
  switch (key.toLowerCase()) {
    case 'r': return at === 'ready' ? 'start' : at === 'counting' ? 'cancelCount' : at === 'recording' || at === 'paused' ? 'stop' : null;
    case 'p': return at === 'recording' ? 'pause' : at === 'paused' ? 'resume' : null;
    default: return null;
  }
}
