export const YOUTUBE_ORIGIN = 'https://www.youtube-nocookie.com';

/** What the frame says of itself. Times are milliseconds. */
export interface FrameNews {
  readonly ready?: true;
  readonly timeMs?: number;
  readonly durationMs?: number;
  readonly playing?: boolean;
  readonly waiting?: boolean;
  readonly rate?: number;
  /** The video is gone, private, or may not be shown on other sites. */
  readonly refused?: true;
}

/** @param page the page that the frame stands in: the frame answers nobody else */
export const frameAddress = (videoId: string, page: string): string => `${YOUTUBE_ORIGIN}/embed/${encodeURIComponent(videoId)}?${new URLSearchParams({ enablejsapi: '1', origin: page, playsinline: '1', rel: '0' })}`;
export const listening = (): string => JSON.stringify({ event: 'listening', id: 'practika', channel: 'widget' });
export const command = (func: 'playVideo' | 'pauseVideo' | 'seekTo' | 'setPlaybackRate' | 'mute' | 'unMute', args: readonly (number | boolean)[] = []): string => JSON.stringify({ event: 'command', func, args, id: 'practika', channel: 'widget' });

const PLAYING = 1;
const BUFFERING = 3;
const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);

/** Reads a message of the frame. @returns null: nothing for us */
export function readNews(data: unknown): FrameNews | null {
  const said = objectIn(data);
  if (said === null) return null;
  if (said.event === 'onError') return { refused: true };
  if (said.event === 'onReady') return { ready: true };
  if (said.event === 'onStateChange') return stateNews(number(said.info));
  if (said.event !== 'infoDelivery' && said.event !== 'initialDelivery') return null;
  const info = objectIn(said.info) ?? {};
  const [time, duration, rate] = [number(info.currentTime), number(info.duration), number(info.playbackRate)];
  return {
    ready: true, ...stateNews(number(info.playerState)),
    ...(time === null ? {} : { timeMs: time * 1_000 }), ...(duration === null || duration <= 0 ? {} : { durationMs: duration * 1_000 }), ...(rate === null ? {} : { rate }),
  };
}

const stateNews = (state: number | null): FrameNews => (state === null ? {} : { playing: state === PLAYING || state === BUFFERING, waiting: state === BUFFERING });

function objectIn(data: unknown): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = typeof data === 'string' ? JSON.parse(data) : data;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Readonly<Record<string, unknown>> : null;
  } catch {
    return null;
  }
}
