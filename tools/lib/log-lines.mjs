// JSON log lines of our processes, turned into lines for people.
const LEVELS = { 10: 'TRACE', 20: 'DEBUG', 30: 'INFO ', 40: 'WARN ', 50: 'ERROR', 60: 'FATAL' };
const HIDDEN = new Set(['level', 'time', 'msg', 'pid', 'hostname', 'name', 'service', 'version']);

const short = (value) => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.includes('\n') ? `\n    ${text.split('\n').join('\n    ')}` : text;
};

/** @returns {{ text: string, level: number }} level as pino counts: 50 and above is a problem */
export function readable(line, stream) {
  if (line.startsWith('{')) {
    try {
      const entry = JSON.parse(line);
      if (typeof entry.level === 'number' || typeof entry.msg === 'string') {
        const level = Number(entry.level) || 30;
        const at = new Date(entry.time ?? Date.now());
        const { err, error, ...rest } = entry;
        const extra = Object.entries(rest).filter(([name]) => !HIDDEN.has(name)).map(([name, value]) => `${name}=${short(value)}`);
        const fault = err ?? error;
        if (fault) extra.push(short(fault.stack ?? fault.message ?? fault));
        const time = Number.isNaN(at.getTime()) ? '' : at.toISOString().slice(11, 23);
        return { level, text: [time, LEVELS[level] ?? level, entry.name ? `${entry.name}:` : '', entry.msg ?? '', ...extra].filter(Boolean).join(' ') };
      }
    } catch {
      // not JSON after all
    }
  }
  return { level: stream === 'err' && line.trim() ? 50 : 30, text: line };
}

/** Lets a few lines through and then says once that there are more. Several processes fail at once when a backend is away. */
export class Throttle {
  #since = 0;
  #count = 0;
  constructor(limit = 4, perMs = 10_000) {
    this.limit = limit;
    this.perMs = perMs;
  }
  /** 'show', 'last' (say that more follows) or 'hide' */
  take(now = Date.now()) {
    if (now - this.#since > this.perMs) {
      this.#since = now;
      this.#count = 0;
    }
    this.#count += 1;
    return this.#count < this.limit ? 'show' : this.#count === this.limit ? 'last' : 'hide';
  }
}
