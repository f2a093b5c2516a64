import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

export const PURPOSES = [
  'video_processing', 'data_analytics', 'marketing', 'third_party_sharing', 'video_analysis', 'user_behavior', 'content_recommendations', 'automated_moderation',
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Services that have to say "done" before a withdrawal counts as effective. */
export type ToldService = 'media';

export interface PurposeRule {
  readonly title: string;
  /** What a person reads beside the switch. */
  readonly text: string;
  readonly lawfulBasis: 'consent';
  /** false: without it the platform's main function is not there. It is still never presumed. */
  readonly optional: boolean;
  /** Each has a switch of its own. Empty: the purpose has no recipients. */
  readonly recipients: readonly string[];
  /** ISO 8601 duration after which the consent ends by itself; null: it lasts until it is withdrawn. */
  readonly validity: 'P12M' | null;
  readonly piiTypes: readonly string[];
  readonly sensitive: readonly string[];
  readonly processing: readonly string[];
  readonly service: string;
  readonly retention: string;
  /** Who acts on this purpose today. The others of the table are gates that nothing goes through yet. */
  readonly toldTo: readonly ToldService[];
}

const consent = { lawfulBasis: 'consent', recipients: [], sensitive: [], toldTo: [] } as const;

/**
 * The one table of purposes. People consent to these words: whoever changes a line that they read (or adds one) writes a
 * new version of the notice and puts `purposesFingerprint()` beside it in notices/versions.json; a test insists.
 */
export const PURPOSE_TABLE: Readonly<Record<Purpose, PurposeRule>> = {
  video_processing: {
    ...consent, title: 'Processing of your videos', optional: false, validity: null,
    text: 'We convert the videos that you upload so that they play everywhere, remove place and device data from the converted copy and make a still picture of it. Without this your videos cannot be played to others; you can still download them.',
    piiTypes: ['video', 'audio', 'face', 'voice'], sensitive: ['biometric_potential'], processing: ['transcode', 'metadata_removal', 'still_picture'], service: 'media', retention: 'until_deletion', toldTo: ['media'],
  },
  data_analytics: {
    ...consent, title: 'Statistics', optional: true, validity: 'P12M',
    text: 'We count how the platform is used, for example how many videos are uploaded and watched, to make it better.',
    piiTypes: ['usage_counts'], processing: ['aggregation'], service: 'exercises', retention: 'P12M',
  },
  marketing: {
    ...consent, title: 'News by e-mail', optional: true, validity: 'P12M',
    text: 'We write to you about new functions and offers. Every such mail has a link that ends this.',
    piiTypes: ['email_address'], processing: ['mailing'], service: 'auth', retention: 'until_withdrawal',
  },
  third_party_sharing: {
    ...consent, title: 'Content from other companies', optional: true, validity: 'P12M', recipients: ['youtube'],
    text: 'Exercises may show videos from the companies listed here. When such a video is loaded, the company learns your internet address and what you watch. Until you agree nothing is loaded from there.',
    piiTypes: ['ip_address', 'browser_data', 'viewing'], processing: ['embedding'], service: 'exercises', retention: 'by_recipient',
  },
  video_analysis: {
    ...consent, title: 'Analysis of your videos', optional: true, validity: 'P12M',
    text: 'Programs look at the pictures and the sound of your videos, for example to compare a movement with that of an exercise.',
    piiTypes: ['video', 'audio', 'movement'], sensitive: ['biometric_potential'], processing: ['analysis'], service: 'media', retention: 'until_withdrawal',
  },
  user_behavior: {
    ...consent, title: 'Analysis of how you practise', optional: true, validity: 'P12M',
    text: 'We keep what you watch, repeat and skip, to show you and your teachers your progress.',
    piiTypes: ['viewing', 'interaction'], processing: ['profiling'], service: 'exercises', retention: 'P12M',
  },
  content_recommendations: {
    ...consent, title: 'Suggestions', optional: true, validity: 'P12M',
    text: 'We use what you watched to suggest exercises.',
    piiTypes: ['viewing'], processing: ['profiling', 'recommendation'], service: 'exercises', retention: 'until_withdrawal',
  },
  automated_moderation: {
    ...consent, title: 'Automatic checks of content', optional: true, validity: 'P12M',
    text: 'Programs look for forbidden content in your videos and comments. A person decides on what they find.',
    piiTypes: ['video', 'audio', 'text'], processing: ['classification'], service: 'media', retention: 'P6M',
  },
};

export function isPurpose(name: string): name is Purpose {
  return (PURPOSES as readonly string[]).includes(name);
}

/** SHA-256 of the words a person reads beside a switch. */
export function shownTextSha256(purpose: Purpose): string {
  const { title, text } = PURPOSE_TABLE[purpose];
  return createHash('sha256').update(`${title}\n${text}`).digest('hex');
}

/** SHA-256 over everything in the table that a person consents to; `toldTo` is wiring and no part of it. */
export function purposesFingerprint(table: Readonly<Record<string, PurposeRule>> = PURPOSE_TABLE): string {
  const meaning = Object.entries(table).map(([purpose, rule]) => ({ purpose, ...rule, toldTo: undefined }));
  return createHash('sha256').update(canonicalize(meaning) ?? '').digest('hex');
}
