import type { ProblemError } from '../client/problem.ts';

export type UploadState = 'starting' | 'uploading' | 'paused' | 'offline' | 'completing' | 'done' | 'failed' | 'needs-file';

/** One upload as screens see it. */
export interface Upload {
  /** The server's id of the upload; of one that has not begun, one of ours. */
  readonly id: string;
  readonly assetId: string | null;
  readonly filename: string;
  readonly size: number;
  readonly state: UploadState;
  /** Bytes that have arrived. */
  readonly sent: number;
  /** Bytes in a second; null while nobody knows. */
  readonly rate: number | null;
  readonly secondsLeft: number | null;
  readonly problem: ProblemError | null;
}

export const isOver = ({ state }: Pick<Upload, 'state'>): boolean => state === 'done' || state === 'failed';
/** Closing the page would interrupt something. */
export const isRunning = ({ state }: Pick<Upload, 'state'>): boolean => state === 'starting' || state === 'uploading' || state === 'offline' || state === 'completing';
