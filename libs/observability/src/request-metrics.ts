import { type Metric, register } from 'prom-client';

/** Seconds. A request is answered or given up within ten of them; streams are the exception. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const LABELS = BUCKETS.map(String);

/** Takes one answered request. @param milliseconds from its first byte in to its last byte out */
export type RequestRecorder = (status: number, milliseconds: number) => void;

class RouteRecord {
  readonly byStatus = new Map<number, number>();
  /** The last one: longer than all bounds. */
  readonly buckets = new Float64Array(BUCKETS.length + 1);
  seconds = 0;
  count = 0;

  constructor(readonly method: string, readonly route: string) {}

  readonly record: RequestRecorder = (status, milliseconds) => {
    const seconds = milliseconds / 1_000;
    let i = 0;
    while (i < BUCKETS.length && seconds > (BUCKETS[i] as number)) i += 1;
    this.buckets[i] = (this.buckets[i] as number) + 1;
    this.seconds += seconds;
    this.count += 1;
    this.byStatus.set(status, (this.byStatus.get(status) ?? 0) + 1);
  };
}

const routes = new Map<string, RouteRecord>();

interface Sample {
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A metric whose samples are put together when somebody asks for them: the library's own would look up labels for each request. */
function collected(name: string, help: string, type: 'counter' | 'histogram', samples: () => Sample[]): void {
  register.registerMetric({ name, help, type, get: () => Promise.resolve({ name, help, type, aggregator: 'sum', values: samples() }), reset: () => routes.clear() } as unknown as Metric);
}

function publish(): void {
  collected('http_requests_total', 'Requests answered, by route pattern and status', 'counter', () =>
    [...routes.values()].flatMap(({ method, route, byStatus }) => [...byStatus].map(([status, value]) => ({ labels: { method, route, status: String(status) }, value }))));
  collected('http_request_duration_seconds', 'Time from the first byte of a request to the last of its answer', 'histogram', () =>
    [...routes.values()].filter(({ count }) => count > 0).flatMap(({ method, route, buckets, seconds, count }) => {
      let below = 0;
      const bounds = [...LABELS, '+Inf'].map((le, i) => ({ metricName: 'http_request_duration_seconds_bucket', labels: { le, method, route }, value: (below += buckets[i] as number) }));
      return [...bounds, { metricName: 'http_request_duration_seconds_sum', labels: { method, route }, value: seconds }, { metricName: 'http_request_duration_seconds_count', labels: { method, route }, value: count }];
    }));
}

/**
 * The recorder of one route, made once. Recording costs a few additions and no allocation.
 *
 * @param route the pattern, never a path: paths carry ids, and each would be a series of its own
 */
export function requestRecorder(method: string, route: string): RequestRecorder {
  if (register.getSingleMetric('http_requests_total') === undefined) publish();
  const key = `${method} ${route}`;
  let record = routes.get(key);
  if (record === undefined) routes.set(key, record = new RouteRecord(method, route));
  return record.record;
}
