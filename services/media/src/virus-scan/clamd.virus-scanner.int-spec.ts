import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { backends } from '@practika/testing';
import { EICAR, infectedVideo, makeVideo } from '../testing/sample-videos.js';
import { ClamdVirusScanner } from './clamd.virus-scanner.js';
import { scannerFinds } from './scanner-self-test.js';

// Real here: clamd with the test signature. The fourteen bad answers come from a TCP server that plays clamd.
async function* pieces(file: Buffer, size = 65_536): AsyncGenerator<Buffer> {
  for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
}
const soon = () => AbortSignal.timeout(30_000);

describe('[M5] [file-upload-security.virus-scanning] scanning with clamd', () => {
  const scanner = new ClamdVirusScanner(backends.clamd);

  it('should say its version', async () => {
    expect(await scanner.version()).toMatchObject({ engine: 'ClamAV', engineVersion: expect.stringMatching(/^\d+\.\d+/) });
  });

  it('should call an honest video clean, to the last byte', async () => {
    const video = makeVideo('mp4');
    expect(await scanner.scan(pieces(video, 1_000), soon())).toEqual({ outcome: 'CLEAN', signatureName: null, bytesScanned: video.length });
  });

  it('should find the test file by itself, in a box of an MP4, behind a WebM and at the end of the largest upload', async () => {
    const found = { outcome: 'FOUND', signatureName: expect.stringContaining('Eicar') };
    expect(await scanner.scan(pieces(EICAR), soon())).toMatchObject(found);
    expect(await scanner.scan(pieces(infectedVideo()), soon())).toMatchObject(found);
    expect(await scanner.scan(pieces(Buffer.concat([makeVideo('webm'), EICAR])), soon())).toMatchObject(found);
    expect(await scannerFinds(scanner, 104_857_600, soon())).toBe(true);
  });

  it('should find the test file across the borders of frames and pieces', async () => {
    const before = randomBytes(256 * 1024 - 30);
    expect(await scanner.scan(pieces(Buffer.concat([before, EICAR, randomBytes(1_000)]), 7_001), soon())).toMatchObject({ outcome: 'FOUND' });
  });

  it('should throw what the source of the bytes throws, and the reason of an abort', async () => {
    async function* broken() {
      yield Buffer.alloc(10);
      throw new Error('the store went away');
    }
    await expect(scanner.scan(broken(), soon())).rejects.toThrow('the store went away');
    await expect(scanner.scan(pieces(EICAR), AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
  });
});

type Script = (socket: Socket, received: () => Buffer) => void;
const END = Buffer.alloc(4);
const afterAllBytes = (say: (socket: Socket) => void): Script => (socket, received) => {
  socket.on('data', () => { if (received().subarray(-4).equals(END)) say(socket); });
};

describe('[M6] [file-upload-security.virus-scanning] fourteen bad answers', () => {
  let server: Server;
  afterEach(() => { server?.close(); });

  async function play(script: Script, size = 600_000, signal = soon()) {
    const sockets: Socket[] = [];
    server = createServer((socket) => {
      sockets.push(socket);
      const got: Buffer[] = [];
      socket.on('data', (d) => got.push(d));
      socket.on('error', () => undefined);
      script(socket, () => Buffer.concat(got));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      return await new ClamdVirusScanner({ host: '127.0.0.1', port }, { connectMs: 500, idleMs: 500 }).scan(pieces(Buffer.alloc(size, 1)), signal);
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  }
  const says = (text: string) => afterAllBytes((socket) => socket.end(Buffer.from(text, 'latin1')));

  it('should understand the player when it speaks as clamd does', async () => {
    expect(await play(says('stream: OK\0'))).toEqual({ outcome: 'CLEAN', signatureName: null, bytesScanned: 600_000 });
  });

  it.each<[string, Script, string]>([
    ['an empty answer', says(''), 'ERROR'],
    ['OK without its end', says('stream: OK'), 'ERROR'],
    ['OK with something after it', says('stream: OK\0stream: Evil FOUND\0'), 'ERROR'],
    ['half an answer', says('stream: '), 'ERROR'],
    ['an answer about another thing', says('/etc/passwd: OK\0'), 'ERROR'],
    ['HTTP', says('HTTP/1.1 200 OK\r\n\r\n'), 'ERROR'],
    ['rubbish', says(randomBytes(100).toString('latin1').replaceAll('\0', 'x') + '\0'), 'ERROR'],
    ['an endless answer', afterAllBytes((s) => s.write(Buffer.alloc(1_000_000, 0x41))), 'ERROR'],
    ['an exceeded limit', says('stream: Heuristics.Limits.Exceeded.MaxScanTime FOUND\0'), 'LIMITS_EXCEEDED'],
    ['an encrypted archive', says('stream: Heuristics.Encrypted.Zip FOUND\0'), 'ENCRYPTED'],
    ['its own size limit before the end', (s) => s.once('data', () => s.end('INSTREAM size limit exceeded. ERROR\0')), 'TOO_LARGE'],
    ['OK before it had all bytes', (s) => s.once('data', () => s.end('stream: OK\0')), 'ERROR'],
    ['a reset in the middle', (s) => s.once('data', () => s.resetAndDestroy()), 'SCANNER_DOWN'],
    ['a full disk', says('Error writing to temporary file ERROR\0'), 'SCANNER_DOWN'],
  ])('should never take %s for clean', async (_, script, outcome) => {
    // Large enough that the kernel's buffers cannot take it all before the answer.
    const report = await play(script, /before|middle/.test(_) ? 30_000_000 : 600_000);
    expect(report.outcome).toBe(outcome);
    expect(report.signatureName === null || report.outcome !== 'ERROR').toBe(true);
  });

  it('should call it an outage when nobody listens, or it takes no bytes', async () => {
    expect(await new ClamdVirusScanner({ host: '127.0.0.1', port: 1 }).scan(pieces(EICAR), soon())).toEqual({ outcome: 'SCANNER_DOWN', signatureName: null, bytesScanned: 0 });
    expect(await play((socket) => socket.pause(), 30_000_000)).toMatchObject({ outcome: 'SCANNER_DOWN' });
    await expect(new ClamdVirusScanner({ host: '127.0.0.1', port: 1 }).version()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('should stop at the caller\'s limit when it thinks for ever', async () => {
    await expect(play(afterAllBytes(() => undefined), 1_000, AbortSignal.timeout(300))).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
