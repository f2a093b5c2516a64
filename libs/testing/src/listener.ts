export interface HeardEvent<D> {
  readonly event: string;
  readonly id: string;
  readonly data: D;
}

/** An EventSource in small: keeps every server-sent event that has data, in the order of arrival. */
export class Listener<D> {
  readonly lines: HeardEvent<D>[] = [];
  status = 0;
  contentType: string | null = null;
  /** Whether the answer is over, whoever ended it. */
  ended = false;
  private readonly abort = new AbortController();

  /** Resolves with the head of the answer. */
  async listen(url: string, headers: Readonly<Record<string, string>>): Promise<this> {
    const response = await fetch(url, { headers: { ...headers }, signal: this.abort.signal });
    this.status = response.status;
    this.contentType = response.headers.get('content-type');
    // One that breaks off has ended too, which is all that is asked of it.
    void this.read(response).catch(() => undefined).finally(() => { this.ended = true; });
    return this;
  }

  /** What has come once there are `count` events, or after three seconds. */
  async heard(count: number): Promise<readonly HeardEvent<D>[]> {
    for (let i = 0; i < 150 && this.lines.length < count; i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    return this.lines;
  }

  close(): void {
    this.abort.abort();
  }

  private async read(response: Response): Promise<void> {
    let text = '';
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString();
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const [event, id, data] = ['event', 'id', 'data'].map((field) => new RegExp(`^${field}: (.*)$`, 'm').exec(block)?.[1]);
        if (event !== undefined && data !== undefined) this.lines.push({ event, id: id ?? '', data: JSON.parse(data) as D });
      }
    }
  }
}
