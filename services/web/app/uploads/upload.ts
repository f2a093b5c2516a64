import type { ProblemError } from '../client/problem.ts';

/**
 * `offline` and `waiting` end by themselves: no connection, and somebody who does not answer. `elsewhere`: another tab of
 * this browser sends it. `needs-file`: begun earlier or on another device, and its file is not here.
 */
export type UploadState = 'starting' | 'uploading' | 'paused' | 'offline' | 'waiting' | 'elsewhere' | 'completing' | 'done' | 'failed' | 'needs-file';

/** One upload as screens see it. */
export interface Upload {
  /** The server's id of the upload. */
  readonly id: string;
  readonly assetId: string;
  readonly filename: string;
  readonly size: number;
  readonly state: UploadState;
  /** Bytes that have arrived or are on their way. */
  readonly sent: number;
  /** Bytes in a second; null while nobody knows. */
  readonly rate: number | null;
  readonly secondsLeft: number | null;
  readonly problem: ProblemError | null;
  /** The browser has a copy of the file: loading the page again loses nothing. */
  readonly kept: boolean;
}

type HasState = Pick<Upload, 'state'>;
export const isOver = ({ state }: HasState): boolean => state === 'done' || state === 'failed';
/** This page is at it, or goes on by itself. */
export const isRunning = ({ state }: HasState): boolean => state === 'starting' || state === 'uploading' || state === 'offline' || state === 'waiting' || state === 'completing';
export const mayPause = ({ state }: HasState): boolean => state === 'starting' || state === 'uploading' || state === 'offline' || state === 'waiting';
/** It stands until somebody does something. */
export const isStuck = ({ state }: HasState): boolean => state === 'failed' || state === 'needs-file';
/** Closing the page now would lose what only this page has: the file would have to be picked again. */
export const wouldBeLost = (upload: Pick<Upload, 'state' | 'kept'>): boolean => isRunning(upload) && upload.state !== 'completing' && !upload.kept;
