import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { IntrospectionQuestion, Principal } from '@practika/identity';
import { ServiceTokenVerifier } from '@practika/identity';
import { DomainError, toProblemDocument } from '@practika/problems';

interface Peer {
  readonly url: string;
  close(): Promise<void>;
}

type Answer = (method: string, path: string, body: unknown) => { readonly status: number; readonly body?: unknown };

/** A real HTTP server in another service's place: answers nobody without a valid token of exercises. */
async function startPeer(service: string, exercisesUrl: () => string, isDown: () => boolean, answer: Answer): Promise<Peer> {
  let verifier: ServiceTokenVerifier | undefined;
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (isDown()) return void request.socket.destroy();
    verifier ??= new ServiceTokenVerifier(service, { exercises: exercisesUrl() });
    let outcome: ReturnType<Answer>;
    try {
      await verifier.verify((request.headers.authorization ?? '').replace(/^Bearer /, ''));
      const body = request.headers['content-length'] === undefined || request.headers['content-length'] === '0' ? undefined : await json(request);
      outcome = answer(request.method ?? '', request.url ?? '', body);
    } catch (error) {
      const domain = error instanceof DomainError ? error : new DomainError('internal', { cause: error });
      outcome = { status: domain.status, body: toProblemDocument(domain, 'test') };
    }
    response.writeHead(outcome.status, { 'content-type': 'application/json' }).end(outcome.body === undefined ? undefined : JSON.stringify(outcome.body));
  };
  const server: Server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

/** auth's internal routes that exercises calls. */
export class AuthPeer {
  readonly principals = new Map<string, Principal>();
  readonly names = new Map<string, string>();
  namesAsked = 0;
  peopleDown = false;
  private peer: Peer | undefined;

  async start(exercisesUrl: () => string): Promise<string> {
    this.peer = await startPeer('auth', exercisesUrl, () => false, (_method, path, body) => {
      if (path === '/internal/introspect') {
        const principal = this.principals.get((body as IntrospectionQuestion).hash);
        return { status: 200, body: principal === undefined ? { active: false } : { active: true, principal } };
      }
      if (this.peopleDown) return { status: 503 };
      this.namesAsked += 1;
      const items = (body as { ids: string[] }).ids.flatMap((id) => (this.names.has(id) ? [{ id, displayName: this.names.get(id) }] : []));
      return { status: 200, body: { items } };
    });
    return this.peer.url;
  }

  async close(): Promise<void> {
    await this.peer?.close();
  }
}

export interface PeerAsset {
  readonly ownerId: string;
  state: string;
  durationMs: number | null;
}

const REFUSED = new Set(['rejected', 'quarantined', 'failed', 'expired', 'deleting', 'deleted']);

/** media's internal routes that exercises calls. */
export class MediaPeer {
  readonly assets = new Map<string, PeerAsset>();
  /** Marks by reference id. */
  readonly references = new Map<string, { readonly assetId: string; readonly kind: string; readonly ownerId: string }>();
  down = false;
  private peer: Peer | undefined;

  async start(exercisesUrl: () => string): Promise<string> {
    this.peer = await startPeer('media', exercisesUrl, () => this.down, (method, path, body) => this.answer(method, path, body));
    return this.peer.url;
  }

  marksOn(assetId: string): number {
    return [...this.references.values()].filter((r) => r.assetId === assetId).length;
  }

  async close(): Promise<void> {
    await this.peer?.close();
  }

  private answer(method: string, path: string, body: unknown): ReturnType<Answer> {
    const [, , , id = '', part, referenceId = ''] = path.split('/');
    if (part === 'references' && method === 'DELETE') {
      this.references.delete(referenceId);
      return { status: 204 };
    }
    const asset = this.assets.get(id);
    if (asset === undefined) throw new DomainError('not-found');
    if (method === 'GET') return { status: 200, body: { id, ...asset, contentType: 'video/mp4' } };
    if (part === 'references') {
      const { kind, ownerId } = body as { kind: string; ownerId: string };
      if (ownerId !== asset.ownerId) throw new DomainError('not-found');
      if (REFUSED.has(asset.state)) throw new DomainError('conflict');
      this.references.set(referenceId, { assetId: id, kind, ownerId });
      return { status: 204 };
    }
    if (asset.state === 'quarantined' || asset.state === 'rejected') throw new DomainError('asset-refused');
    if (asset.state !== 'ready') throw new DomainError('asset-not-ready');
    const poster = (body as { rendition: string }).rendition === 'poster';
    if (poster) return { status: 200, body: { url: `https://store.test/${id}/poster`, expiresAt: new Date(Date.now() + 300_000).toISOString(), contentType: 'image/jpeg' } };
    return { status: 200, body: { url: `https://store.test/${id}`, expiresAt: '2026-11-24T15:00:00.000Z', contentType: 'video/mp4' } };
  }
}
