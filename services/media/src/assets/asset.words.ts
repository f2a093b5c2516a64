import type { Reason } from './asset.repository.js';

/**
 * Every reason this service gives for a state, in words for the person whose video it is. Codes are part of the API:
 * clients translate by them, so a code is never renamed.
 */
const REASONS = {
  'upload-expired': 'The upload was not finished within a day.',
  'upload-aborted': 'The upload was cancelled.',
  'upload-lost': 'The store no longer has the upload. Please upload the video again.',
  'object-missing': 'The uploaded file is gone from the store. Please upload the video again.',
  'size-mismatch': 'The file does not have the size that was announced.',
  'digest-mismatch': 'The file does not have the SHA-256 that was announced: it changed on the way.',
  'type-mismatch': 'The file is not the type of video that was announced.',
  'not-a-video': 'The file has no video in it.',
  'file-empty': 'The file is empty.',
  'file-truncated': 'The file is cut off: a part of the video is missing.',
  'file-unreadable': 'The file cannot be read as a video.',
  'file-too-complex': 'The file has more tracks, pixels or hours than a video here may have.',
  'malware': 'The virus scanner found something harmful in the file.',
  'unverifiable': 'The file could not be checked after several tries. A member of staff will look at it.',
  'unscannable': 'The file could not be scanned for viruses after several tries. A member of staff will look at it.',
  'scanner-down': 'The virus scanner is not available. The scan starts as soon as it is.',
  'signatures-stale': 'The virus signatures are too old to trust. The scan starts as soon as they are renewed.',
  'consent-withdrawn': 'You have not consented to video processing, so the video is only kept for you to download or delete.',
  'consent-reminder': 'The video still waits for your consent to video processing. You may download or delete it.',
  'processing-failed': 'The video could not be prepared for playing. You may still download it.',
  'failed-reminder': 'The video could not be prepared for playing and is still kept for you to download or delete.',
  'released': 'Two members of staff released the video from quarantine. It is checked and scanned again.',
  'rejected-by-review': 'A member of staff rejected the video.',
  'quarantine-expired': 'Nobody released the video from quarantine within 30 days.',
  'deleted-by-person': 'It was deleted on request.',
  'retention-over': 'It was kept as long as the rules say and is now being deleted.',
  'account-erased': 'The account was erased.',
} as const satisfies Record<string, string>;
export type ReasonCode = keyof typeof REASONS;

export function reason(code: ReasonCode): Reason {
  return { code, text: REASONS[code] };
}

export const REASON_CODES = Object.keys(REASONS) as ReasonCode[];
