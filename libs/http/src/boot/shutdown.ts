import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';

/** Aborts when the process begins to stop, so that endless answers (server-sent events) end by themselves. */
@Injectable()
export class Shutdown implements BeforeApplicationShutdown {
  private readonly controller = new AbortController();

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  begin(): void {
    this.controller.abort();
  }

  beforeApplicationShutdown(): void {
    this.begin();
  }
}
