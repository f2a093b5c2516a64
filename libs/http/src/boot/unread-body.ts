import type { IncomingMessage } from 'node:http';

/** Milliseconds that a refused request may go on sending before its connection is cut. */
const PATIENCE = 5_000;

/**
 * Reads away what nobody read of a body, then calls back. An answer before the end of the body is lost to clients that
 * listen only after they have sent, and to those whose connection ends with the answer (the kernel resets it).
 */
export function discardBody(request: IncomingMessage, done: () => void): void {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if ((length === undefined && encoding === undefined) || request.complete || request.destroyed) return done();
  let waiting = true;
  const finish = (): void => {
    if (!waiting) return;
    waiting = false;
    clearTimeout(timer);
    done();
  };
  const timer = setTimeout(finish, PATIENCE);
  request.once('end', finish).once('close', finish).once('error', finish).resume();
}
