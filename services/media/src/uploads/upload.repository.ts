import type { Slice } from '../assets/asset-reads.repository.js';
import type { Quota } from '../media.config.js';

export type UploadState = 'open' | 'completed' | 'aborted' | 'expired';

export interface Upload {
  readonly id: string;
  readonly assetId: string;
  readonly ownerId: string;
  readonly state: UploadState;
  readonly bucket: string;
  readonly key: string;
  /** The store's own id of the multipart upload; null until it was begun. */
  readonly storeUploadId: string | null;
  readonly partSize: number;
  readonly partCount: number;
  /** Bytes of the whole; of an open recording the most that it may become. */
  readonly size: number;
  /** Its size is known when it is completed, and is the sum of its parts. */
  readonly recording: boolean;
  readonly contentType: string;
  readonly expiresAt: Date;
}

/** An open upload as its owner sees it in a list. */
export interface OpenUpload extends Upload {
  readonly filename: string;
  readonly createdAt: Date;
}

export interface NewUpload {
  readonly id: string;
  readonly assetId: string;
  readonly ownerId: string;
  readonly filename: string;
  readonly contentType: string;
  readonly size: number;
  readonly recording?: boolean;
  readonly sha256: string | null;
  readonly bucket: string;
  readonly key: string;
  readonly partSize: number;
  readonly partCount: number;
}

/** Upload sessions and, with them, the first states of an asset. */
export abstract class UploadRepository {
  /** Makes asset and upload, counting what the person has already; the one that is there when `id` was used before. */
  abstract reserve(upload: NewUpload, quota: Quota): Promise<Upload | 'quota-exceeded'>;
  /** Takes a reservation back that never got as far as the store, as if it had not been. */
  abstract giveUp(id: string): Promise<void>;
  /** created → uploading. Gives the upload as it stands: with another store id when another request was faster. */
  abstract began(id: string, storeUploadId: string): Promise<Upload | null>;
  abstract find(id: string): Promise<Upload | null>;
  /** Open uploads that parts can be sent to, newest first. Up to `limit + 1`, as all lists. */
  abstract openOf(ownerId: string, slice: Slice): Promise<readonly OpenUpload[]>;
  /** Moves the end of an open upload to a day from now, within the days that an upload may take at all; null when it is not open. */
  abstract touch(id: string): Promise<Date | null>;
  /** Takes the right to complete for `seconds`; false while somebody else has it or when it is not open. */
  abstract beginCompleting(id: string, seconds: number): Promise<boolean>;
  abstract endCompleting(id: string): Promise<void>;
  /** uploading → uploaded, with the version that the store made. `size`: its bytes, which are news where it is a recording. */
  abstract completed(id: string, versionId: string, size: number): Promise<boolean>;
  /** Closes an open upload for good; its asset expires. False while it is being completed or when it is not open. */
  abstract close(id: string, how: 'aborted' | 'expired', reason: 'upload-aborted' | 'upload-expired' | 'upload-lost'): Promise<boolean>;
  /** Open uploads that nobody moves: past their end, or left while being completed. */
  abstract stale(limit: number): Promise<readonly (Upload & { readonly why: 'idle' | 'completing' })[]>;
}
