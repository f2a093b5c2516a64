const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT']);
// PostgreSQL's SQLSTATEs for "not now": connection exceptions, shutdown, cannot connect now, too many connections, out of disk,
// cancelled by timeout, serialization failure and deadlock (the same request works when repeated).
const SQLSTATE = /^(08...|57P0[1-5]|57014|40001|40P01|53[0-4]00|25P03)$/;
const MESSAGES = [
  /connection terminated/i, /timeout exceeded when trying to connect/i, /query read timeout/i, /connection is closed/i,
  /stream isn't writeable/i, /max retries per request/i, /command timed out/i, /the database system is (starting up|shutting down)/i,
  /client has encountered a connection error/i, /OOM command not allowed/, /MISCONF/, /^LOADING /, /^READONLY /, /driver not connected/i,
];

/**
 * Whether an error means that something we depend on is down, rather than that we are wrong. Looks through `cause` and
 * TypeORM's `driverError`. What is not recognised is a defect of ours and stays a 500.
 */
export function isOutage(error: unknown): boolean {
  for (let e = error, depth = 0; e instanceof Error && depth < 6; depth += 1) {
    const code = (e as { code?: unknown }).code;
    if (typeof code === 'string' && (NETWORK.has(code) || SQLSTATE.test(code))) return true;
    if (e.name === 'TimeoutError' || e.name === 'MaxRetriesPerRequestError') return true;
    const message = e.message;
    if (MESSAGES.some((m) => m.test(message))) return true;
    if (e instanceof AggregateError && e.errors.some((inner) => isOutage(inner))) return true;
    e = (e as { driverError?: unknown }).driverError ?? e.cause;
  }
  return false;
}
