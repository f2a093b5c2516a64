import { type Trouble, troubleOf, worthAskingPlainly } from './camera-errors.ts';

export interface CameraWishes {
  /** Ids of devices; null: whichever the browser takes. */
  readonly camera: string | null;
  readonly microphone: string | null;
  /** On phones: the camera towards the person, or the one away. */
  readonly facing: 'user' | 'environment';
  /** The devices were chosen just now, so nothing else will do; else they are what was chosen some other day. */
  readonly strictly: boolean;
  readonly sound: boolean;
  /** Music: the sound as it is, without what makes speech clear. */
  readonly rawSound: boolean;
}

export interface Devices {
  readonly cameras: readonly MediaDeviceInfo[];
  readonly microphones: readonly MediaDeviceInfo[];
}

export class CameraTrouble extends Error {
  constructor(readonly trouble: Trouble, cause: unknown) {
    super(trouble, { cause });
  }
}

/** Labels are empty until the person has allowed a camera. */
export async function listDevices(): Promise<Devices> {
  const all = await navigator.mediaDevices?.enumerateDevices().catch(() => []) ?? [];
  return { cameras: all.filter(({ kind }) => kind === 'videoinput'), microphones: all.filter(({ kind }) => kind === 'audioinput') };
}

/** @throws CameraTrouble */
export async function openCamera(wishes: CameraWishes): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia(constraints(wishes)).catch((error: unknown) => {
      if (wishes.strictly || !worthAskingPlainly(error)) throw error;
      return navigator.mediaDevices.getUserMedia({ video: true, audio: wishes.sound });
    });
  } catch (error) {
    const { cameras, microphones } = await listDevices();
    throw new CameraTrouble(troubleOf(error, { secure: isSecureContext, cameras: cameras.length, microphones: microphones.length }), error);
  }
}

function constraints({ camera, microphone, facing, strictly, sound, rawSound }: CameraWishes): MediaStreamConstraints {
  const device = (id: string | null) => (id === null ? {} : { deviceId: strictly ? { exact: id } : { ideal: id } });
  return {
    video: { width: { ideal: 1_280, max: 1_920 }, height: { ideal: 720, max: 1_920 }, frameRate: { ideal: 30, max: 30 }, ...(camera === null ? { facingMode: { ideal: facing } } : device(camera)) },
    // Without these, what the loudspeakers play is in the take, too: the words beside the choice say so.
    audio: sound && { ...device(microphone), echoCancellation: !rawSound, noiseSuppression: !rawSound, autoGainControl: !rawSound },
  };
}

export const closeCamera = (stream: MediaStream | null): void => stream?.getTracks().forEach((track) => track.stop());

/** Whether the camera may be opened without a question of the browser coming up. Not all browsers say. */
export async function isAllowedAlready(): Promise<boolean> {
  try {
    const answers = await Promise.all(['camera', 'microphone'].map((name) => navigator.permissions.query({ name: name as PermissionName })));
    return answers.every(({ state }) => state === 'granted');
  } catch {
    return false;
  }
}

/** A camera towards the person is shown as a mirror would; one that looks away from them is not. */
export const looksAtPerson = (stream: MediaStream): boolean => stream.getVideoTracks()[0]?.getSettings().facingMode !== 'environment';
