import { Batch } from '@practika/identity';
import type { Redis } from 'ioredis';

export const TAKE_COMMAND = 'practikaTakeFromWindows';

/**
 * Of each key: its points so far and the milliseconds that its window has left. The script of rate-limiter-flexible, for
 * many keys: the same keys, values and ends.
 */
const TAKE = `
local answers = {}
for i = 1, #KEYS do
  local taken = redis.call('INCRBY', KEYS[i], ARGV[2 * i - 1])
  local left = redis.call('PTTL', KEYS[i])
  if left < 0 then
    redis.call('EXPIRE', KEYS[i], ARGV[2 * i])
    left = ARGV[2 * i] * 1000
  end
  answers[2 * i - 1] = taken
  answers[2 * i] = left
end
return answers`;

interface Take {
  readonly key: string;
  readonly points: number;
  readonly seconds: number;
}

export interface Window {
  /** Points taken from it, these included. */
  readonly taken: number;
  readonly endsInMs: number;
}

type WithCommand = Redis & { readonly [TAKE_COMMAND]: (keys: number, ...rest: readonly (string | number)[]) => Promise<number[]> };

/** Fixed windows in the cache Redis: a key's begins with its first point. */
export class Windows {
  private readonly takes: Batch<Take, Window>;

  constructor(redis: Redis) {
    redis.defineCommand(TAKE_COMMAND, { lua: TAKE });
    this.takes = new Batch(async (takes) => {
      const answers = await (redis as WithCommand)[TAKE_COMMAND](takes.length, ...takes.map(({ key }) => key), ...takes.flatMap(({ points, seconds }) => [points, seconds]));
      return takes.map((_, i) => ({ taken: answers[2 * i] ?? Number.NaN, endsInMs: answers[2 * i + 1] ?? Number.NaN }));
    });
  }

  /** @throws when Redis does not answer */
  take(key: string, points: number, seconds: number): Promise<Window> {
    return this.takes.add({ key, points, seconds });
  }
}
