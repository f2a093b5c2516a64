import { stored } from '../../shell/preferences.ts';
import { CameraControl, type CameraChange } from './camera-control.ts';
import { CameraTrouble, type Devices } from './camera.ts';
import type { Trouble } from './camera-errors.ts';
import { extensionOf, recordingType } from './media-type.ts';
import { type EndReason, next, OFF, type RecorderEvent, type Stage } from './recorder-machine.ts';
import { Recording } from './recording.ts';
import { Take } from './take.ts';

export interface FinishedTake {
  readonly take: Take;
  readonly durationMs: number;
  readonly whole: Blob;
}

export interface RecorderState {
  readonly stage: Stage;
  readonly stream: MediaStream | null;
  readonly devices: Devices;
  readonly recording: Recording | null;
  /** After its end. */
  readonly take: FinishedTake | null;
  /** Bytes that are at the store, or on their way. */
  readonly sent: number;
  /** Why sending stopped while it is recorded; null: it did not. */
  readonly stuck: unknown;
  /** This browser keeps no file of it. */
  readonly inMemory: boolean;
  /** The device gives no picture for now. */
  readonly muted: boolean;
}

export interface RecorderListener {
  onStarted(): void;
  onStopped(): void;
  onPaused(): void;
  onResumed(): void;
  onTake(take: { readonly assetId: string; readonly durationMs: number }): void;
  /** Name under which a take that begins now is sent, without extension. */
  fileName(): string;
  /** What is kept on this device has changed. */
  onKept(): void;
}

/** Seconds. */
const COUNT = 3;
const START: RecorderState = { stage: OFF, stream: null, devices: { cameras: [], microphones: [] }, recording: null, take: null, sent: 0, stuck: null, inMemory: false, muted: false };

/** A recorder's life on one screen: the machine of its stages, and what each of them does. */
export class RecorderSession {
  #listener: RecorderListener;
  readonly #personId: string;
  readonly #camera = new CameraControl({
    onStream: (stream) => this.#set({ stream }),
    onDevices: (devices) => this.#set({ devices }),
    // With a take under way its recording ends it.
    onLost: () => this.#go({ is: 'trouble', trouble: 'unplugged' }),
  });
  readonly #watchers = new Set<() => void>();
  #state = START;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(personId: string, listener: RecorderListener) {
    this.#personId = personId;
    this.#listener = listener;
  }

  /** By the screen, whenever it is drawn: its words and its ways on may be others now. */
  listen(listener: RecorderListener): void {
    this.#listener = listener;
  }

  readonly state = (): RecorderState => this.#state;
  readonly subscribe = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  readonly turnOn = (change?: CameraChange): void => {
    if (!this.#go({ is: 'ask' })) return;
    this.#camera.open(change).then((open) => open && this.#go({ is: 'opened' }), (error: unknown) => this.#go({ is: 'trouble', trouble: error instanceof CameraTrouble ? error.trouble : 'unknown' }));
  };

  /** Nothing can be recorded here. */
  cannot(trouble: Trouble): void {
    this.#go({ is: 'trouble', trouble });
  }

  readonly start = (): void => {
    if (this.#go({ is: 'start', count: stored('countdown') === 'off' ? 0 : COUNT })) this.#count();
  };

  readonly cancelCount = (): void => {
    clearTimeout(this.#timer);
    this.#go({ is: 'cancelCount' });
  };

  readonly pause = (): void => {
    if (!this.#go({ is: 'pause' })) return;
    this.#state.recording?.pause();
    this.#listener.onPaused();
  };

  readonly resume = (): void => {
    if (!this.#go({ is: 'resume' })) return;
    this.#state.recording?.resume();
    this.#listener.onResumed();
  };

  readonly stop = (reason: EndReason = 'person'): void => {
    const { recording } = this.#state;
    if (!this.#go({ is: 'stop', reason }) || recording === null) return;
    this.#listener.onStopped();
    void recording.stop().then(async (durationMs) => {
      const { take } = recording;
      const whole = await take.whole();
      this.#camera.close();
      this.#set({ take: { take, durationMs, whole }, muted: false });
      this.#go({ is: 'finished' });
    });
  };

  /** Sends the take. */
  readonly use = (): void => {
    const { take } = this.#state;
    if (take === null || !this.#go({ is: 'use' })) return;
    take.take.send().then((assetId) => {
      // Where the screen has gone meanwhile, nobody waits for it: it is among the person's videos.
      if (this.#go({ is: 'sent' })) this.#listener.onTake({ assetId, durationMs: take.durationMs });
      this.#listener.onKept();
    }, (error: unknown) => {
      // Where the screen has gone meanwhile, nobody is asked: the take is let go, to be found among the unfinished ones.
      if (!this.#go({ is: 'notSent', error })) void take.take.leave().then(() => this.#listener.onKept());
    });
  };

  /** Throws the take away. */
  readonly refuse = (): void => {
    const { take } = this.#state;
    if (!this.#go({ is: 'retake' })) return;
    this.#set({ recording: null, take: null });
    void take?.take.refuse().then(() => this.#listener.onKept());
  };

  /** The screen goes. What is being sent goes on; any other take stays on this device, to be found again. */
  close(): void {
    const { stage: { at }, recording } = this.#state;
    clearTimeout(this.#timer);
    if (at === 'recording' || at === 'paused') this.#listener.onStopped();
    if (recording === null || at === 'sending' || at === 'sent') this.#camera.close();
    else void recording.stop().then(() => recording.take.leave()).then(() => {
      this.#camera.close();
      this.#listener.onKept();
    });
    this.#state = START;
  }

  #count(): void {
    const { stage, stream } = this.#state;
    if (stage.at !== 'counting') return;
    if (stage.left === 0) {
      if (stream !== null) void this.#begin(stream);
      return;
    }
    this.#timer = setTimeout(() => {
      this.#go({ is: 'tick' });
      this.#count();
    }, 1_000);
  }

  async #begin(stream: MediaStream): Promise<void> {
    const type = recordingType((asked) => MediaRecorder.isTypeSupported(asked), stream.getAudioTracks().length > 0);
    if (type === null) return this.#unsupported();
    this.#set({ sent: 0, stuck: null, inMemory: false });
    const file = { name: `${this.#listener.fileName()}.${extensionOf(type)}`, type };
    const take = await Take.begin(this.#personId, file, { onSent: (sent) => this.#set({ sent }), onStuck: (stuck) => this.#set({ stuck }), onDiskTrouble: () => this.#set({ inMemory: true }) });
    // It was called off, or the camera went, while the files were opened.
    if (this.#state.stage.at !== 'counting' || this.#state.stream !== stream) return take.refuse();
    try {
      const recording = new Recording(stream, take, {
        onStarted: () => {
          this.#go({ is: 'begun' });
          this.#listener.onStarted();
        },
        onEnd: this.stop, onMuted: (muted) => this.#set({ muted }),
      });
      this.#set({ recording });
      recording.start();
    } catch {
      this.#set({ recording: null });
      await take.refuse();
      this.#unsupported();
    }
  }

  #unsupported(): void {
    this.#camera.close();
    this.cannot('unsupported');
  }

  /** @returns whether the event meant something now */
  #go(event: RecorderEvent): boolean {
    const stage = next(this.#state.stage, event);
    if (stage === this.#state.stage) return false;
    this.#set({ stage });
    return true;
  }

  #set(change: Partial<RecorderState>): void {
    this.#state = { ...this.#state, ...change };
    this.#watchers.forEach((watcher) => watcher());
  }
}
