import type { EventType } from '@practika/events';
import type { ReasonCode } from './asset.words.js';

export const ASSET_STATES = [
  'created', 'uploading', 'uploaded', 'checking', 'scanning', 'processing', 'ready', 'rejected', 'quarantined', 'failed', 'expired', 'consent_hold', 'deleting', 'deleted',
] as const;
export type AssetState = (typeof ASSET_STATES)[number];

export type Stage = 'checksum' | 'scan' | 'process' | 'delete';

/** Seconds, and seconds for each million bytes of the video. */
interface Deadline {
  readonly base: number;
  readonly perMegabyte: number;
}

interface StateRule {
  /** Who moves an asset out of this state. */
  readonly owner: 'api' | 'checksum' | 'scan' | 'process' | 'deletion' | 'person' | 'staff' | 'nobody';
  readonly exits: readonly AssetState[];
  /** Seconds that a state may last; null: for ever. A working state's clock starts anew when a worker claims the asset. */
  readonly deadline: Deadline | null;
  /** What the reconciler does at the deadline. */
  readonly onDeadline: 'expire' | 'again' | 'remind' | 'reject' | 'delete' | 'sweep' | 'nothing';
  /** The work that an asset in this state waits for. */
  readonly job: Stage | null;
  readonly event: EventType | null;
  /** In words, for the person whose video it is. */
  readonly words: string;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const after = (base: number, perMegabyte = 0): Deadline => ({ base, perMegabyte });

/**
 * The life cycle of a video, as one table. `deleting` wins from every state but the tombstone. Postgres holds the same
 * pairs in `asset_transitions` and refuses every other move, whoever makes it.
 */
export const LIFE_CYCLE: Readonly<Record<AssetState, StateRule>> = {
  created: {
    owner: 'api', exits: ['uploading', 'expired', 'deleting'], deadline: after(DAY), onDeadline: 'expire', job: null, event: null,
    words: 'The upload is being prepared.',
  },
  uploading: {
    owner: 'person', exits: ['uploaded', 'expired', 'deleting'], deadline: after(DAY), onDeadline: 'expire', job: null, event: null,
    words: 'The video is being uploaded.',
  },
  uploaded: {
    owner: 'checksum', exits: ['checking', 'deleting'], deadline: after(5 * MINUTE), onDeadline: 'again', job: 'checksum', event: 'practika.media.asset.uploaded.v1',
    words: 'The video has arrived and waits to be checked.',
  },
  checking: {
    owner: 'checksum', exits: ['scanning', 'rejected', 'quarantined', 'deleting'], deadline: after(10 * MINUTE), onDeadline: 'again', job: 'checksum', event: null,
    words: 'The video is being checked: size, checksum and type.',
  },
  scanning: {
    // A second for each million bytes is a thirtieth of what a scanner does on one core: past that, it hangs.
    owner: 'scan', exits: ['processing', 'consent_hold', 'rejected', 'quarantined', 'deleting'], deadline: after(MINUTE, 1), onDeadline: 'again', job: 'scan', event: null,
    words: 'The video is being scanned for viruses.',
  },
  processing: {
    owner: 'process', exits: ['ready', 'consent_hold', 'failed', 'deleting'], deadline: after(30 * MINUTE), onDeadline: 'again', job: 'process', event: 'practika.media.asset.processing.v1',
    words: 'The video is being prepared for playing.',
  },
  ready: {
    owner: 'nobody', exits: ['consent_hold', 'quarantined', 'failed', 'deleting'], deadline: null, onDeadline: 'nothing', job: null, event: 'practika.media.asset.ready.v1',
    words: 'The video is ready to play.',
  },
  consent_hold: {
    owner: 'person', exits: ['processing', 'quarantined', 'deleting'], deadline: after(30 * DAY), onDeadline: 'remind', job: null, event: 'practika.media.asset.held.v1',
    words: 'The video waits for your consent to video processing.',
  },
  failed: {
    owner: 'person', exits: ['processing', 'quarantined', 'deleting'], deadline: after(90 * DAY), onDeadline: 'remind', job: null, event: 'practika.media.asset.failed.v1',
    words: 'The video could not be prepared for playing.',
  },
  quarantined: {
    owner: 'staff', exits: ['checking', 'rejected', 'deleting'], deadline: after(30 * DAY), onDeadline: 'reject', job: null, event: 'practika.media.asset.quarantined.v1',
    words: 'The video is in quarantine.',
  },
  rejected: {
    owner: 'nobody', exits: ['deleting'], deadline: after(7 * DAY), onDeadline: 'delete', job: null, event: 'practika.media.asset.rejected.v1',
    words: 'The video was rejected.',
  },
  expired: {
    owner: 'nobody', exits: ['deleting'], deadline: after(7 * DAY), onDeadline: 'delete', job: null, event: 'practika.media.asset.expired.v1',
    words: 'The upload was not finished.',
  },
  deleting: {
    owner: 'deletion', exits: ['deleted'], deadline: after(HOUR), onDeadline: 'again', job: 'delete', event: 'practika.media.asset.deleting.v1',
    words: 'The video is being deleted.',
  },
  deleted: {
    // An hour later everything below the asset's keys is deleted once more: a worker that was cut off may have written after the first time.
    owner: 'nobody', exits: [], deadline: after(HOUR), onDeadline: 'sweep', job: null, event: 'practika.media.asset.deleted.v1',
    words: 'The video is deleted.',
  },
};

/** Failed tries before an asset leaves its stage: those that a worker finished, or that took longer than the deadline. */
export const MAX_FAILURES: Readonly<Record<'checking' | 'scanning' | 'processing', number>> = { checking: 3, scanning: 5, processing: 3 };

/** Workers that may die over one asset in one stage. More than five kills in a row must not cost a video; a file that kills every worker must end. */
export const MAX_DEATHS = 8;

export type Working = keyof typeof MAX_FAILURES;

/** Where an asset ends over which workers failed or died too often. */
export const EXITS: Readonly<Record<Working, { readonly to: AssetState; readonly why: ReasonCode }>> = {
  checking: { to: 'quarantined', why: 'unverifiable' },
  scanning: { to: 'quarantined', why: 'unscannable' },
  processing: { to: 'failed', why: 'processing-failed' },
};
export const isWorking = (state: AssetState): state is Working => state in EXITS;

export function mayMove(from: AssetState, to: AssetState): boolean {
  return LIFE_CYCLE[from].exits.includes(to);
}

/** States out of which `to` may be entered. */
export function entriesOf(to: AssetState): readonly AssetState[] {
  return ASSET_STATES.filter((from) => mayMove(from, to));
}

/** Nothing more happens to these without a person. */
export const RESTING_STATES: readonly AssetState[] = ASSET_STATES.filter((s) => LIFE_CYCLE[s].job === null && s !== 'created' && s !== 'uploading');

/** What was refused is played to nobody. */
export const REFUSED_STATES: readonly AssetState[] = ['quarantined', 'rejected'];
