import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { secretFiles } from '@practika/config';
import { throttledErrorLog } from '@practika/observability';
import pg from 'pg';
import { WakeUps } from './wake-ups.js';

/** Milliseconds. */
const RECONNECT = 1_000;
/**
 * Milliseconds. Who only listens would never learn of a database that is gone without a word, as after a fail-over that
 * dropped packets: TCP asks after ten seconds of silence, where the kernel by itself would after two hours.
 */
const SILENCE = { connectionTimeoutMillis: 3_000, query_timeout: 5_000, keepAlive: true, keepAliveInitialDelayMillis: 10_000 } as const;

/** What a connection says at its end is of no interest: it held nothing, and one that broke has said why by its error. */
const leave = async (client: pg.Client | undefined): Promise<void> => { await client?.end().catch(() => undefined); };

/** Where to listen and for what, as a DI token. */
export class WakeUpSource {
  /** @param channel of NOTIFY, a plain identifier; the payload is the topic */
  constructor(
    public databaseUrl: string,
    readonly channel: string,
    readonly applicationName: string,
  ) {}
}

/** PostgreSQL's own notifications, which triggers send: one connection for each process, whatever the number of streams. */
@Injectable()
export class PgWakeUps extends WakeUps implements OnModuleInit, OnApplicationShutdown {
  private readonly waiting = new Map<string, Set<() => void>>();
  private readonly complain = throttledErrorLog('wake-ups');
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private unfollow: () => void = () => undefined;

  constructor(@Inject(WakeUpSource) private readonly source: WakeUpSource) {
    super();
  }

  onModuleInit(): void {
    this.unfollow = secretFiles.on<string>('DATABASE_URL', (changed) => {
      this.source.databaseUrl = changed;
      // Its end is what makes the next one.
      void leave(this.client);
    });
    void this.connect();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.unfollow();
    clearTimeout(this.timer);
    await leave(this.client);
  }

  subscribe(topic: string, wake: () => void): () => void {
    const mine = this.waiting.get(topic) ?? new Set();
    this.waiting.set(topic, mine.add(wake));
    return () => {
      mine.delete(wake);
      if (mine.size === 0 && this.waiting.get(topic) === mine) this.waiting.delete(topic);
    };
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.source.databaseUrl, application_name: this.source.applicationName, ...SILENCE });
    this.client = client;
    let over = false;
    const again = (error?: unknown) => {
      if (over) return;
      over = true;
      if (this.stopped) return;
      if (error !== undefined) this.complain(error);
      void leave(client);
      this.timer = setTimeout(() => void this.connect(), RECONNECT);
    };
    client.on('error', again);
    client.on('end', () => again());
    client.on('notification', ({ payload }) => this.waiting.get(payload ?? '')?.forEach((wake) => wake()));
    try {
      await client.connect();
      await client.query(`LISTEN ${client.escapeIdentifier(this.source.channel)}`);
      // What was sent meanwhile is lost, so everybody looks once.
      for (const wakes of this.waiting.values()) wakes.forEach((wake) => wake());
    } catch (error) {
      again(error);
    }
  }
}
