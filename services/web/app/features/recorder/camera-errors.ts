/** What can be wrong with a camera or microphone, each with words of its own (messages `trouble`). */
export const TROUBLES = ['denied', 'missing', 'noMicrophone', 'inUse', 'impossible', 'insecure', 'aborted', 'unplugged', 'unsupported', 'unknown'] as const;
export type Trouble = (typeof TROUBLES)[number];

const BY_NAME: Readonly<Record<string, Trouble>> = {
  NotAllowedError: 'denied', PermissionDeniedError: 'denied',
  NotFoundError: 'missing', DevicesNotFoundError: 'missing',
  NotReadableError: 'inUse', TrackStartError: 'inUse',
  OverconstrainedError: 'impossible', ConstraintNotSatisfiedError: 'impossible',
  SecurityError: 'insecure', AbortError: 'aborted',
};

export interface Surroundings {
  /** https, or this computer itself. */
  readonly secure: boolean;
  readonly cameras: number;
  readonly microphones: number;
}

/** @param error what getUserMedia threw */
export function troubleOf(error: unknown, { secure, cameras, microphones }: Surroundings): Trouble {
  if (!secure) return 'insecure';
  const name = typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
  const trouble = BY_NAME[name] ?? 'unknown';
  // The browser does not say which of the two it did not find.
  return trouble === 'missing' && cameras > 0 && microphones === 0 ? 'noMicrophone' : trouble;
}

/** Asking once more without wishes may help: the camera that was remembered is gone, or cannot do what was asked. */
export const worthAskingPlainly = (error: unknown): boolean => typeof error === 'object' && error !== null && 'name' in error && (error.name === 'OverconstrainedError' || error.name === 'ConstraintNotSatisfiedError');
