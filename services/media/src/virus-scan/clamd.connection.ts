import { connect, type Socket } from 'node:net';

/** clamd is as fast with 64 KiB and slow with less; the frames below are gathered up to this without copying. */
const FRAME_BYTES = 256 * 1024;
/** An answer is one line. More is not clamd. */
const MAX_REPLY_BYTES = 4_096;
const END = Buffer.alloc(4);

export interface ClamdAddress {
  readonly host: string;
  readonly port: number;
}

export interface ClamdTimeouts {
  readonly connectMs: number;
  /** For commands, and for taking a frame: clamd writes frames to its disk. */
  readonly idleMs: number;
}

/** The connection failed; `reply` is what had come by then. */
export class ClamdLost extends Error {
  override readonly name = 'ClamdLost';
  constructor(
    readonly reply: Buffer,
    cause?: unknown,
  ) {
    super('clamd: the connection was lost', { cause });
  }
}

/** One connection, one command: clamd closes after its answer, and a state that never existed cannot get mixed up. */
export class ClamdConnection {
  private readonly pieces: Buffer[] = [];
  private received = 0;
  private failure: unknown;
  private ended = false;
  private wake: () => void = () => undefined;

  private constructor(private readonly socket: Socket, private readonly idleMs: number) {
    socket.on('data', (piece: Buffer) => {
      this.received += piece.length;
      if (this.received > MAX_REPLY_BYTES) socket.destroy(new Error('clamd: endless answer'));
      else this.pieces.push(piece);
      this.wake();
    });
    socket.on('drain', () => this.wake());
    socket.on('end', () => {
      this.ended = true;
      this.wake();
    });
    socket.on('error', (error) => {
      this.failure = error;
      this.wake();
    });
    socket.on('close', () => {
      this.ended = true;
      this.wake();
    });
  }

  static async open(address: ClamdAddress, timeouts: ClamdTimeouts, signal: AbortSignal | undefined): Promise<ClamdConnection> {
    signal?.throwIfAborted();
    const socket = connect({ host: address.host, port: address.port, noDelay: true });
    const connection = new ClamdConnection(socket, timeouts.idleMs);
    const abort = () => socket.destroy(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    signal?.addEventListener('abort', abort, { once: true });
    socket.once('close', () => signal?.removeEventListener('abort', abort));
    await connection.until(() => !socket.connecting && socket.readyState === 'open', timeouts.connectMs, () => socket.once('connect', () => connection.wake()));
    return connection;
  }

  /** True when clamd has said something already: it will not listen any more. */
  get answered(): boolean {
    return this.received > 0;
  }

  command(name: string): void {
    this.socket.write(`z${name}\0`);
  }

  /** One INSTREAM frame out of pieces that are not copied. */
  async frame(pieces: readonly Buffer[], bytes: number): Promise<void> {
    if (this.failure !== undefined || this.ended) throw new ClamdLost(Buffer.concat(this.pieces), this.failure);
    const header = Buffer.allocUnsafe(4);
    header.writeUInt32BE(bytes);
    this.socket.cork();
    this.socket.write(header);
    for (const piece of pieces) this.socket.write(piece);
    this.socket.uncork();
    if (this.socket.writableNeedDrain) await this.until(() => !this.socket.writableNeedDrain || this.answered, this.idleMs);
  }

  endOfStream(): void {
    this.socket.write(END);
  }

  /** The whole answer, up to where clamd closes. `withinMs` may be long: the scan happens here. */
  async reply(withinMs: number): Promise<Buffer> {
    await this.until(() => this.ended && this.failure === undefined, withinMs);
    return Buffer.concat(this.pieces);
  }

  close(): void {
    this.socket.destroy();
  }

  private async until(ready: () => boolean, withinMs: number, before?: () => void): Promise<void> {
    before?.();
    const deadline = setTimeout(() => this.socket.destroy(new Error(`clamd: nothing for ${withinMs} ms`)), withinMs);
    try {
      while (!ready()) {
        if (this.failure !== undefined || this.ended) throw new ClamdLost(Buffer.concat(this.pieces), this.failure);
        await new Promise<void>((resolve) => { this.wake = resolve; });
      }
    } finally {
      clearTimeout(deadline);
      this.wake = () => undefined;
    }
  }
}

/** Gathers small pieces into frames; each carries the pieces as they came. */
export async function* framesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<{ pieces: Buffer[]; bytes: number }> {
  let pieces: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue;
    pieces.push(chunk);
    bytes += chunk.length;
    if (bytes < FRAME_BYTES) continue;
    yield { pieces, bytes };
    pieces = [];
    bytes = 0;
  }
  if (bytes > 0) yield { pieces, bytes };
}
