import { store, stored } from '../../shell/preferences.ts';
import { closeCamera, type Devices, listDevices, openCamera } from './camera.ts';

/** What is chosen anew; the rest stays as it was. */
export interface CameraChange {
  readonly camera?: string;
  readonly microphone?: string;
  readonly flip?: true;
  readonly sound?: boolean;
  readonly rawSound?: boolean;
}

interface Listener {
  onStream(stream: MediaStream | null): void;
  onDevices(devices: Devices): void;
  /** A device went away. */
  onLost(): void;
}

/** The person's camera and microphone, with what was chosen on this browser. */
export class CameraControl {
  readonly #listener: Listener;
  #stream: MediaStream | null = null;
  #wishes = { camera: stored('camera'), microphone: stored('microphone'), facing: 'user' as 'user' | 'environment', sound: true, rawSound: stored('sound') === 'raw' };
  /** Only the last of several calls counts: what an earlier one opens is closed again. */
  #calls = 0;
  #over = new AbortController();

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  /** @returns whether it is this call's camera that is open now @throws CameraTrouble */
  async open({ flip, ...chosen }: CameraChange = {}): Promise<boolean> {
    const call = ++this.#calls;
    this.#wishes = { ...this.#wishes, ...(flip ? { camera: null, facing: this.#wishes.facing === 'user' ? 'environment' : 'user' } : {}), ...chosen };
    if (chosen.rawSound !== undefined) store('sound', chosen.rawSound ? 'raw' : 'speech');
    // A phone lends its camera to one taker at a time.
    this.#use(null);
    const opened = await openCamera({ ...this.#wishes, strictly: chosen.camera !== undefined || chosen.microphone !== undefined });
    if (call !== this.#calls) {
      closeCamera(opened);
      return false;
    }
    this.#use(opened);
    remember(opened);
    await this.#look();
    return call === this.#calls;
  }

  close(): void {
    this.#calls += 1;
    this.#use(null);
  }

  #use(stream: MediaStream | null): void {
    this.#over.abort();
    closeCamera(this.#stream);
    this.#stream = stream;
    this.#listener.onStream(stream);
    this.#over = new AbortController();
    const { signal } = this.#over;
    if (stream === null) return;
    for (const track of stream.getTracks()) track.addEventListener('ended', () => this.#listener.onLost(), { signal });
    navigator.mediaDevices.addEventListener('devicechange', () => void this.#look(), { signal });
  }

  async #look(): Promise<void> {
    this.#listener.onDevices(await listDevices());
  }
}

/** The devices in use, for the next time on this browser. */
function remember(stream: MediaStream): void {
  const [camera, microphone] = [deviceOf(stream, 'video'), deviceOf(stream, 'audio')];
  if (camera !== null) store('camera', camera);
  if (microphone !== null) store('microphone', microphone);
}

/** The device that a stream comes from. */
export const deviceOf = (stream: MediaStream | null, kind: 'video' | 'audio'): string | null => stream?.getTracks().find((track) => track.kind === kind)?.getSettings().deviceId ?? null;
