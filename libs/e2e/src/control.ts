import { platform } from './platform.config.js';

/** Breaks and mends parts of the platform. Names: `media-scan`, `auth-api`, … and `postgres`, `redis-queue`, `redis-cache`, `clamd`, `s3`. */
async function ask(path: string, body: object): Promise<void> {
  const { url, token } = platform.file.control;
  const answer = await fetch(url + path, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`control said ${answer.status}: ${await answer.text()}`);
}

export const kill = (name: string, signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM' = 'SIGKILL') => ask('/kill', { name, signal });
export const start = (name: string) => ask('/start', { name });
export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
